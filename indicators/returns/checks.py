"""What a returned figure can't be, and what is doubtful until somebody says why it is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Window, prefetch_related_objects
from django.db.models.functions import Coalesce, RowNumber

from indicators.models import Baseline, Measure, Return, State
from indicators.rules import sense
from indicators.rules.known import LOOKED_AT, Earlier, Known
from indicators.rules.periods import OUTTURN, QUARTERS, Quarter
from indicators.rules.rag import Figure, Unit
from indicators.rules.sense import Doubt
from organisation.models import Council, Directorate, Person, Portfolio, Service
from outcomes.models import Outcome

#: What the sense checks know of a measure when its next figure comes.
Usual = Known

#: As many earlier returns as outturns need, which stand beside fourth quarters.
KEPT = 2 * LOOKED_AT + 2
SENT = (State.SUBMITTED, State.APPROVED)
#: Where a return that was read holds what is known before it.
KNOWN = "known_before"
#: The return that is asked about, seen from the earlier returns of its measure.
NOW = "measure__returns"


def usual(return_: Return) -> Usual:
    """Read what is known of a measure before this return; once for each object that is read."""
    kept: Usual | None = return_.__dict__.get(KNOWN)
    if kept is None:
        kept = usual_of_many([return_])[return_.pk]
        return_.__dict__[KNOWN] = kept
    return kept


def read_ahead(returns: Iterable[Return]) -> None:
    """Read it for many at once, so that nothing more is asked when they are saved one by one."""
    asked = list(returns)
    known = usual_of_many(asked)
    for each in asked:
        each.__dict__[KNOWN] = known[each.pk]


def keep_known(read: Return, stored: Return) -> None:
    """What was read for one object of a return holds for another of the same, read just after."""
    if KNOWN in read.__dict__:
        stored.__dict__[KNOWN] = read.__dict__[KNOWN]


def usual_of_many(returns: Iterable[Return]) -> dict[int, Usual]:
    """The same for each of many, by the return's id; as many queries for one as for all."""
    asked = list(returns)
    if not asked:
        return {}
    prefetch_related_objects(asked, "measure", "period", "terms__measure", "terms__period_targets")
    earlier, baselines = _earlier(asked), _baselines(asked)
    words = _Words.read()
    return {
        each.pk: Usual(
            terms=each.terms.as_rules(min(each.period.number, QUARTERS[-1])),
            quarter=each.period.quarter,
            earlier=tuple(earlier[each.pk]),
            baselines=tuple(baselines[each.pk][:LOOKED_AT]),
            limit=words.limit,
            people=words.people,
            vocabulary=words.vocabulary,
        )
        for each in asked
    }


def _earlier(asked: list[Return]) -> dict[int, list[Earlier]]:
    """What was sent for earlier periods, newest first; never a draft, nor what was sent back."""
    year, number = F(f"{NOW}__period__year"), F(f"{NOW}__period__number")
    same_span = Q(**{f"{NOW}__period__number__lt": OUTTURN}, period__number__lt=OUTTURN)
    whole_years = Q(**{f"{NOW}__period__number": OUTTURN}, period__number__gte=QUARTERS[-1])
    found = (
        Return.objects.current()
        .filter(
            Q(period__year__lt=year) | Q(period__year=year, period__number__lt=number),
            same_span | whole_years,
            **{f"{NOW}__in": [each.pk for each in asked], "state__in": SENT},
        )
        .annotate(
            now=F(NOW),
            aim=Coalesce("rating__target", "rating__low"),
            place=Window(
                RowNumber(),
                partition_by=F(NOW),
                order_by=("-period__year", "-period__number"),
            ),
        )
        .filter(place__lte=KEPT)
        .order_by("now", "place")
        .values("now", "period__year", "period__number", "state", "commentary", "aim", *FIGURE)
    )
    earlier: dict[int, list[Earlier]] = defaultdict(list)
    for row in found:
        earlier[row["now"]].append(_as_earlier(row))
    return earlier


FIGURE = ("value", "numerator", "denominator")


def _as_earlier(row: dict[str, Any]) -> Earlier:
    return Earlier(
        quarter=Quarter(row["period__year"], row["period__number"]),
        figure=Figure(*(row[name] for name in FIGURE)),
        target=row["aim"],
        settled=row["state"] == State.APPROVED,
        commentary=row["commentary"],
    )


def _baselines(asked: list[Return]) -> dict[int, list[Decimal]]:
    """Figures from before the system, newest first."""
    rows = Baseline.objects.filter(measure__in={each.measure_id for each in asked})
    rows = rows.order_by("-period_end")
    by_measure = defaultdict(list)
    for measure_id, ended, value in rows.values_list("measure_id", "period_end", "value"):
        by_measure[measure_id].append((ended, value))
    return {
        each.pk: [
            value for ended, value in by_measure[each.measure_id] if ended < each.period.quarter.end
        ]
        for each in asked
    }


@dataclass(frozen=True)
class _Words:
    """What the checks of texts know of the council."""

    limit: int
    people: frozenset[str]
    vocabulary: frozenset[str]

    @classmethod
    def read(cls) -> _Words:
        named = (Directorate, Portfolio)
        names = (
            Service.objects.order_by()
            .values_list("name")
            .union(
                *(each.objects.order_by().values_list("name") for each in named),
                Outcome.objects.order_by().values_list("short_name"),
                Outcome.objects.order_by().values_list("statement"),
                Measure.objects.order_by().values_list("title"),
            )
        )
        return cls(
            limit=Council.current().commentary_limit,
            people=frozenset(Person.objects.order_by().values_list("name", flat=True)),
            vocabulary=frozenset(name for (name,) in names),
        )


def refusals(figure: Figure, usual: Usual) -> dict[str, str]:
    """What this figure can't be, by the field in which it is mended."""
    numerator, denominator = figure.numerator, figure.denominator
    if (numerator is None) != (denominator is None):
        empty = "numerator" if numerator is None else "denominator"
        return {empty: f"Enter the {empty} too, or leave both parts empty."}
    if denominator is not None and denominator < 0:
        return {"denominator": "The denominator can't be below 0."}
    if figure.problem:
        return {"denominator": figure.problem}
    if problem := _impossible(figure.amount(usual.unit), usual):
        return {"numerator" if figure.has_parts else "value": problem}
    return _two_figures(figure, usual.unit)


def _impossible(amount: Decimal | None, usual: Usual) -> str:
    """A percentage out of bounds is no more than doubtful: not every one is a share of a whole."""
    if amount is None:
        return ""
    if usual.unit.kind == "yes_no" and amount not in {0, 1}:
        return "Choose Yes or No."
    if amount < 0 and not usual.unit.is_percent and not usual.may_be_negative:
        return "This figure can't be below 0."
    return ""


def _two_figures(figure: Figure, unit: Unit) -> dict[str, str]:
    """A figure and its parts together have to say the same."""
    if figure.value is None or not figure.has_parts:
        return {}
    worked_out = figure.amount(unit)
    if worked_out is not None and unit.round(worked_out) == unit.round(figure.value):
        return {}
    parts = "nothing" if worked_out is None else unit.format(worked_out)
    message = (
        f"You entered {unit.format(figure.value)}, but numerator and denominator give {parts}. "
        "Mend one of them, or leave one empty."
    )
    return {"value": message}


def doubts(
    figure: Figure, usual: Usual, texts: Mapping[str, str] | None = None
) -> tuple[Doubt, ...]:
    """What looks wrong but can be right; each needs somebody's reason before it is submitted."""
    return sense.doubts(figure, texts or {}, usual)
