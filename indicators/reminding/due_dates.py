"""Due dates as a calendar file: one all-day entry a period, with an alarm the morning before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Alarm, Calendar, Event
from icalendar.enums import TRANSP

from indicators.models import Period

FILE_NAME = "due-dates.ics"
NINE_THE_DAY_BEFORE = timedelta(hours=-15)  # counted from the midnight with which the day begins


def calendar_of(periods: Iterable[Period], on: date) -> str:
    """The due dates as RFC 5545 has them.

    An entry's UID is always the same for a period: a calendar that has it already moves it to the
    new date rather than show two.
    """
    made = Calendar()
    made.add("prodid", "-//Performance scorecard//Due dates//EN")
    made.add("version", "2.0")
    for each in periods:
        made.add_component(_event(each, on))
    return str(made.to_ical(), "utf-8")


def _event(period: Period, on: date) -> Event:
    summary = f"Returns for {period} are due"
    alarm = Alarm.new(description=summary)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", NINE_THE_DAY_BEFORE)
    address = f"{settings.SITE_URL}{reverse('indicators:returns')}"
    return Event.new(
        uid=f"returns-{period.slug}@{urlsplit(settings.SITE_URL).hostname}",
        stamp=datetime.combine(on, time.min, UTC),
        start=period.due_on,
        end=period.due_on + timedelta(days=1),
        summary=summary,
        description=f"Enter them at {address}",
        url=address,
        transparency=TRANSP.TRANSPARENT,  # nobody is busy all day because of it
        subcomponents=[alarm],
    )
