"""Makes the example council in one go, or leaves alone what is made already."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from organisation.clock import today
from organisation.models import Change, Council, Person
from organisation.record import coming_from, record
from perfmgmt.demo import dates, measuring, organising
from perfmgmt.demo.importing import (
    align_plan,
    import_benchmarks,
    import_plan,
    import_workbook,
)
from perfmgmt.demo.playing import Player

MADE = "example council made"


class NotHereError(Exception):
    """The example council can't be made here; the message says why and what to do."""


def make() -> bool:
    """Make all of the example council or nothing of it; False where it is made already.

    NotHereError outside demo mode, or where people are whom this command did not make.
    """
    if not settings.DEMO:
        raise NotHereError(
            "The example council is made only in demo mode, because everybody knows its "
            "passwords. `make run` shows it on this machine. To run this command alone, set "
            "DEMO=true; never do so for a real site."
        )
    if is_made():
        return False
    if Person.objects.exists():
        raise NotHereError(
            "This database holds people whom the example council did not make, so nothing was "
            "changed. Point DATABASE_URL at an empty database and try again."
        )
    with transaction.atomic(), coming_from("command demo"):
        _make_all()
    return True


def is_made() -> bool:
    """Whether this database holds the whole example council; the record says so."""
    return Change.objects.filter(deed=MADE).exists()


def _make_all() -> None:
    administrator = organising.make_administrator(dates.SET_UP)
    organising.make_council(administrator, dates.SET_UP)
    _set_up_measures(administrator)
    Player().play()
    import_benchmarks(administrator, dates.BENCHMARKS_IMPORTED)
    record(MADE, Council.current(), by=administrator, on=today())


def _set_up_measures(administrator: Person) -> None:
    """What is measured: framework, workbook, example targets, indicators."""
    manager = Person.objects.get(post="Performance Manager")
    measuring.make_framework(manager, dates.SET_UP)
    import_workbook(administrator, dates.WORKBOOK_IMPORTED)
    import_plan(administrator, dates.WORKBOOK_IMPORTED)
    align_plan(manager, dates.WORKBOOK_IMPORTED)
    measuring.align_measures(manager, dates.WORKBOOK_IMPORTED)
    measuring.name_lead_posts(manager, dates.WORKBOOK_IMPORTED)
    measuring.agree_example_targets(manager, dates.SET_UP)
    measuring.make_indicators(manager, dates.SET_UP)
