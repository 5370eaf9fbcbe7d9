"""What the page of one return's judgement shows: what was calculated, and what a colour does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from indicators.models import ExceptionReport, Judgement, Rating, Return
from indicators.returns.judging import NEVER_COLOURED
from indicators.returns.judging_deciding import seen_of
from indicators.returns.judging_words import Judged, calculation_of, direction, judged_of
from indicators.returns.needs import lacking
from indicators.returns.wording import named
from indicators.rules.rag import Colour, Status
from organisation.models import Person

BOROUGH = "Indicators of the borough"


@dataclass(frozen=True)
class ToJudge:
    """A return before it is judged: what was calculated, and what each colour would do."""

    return_id: int
    ref: str
    name: str
    service: str
    period: str
    figure: str
    calculated: Status | None
    calculation: str
    why_not: str
    choices: tuple[tuple[str, str], ...]
    judged: Judged | None
    seen: str
    is_own: bool
    is_open: bool


def to_judge(return_: Return, person: Person) -> ToJudge:
    """What the page of one return's judgement shows to somebody of the performance team."""
    kept: Rating | None = getattr(return_, "rating", None)
    made: Judgement | None = getattr(return_, "judgement", None)
    why_not = why_not_judged(return_)
    return ToJudge(
        return_id=return_.pk,
        ref=return_.measure.ref,
        name=return_.measure.name,
        service=service_of(return_),
        period=return_.period.quarter.prose,
        figure=figure_of(kept),
        calculated=Status(kept.calculated) if kept else None,
        calculation=calculation_of(kept) if kept else "",
        why_not=why_not,
        choices=() if why_not else tuple(_choices(return_)),
        judged=judged_of(return_),
        seen=seen_of(made, kept) if made and kept else "",
        is_own=made is not None and made.by_id == person.pk,
        is_open=return_.period.is_open,
    )


def why_not_judged(return_: Return) -> str:
    """Why a return can't be judged, in the words of the deed; blank where it can."""
    kept: Rating | None = getattr(return_, "rating", None)
    status = Status(kept.calculated) if kept else Status.CARRY_OVER
    if not return_.period.is_open:
        return f"{return_.period} is closed; its ratings can't change."
    if return_.is_with_officer:
        return f"{named(return_)} has not come in, and a judgement never hides that."
    if status in NEVER_COLOURED:
        return f"{named(return_)} can have no colour: it is {status.word.lower()}."
    return ""


def _choices(return_: Return) -> Iterable[tuple[str, str]]:
    """Each colour but the calculated one, with what choosing it does."""
    calculated = Status(return_.rating.calculated)
    for colour in Colour:
        if colour is not calculated.colour:
            yield colour.value, f"{colour.label}: {_consequence(return_, colour, calculated)}"


def _consequence(return_: Return, colour: Colour, calculated: Status) -> str:
    way = direction(colour, calculated)
    when = "counts at once" if way == "worse" else "counts when a second person agrees"
    back = ""
    if colour is Colour.RED and not _explains_a_red(return_):
        back = "; the return then goes back to its officer, to be explained as a red"
    than = f"{way} than calculated, so it " if way else "it "
    return f"{than}{when}{back}"


def _explains_a_red(return_: Return) -> bool:
    report = ExceptionReport.objects.filter(of=return_).first() or ExceptionReport(of=return_)
    return not lacking(return_, report, is_red=True)


def figure_of(kept: Rating | None) -> str:
    if kept is None or kept.value is None:
        return "no figure"
    return kept.unit.format(kept.value)


def service_of(return_: Return) -> str:
    service = return_.measure.service
    return service.name if service else BOROUGH


def judge_url(return_: Return) -> str:
    return reverse("indicators:judge", args=(return_.period.quarter, return_.measure.ref))
