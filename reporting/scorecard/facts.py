"""The figures beside a rating: last quarter, last year, baseline, target, forecast year-end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.models import Baseline, Rating, Return
from indicators.rules.periods import Quarter
from indicators.rules.trend import Comparison
from organisation.models import Council
from reporting.quality import firmness_of, mark_of
from reporting.scorecard import words
from reporting.scorecard.outlook import outlook
from reporting.scorecard.standing import target_words
from reporting.scorecard.travel import Arrow, arrow, compare


@dataclass(frozen=True)
class Fact:
    """A figure with its name and its comparison in words."""

    name: str
    value: str
    note: str = ""
    arrow: Arrow | None = None
    example: str = ""


Shown = Mapping[Quarter, tuple[Return, Rating | None]]


def facts(
    return_: Return,
    shown: Shown,
    baselines: Sequence[Baseline],
    council: Council,
    *,
    rated_against_target: bool,
) -> tuple[Fact, ...]:
    """What stands beside a measure's rating; `shown` is what the reader may see, by quarter."""
    rating = shown[return_.period.quarter][1]
    found: list[Fact | None] = [
        _now(return_, rating),
        *_earlier(return_, shown),
        *(baseline_fact(each, return_) for each in baselines[-1:]),
    ]
    if rated_against_target:
        found += [target_fact(return_, rating), _forecast(return_, rating, council)]
    return tuple(each for each in found if each is not None)


def _earlier(return_: Return, shown: Shown) -> list[Fact]:
    """What the figure is compared with: an outturn with last year's only."""
    quarter = return_.period.quarter
    year = (quarter.same_last_year(), Comparison.SAME_PERIOD_LAST_YEAR, return_, shown)
    if quarter.is_outturn:
        return [_then("Last year’s outturn", *year)]
    before = (quarter.previous(), Comparison.PREVIOUS_PERIOD, return_, shown)
    return [_then("Last quarter", *before), _then("Same quarter last year", *year)]


def _now(return_: Return, rating: Rating | None) -> Fact:
    """The figure of the period shown."""
    name = "The year" if return_.period.quarter.is_outturn else "This quarter"
    if rating is None or rating.value is None:
        return Fact(name, "–", "no figure")
    notes = [return_.get_quality_display().lower()] if firmness_of(return_) else []
    notes += ["revised after closing"] if return_.is_correction else []
    return Fact(
        name=name,
        value=f"{rating.unit.short(rating.value)} {mark_of(return_)}".strip(),
        note=", ".join(notes),
        example=_example(return_),
    )


def _example(return_: Return) -> str:
    return words.EXAMPLE if return_.is_example or return_.measure.is_example else ""


def _then(name: str, when: Quarter, comparison: Comparison, return_: Return, shown: Shown) -> Fact:
    """An earlier figure and how this one compares with it."""
    earlier, rating = shown.get(when, (None, None))
    now = shown[return_.period.quarter][1]
    if earlier is None or rating is None or rating.value is None:
        return Fact(name, "–", "no figure")
    moved = compare(return_, now.value if now else None, rating.value, comparison)
    return Fact(
        name=name,
        value=f"{rating.unit.short(rating.value)} {mark_of(earlier)}".strip(),
        arrow=arrow(moved) if now and now.value is not None else None,
        example=_example(earlier),
    )


def baseline_fact(baseline: Baseline, return_: Return) -> Fact:
    """A figure from before the system, with the cell that it came from."""
    estimated = " [e]" if baseline.is_estimated else ""
    return Fact(
        name=f"Baseline, {baseline.period_name}",
        value=f"{return_.measure.figure_unit.short(baseline.value)}{estimated}",
        note=f"{baseline.note + '; ' if baseline.note else ''}source: {baseline.source}",
    )


def target_fact(return_: Return, rating: Rating | None) -> Fact:
    """What it is compared with, and who agreed that."""
    terms = return_.terms
    value, to_date, year = target_words(return_, rating).partition(" to date")
    agreement = agreed(
        terms.agreed_by,
        words.day(terms.agreed_on) if terms.agreed_on else None,
        terms.decision_ref,
    )
    return Fact(
        name="Target",
        value=value,
        note="; ".join(part for part in (f"{to_date}{year}".strip(), agreement) if part),
        example="example target" if terms.is_example else "",
    )


def agreed(by: str, on: str | None = None, reference: str = "") -> str:
    """Agreed by whom, when and where; or that nobody has agreed it yet."""
    if not by:
        return "not yet agreed"
    return ", ".join(part for part in (f"agreed by {by}", on, reference) if part)


def _forecast(return_: Return, rating: Rating | None, council: Council) -> Fact | None:
    found = outlook(return_, rating, council)
    if found is None:
        return None
    note = ", ".join(part for part in (found.would_be, found.how) if part)
    return Fact("Forecast year-end", f"{found.value} [f]", note)
