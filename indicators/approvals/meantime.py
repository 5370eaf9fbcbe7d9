"""What became of a return after a page of it was made: who did what, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from indicators.models import Return
from indicators.returns.recorded import told, who
from indicators.returns.recorded_words import in_words, label
from indicators.returns.wording import day
from organisation.models import Change

#: Who submitted it in which part stands in the steps and on the return.
TOLD_ANYWAY = {"submitted as", "on behalf of"}


@dataclass(frozen=True)
class Step:
    """Something that somebody did."""

    what: str
    who: str
    when: str
    why: str


@dataclass(frozen=True)
class Moved:
    """A field as one saw it, as it is now, and who changed it when."""

    label: str
    seen: str
    now: str
    who: str
    when: str


@dataclass(frozen=True)
class Meantime:
    """All that happened since, in order, and where it leaves something other than was seen."""

    steps: tuple[Step, ...]
    moved: tuple[Moved, ...]


def meantime_of(return_: Return, seen_change: int) -> Meantime | None:
    """What happened after the change that was the newest on the page; None where nothing did."""
    found = _since(return_, seen_change)
    closed = _closing(return_, seen_change)
    if not found and not closed:
        return None
    grouped = groupby(found, key=lambda each: (each.deed, each.person_id, each.request_id))
    steps = [_step(next(rows)) for _, rows in grouped]
    return Meantime(steps=(*steps, *map(_step, closed)), moved=_moved(return_, found))


def _since(return_: Return, seen_change: int) -> list[Change]:
    found = Change.objects.about(return_).filter(pk__gt=seen_change)
    return list(found.select_related("person").prefetch_related("texts"))


def _closing(return_: Return, seen_change: int) -> list[Change]:
    """The closing of its period, if that came after."""
    found = Change.objects.about(return_.period).filter(pk__gt=seen_change, deed="period closed")
    return list(found.select_related("person").prefetch_related("texts")[:1])


def _step(change: Change) -> Step:
    what = change.deed.removeprefix("return ")
    if change.deed == "period closed":
        what = f"{change.object_label} closed"
    return Step(what[:1].upper() + what[1:], who(change), _when(change), told(change, "why"))


def _moved(return_: Return, found: list[Change]) -> tuple[Moved, ...]:
    """Each field that is another now, with the first that was seen and the last that came."""
    by_field: dict[str, list[Change]] = {}
    for each in found:
        if each.field and each.field not in TOLD_ANYWAY:
            by_field.setdefault(each.field, []).append(each)
    moved = (_field(return_, name, rows) for name, rows in by_field.items())
    return tuple(each for each in moved if each.seen != each.now)


def _field(return_: Return, name: str, rows: list[Change]) -> Moved:
    kind, last, unit = rows[0].object_type, rows[-1], return_.measure.figure_unit
    return Moved(
        label=label(kind, name),
        seen=in_words(kind, name, told(rows[0], "before"), unit),
        now=in_words(kind, name, told(last, "after"), unit),
        who=who(last),
        when=_when(last),
    )


def _when(change: Change) -> str:
    """The business day, with the time where it was written on that day."""
    at = timezone.localtime(change.at)
    return f"{day(change.on)}, {at:%H:%M}" if at.date() == change.on else day(change.on)
