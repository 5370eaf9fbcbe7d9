"""Judged ratings together: what waits for a second person, and what was judged in a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.judging.judging_pages import figure_of, judge_url, service_of, why_not_judged
from indicators.models import Judgement, Period, Return
from indicators.refs import ref_order
from indicators.returns.judging_deciding import TURNED_DOWN, WITHDRAWN, seen_of, waits
from indicators.returns.judging_words import Judged, judged_of, number_judged
from indicators.returns.reasons import ReasonForm
from indicators.returns.wording import day
from indicators.rules.rag import Colour
from organisation.models import Change, Person

WHY_NOT = "Why is it turned down?"


@dataclass(frozen=True)
class WaitingRow:
    """A judgement that waits for a second person, with the form that turns it down."""

    return_id: int
    ref: str
    name: str
    period: str
    service: str
    figure: str
    judged: Judged
    seen: str
    is_own: bool
    not_yet: str  # why nobody can agree at present
    url: str
    form: ReasonForm


@dataclass(frozen=True)
class JudgedRow:
    """A judgement of a period."""

    ref: str
    name: str
    url: str
    judged: Judged


@dataclass(frozen=True)
class DroppedRow:
    """A judgement that was turned down or withdrawn."""

    return_name: str
    colour: str
    what: str
    who: str
    why: str


@dataclass(frozen=True)
class PeriodJudgements:
    """All that was judged in a period but for what still waits, which stands apart."""

    name: str
    in_words: str
    rows: tuple[JudgedRow, ...]
    dropped: tuple[DroppedRow, ...]


def waiting_rows(person: Person) -> list[WaitingRow]:
    """What waits for a second person, in any open period: one query."""
    found = [each for each in _judged(period__state="OPEN") if waits(each.judgement, each.rating)]
    return [_waiting_row(each, judged, person) for each in found if (judged := judged_of(each))]


def _judged(**only: object) -> list[Return]:
    """Returns with a judgement, in order of period and ref."""
    found = Return.objects.current().filter(judgement__isnull=False, rating__isnull=False, **only)
    found = found.with_everything().select_related("judgement__by", "judgement__agreed_by")
    return sorted(found, key=lambda each: (each.period.quarter, ref_order(each.measure.ref)))


def _waiting_row(return_: Return, judged: Judged, person: Person) -> WaitingRow:
    return WaitingRow(
        return_id=return_.pk,
        ref=return_.measure.ref,
        name=return_.measure.name,
        period=return_.period.quarter.name,
        service=service_of(return_),
        figure=figure_of(return_.rating),
        judged=judged,
        seen=seen_of(return_.judgement, return_.rating),
        is_own=return_.judgement.by_id == person.pk,
        not_yet=why_not_judged(return_),
        url=judge_url(return_),
        form=ReasonForm(label=WHY_NOT, of=return_.pk),
    )


def judgements_of(period: Period) -> PeriodJudgements:
    """What was judged in a period and what was dropped again, with how many in which direction."""
    rows = [
        JudgedRow(each.measure.ref, each.measure.name, judge_url(each), judged)
        for each in _judged(period=period)
        if (judged := judged_of(each)) and not judged.waits
    ]
    return PeriodJudgements(
        name=period.quarter.name,
        in_words=_counted([each.judged for each in rows if each.judged.in_effect], period),
        rows=tuple(rows),
        dropped=tuple(_dropped(period)),
    )


def _counted(judged: list[Judged], period: Period) -> str:
    """How many ratings are judged, and in which direction (docs/method.md 8)."""
    where = period.quarter.name
    if not judged:
        return f"No rating of {where} is judged."
    return f"In {where} {number_judged([each.direction for each in judged])}."


def _dropped(period: Period) -> Iterable[DroppedRow]:
    """What the record says of judgements that were turned down or withdrawn: two queries."""
    found = Change.objects.filter(
        object_type=Return._meta.label_lower,
        object_id__in=period.returns.values("pk"),
        deed__in=(TURNED_DOWN, WITHDRAWN),
        field="judged colour",
    )
    for each in found.select_related("person").prefetch_related("texts"):
        why = next((text.text for text in each.texts.all() if text.part == "why"), "")
        yield DroppedRow(
            return_name=each.object_label,
            colour=Colour(each.before).label,
            what="Turned down" if each.deed == TURNED_DOWN else "Withdrawn",
            who=f"{each.post or each.person}, {day(each.on)}",
            why=why or "(text removed)",
        )


@dataclass(frozen=True)
class Choice:
    """A period that the switcher offers."""

    slug: str
    name: str


def shown_period(slug: str) -> tuple[Period | None, list[Choice]]:
    """The period asked for, else the newest with a judgement, else the newest; and all of them."""
    periods = list(Period.objects.newest_first())
    asked = [each for each in periods if each.slug == slug]
    with_any = set(
        Judgement.objects.filter(of__is_current=True).values_list("of__period_id", flat=True)
    )
    judged = [each for each in periods if each.pk in with_any]
    found = next(iter([*asked, *judged, *periods]), None)
    return found, [Choice(each.slug, each.quarter.name) for each in periods]
