"""What the commands of a period are asked: which quarter, which day, who does it."""

from __future__ import annotations

from datetime import date

from django.core.management.base import CommandError

from indicators.rules.periods import Quarter
from organisation.models import Person


def quarter(text: str) -> Quarter:
    """A quarter or an outturn. CommandError says how to write it."""
    try:
        return Quarter.parse(text)
    except ValueError as error:
        message = f"{error} An outturn is written 2017-18-outturn."
        raise CommandError(message) from error


def day(text: str) -> date:
    """A day of the calendar. CommandError says how to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"“{text}” is not a day; write it like 2018-04-12."
        raise CommandError(message) from error


def person(email: str) -> Person:
    """Whoever has that address. CommandError where nobody does."""
    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        message = f"Nobody here has the address {email}."
        raise CommandError(message)
    return found
