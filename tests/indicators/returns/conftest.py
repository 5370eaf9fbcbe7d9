"""Tests of the quarterly cycle live on 15 January 2018, three days after quarter 3 was due."""

import pytest
from pytest_django.fixtures import Settings

from tests.factories import TODAY


@pytest.fixture(autouse=True)
def _business_today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY
