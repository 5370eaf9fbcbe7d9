"""Who changed what: in the period shown for every reader, of the whole measure for its people."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Model
from django.urls import reverse

from indicators.history.about import about_measure
from indicators.history.telling import Told, history, tell
from indicators.models import Measure, Return, State
from organisation.models import Change

SUBMITTED = "return submitted"
LATEST = 5


@dataclass(frozen=True)
class Latest:
    """The newest changes of a measure, and where all of them stand."""

    rows: tuple[Told, ...]
    number: int
    url: str


def latest_of(measure: Measure) -> Latest:
    """The newest changes of a measure's terms and fields, and of how far its returns have come."""
    page = measure_history(measure, 1, size=LATEST)
    rows = tuple(page.object_list)
    return Latest(
        rows, page.paginator.count, reverse("reporting:measure-history", args=[measure.ref])
    )


def measure_history(measure: Measure, number: str | int, **how: int) -> Page[Told]:
    """A page of all the changes of a measure."""
    about, unit = about_measure(measure), measure.figure_unit
    return history(about, unit, number, beside=measure.ref, **how)


def deeds_on(return_: Return, *, unapproved: bool) -> tuple[Told, ...]:
    """What the record says of a return and of changes to its terms, newest first.

    Whoever may not see what is unapproved sees the record from the submission that was approved:
    drafts are the service's own.
    """
    found = _about(return_)
    if not unapproved:
        found = _since_submission(return_, found)
    changed_terms = [each for each in _about(return_.terms) if each.before]
    unit, beside = return_.measure.figure_unit, f"{return_.measure.ref} {return_.period}"
    return tell([*found, *changed_terms], unit, beside=beside, named=unapproved)


def _about(thing: Model) -> list[Change]:
    return list(Change.objects.about(thing).select_related("person").prefetch_related("texts"))


def _since_submission(return_: Return, found: list[Change]) -> list[Change]:
    """From the first row of the last submission; nothing while it is not approved."""
    if return_.state != State.APPROVED:
        return []
    start = len(found)
    sent = False
    for index in reversed(range(len(found))):
        if found[index].deed == SUBMITTED:
            start, sent = index, True
        elif sent:
            break
    return found[start:]
