"""Tests of reminders live around 12 January 2018, when quarter 3 is due."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pytest_django.fixtures import Settings

from tests.indicators.reminding.post_office import PostOffice


@pytest.fixture
def on_day(settings: Settings) -> Callable[[date], None]:
    """Makes it that day for the council's business."""

    def it_is(day: date) -> None:
        settings.BUSINESS_TODAY = day

    return it_is


@pytest.fixture
def post_office(settings: Settings) -> Iterator[PostOffice]:
    """A real mail server on this machine, to which Django's own SMTP backend sends."""
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = office.host, office.port
        settings.EMAIL_USE_TLS = False
        settings.SITE_URL = "https://scorecard.example"
        yield office
