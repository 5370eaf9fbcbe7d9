"""A preview's rows as its page shows them: each measure as it will be, in ready words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from indicators.models import ValueType
from indicators.rules.units import Unit, plain
from indicators.rules.vocabulary import ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, RowPreview, ShownCell, ShownRow
from indicators.spreadsheets.kinds.measures.flattening import joins
from indicators.spreadsheets.kinds.measures.reading import MeasureRow, MeasuresRead
from indicators.spreadsheets.kinds.measures.settled import (
    SettledMeasure,
    SettledProfile,
    SettledTarget,
    SettledTolerance,
)
from indicators.spreadsheets.stored.parts import Table
from indicators.spreadsheets.understanding.departments import CouncilList
from indicators.spreadsheets.words import listed

OPEN: Final = "to be answered"
KEPT: Final = "stays as it was agreed"


HEADINGS: Final = (
    "Unit and decimal places",
    "Polarity and basis",
    "Latest figure",
    "Targets",
    "Tolerance",
    "Service",
)


def shown_row(
    row: RowPreview[MeasureRow], seen: MeasuresRead, council: CouncilList, *, is_only: bool
) -> ShownRow:
    """One row of the sheet, as its measure will be."""
    measure = row.row.measure
    lines = zip(HEADINGS, _lines(row, seen, council), strict=True)
    return ShownRow(
        number=row.row.row,
        key=row.row.ref if row.row.ref and is_only else f"row:{row.row.row}",
        ref=row.row.ref,
        title=measure.title,
        status=row.status.value,
        status_words=STATUS_WORDS[row.status],
        changes=tuple(map(str, row.changes)),
        cells=tuple(ShownCell(heading, tuple(filter(None, each))) for heading, each in lines),
        note=measure.comments,
        decimals=measure.decimals,
    )


def _lines(
    row: RowPreview[MeasureRow], seen: MeasuresRead, council: CouncilList
) -> Iterator[tuple[str, ...]]:
    measure = row.row.measure
    unit = _unit(measure)
    set_up = seen.year.label if seen.year else ""
    yield (f"{ValueType(measure.value_type).label} {measure.unit}".strip(),)
    yield (
        measure.polarity.label if measure.polarity else OPEN,
        f"{_basis(measure)}{_without_profile(row)}",
    )
    yield (_latest(measure, unit),)
    yield tuple(
        f"{label}: {_target(measure, target, unit, is_set_up=label == set_up)}"
        for label, target in measure.targets.items()
    )
    tolerance = KEPT if _keeps_tolerance(row) else _tolerance(measure.tolerance, unit)
    yield (tolerance, *_other_tolerances(row, unit))
    yield (_service(measure, council),)


def _keeps_tolerance(row: RowPreview[MeasureRow]) -> bool:
    """Whether a tolerance that was agreed since outlives the council's default."""
    return any(
        each.wanted.table is Table.TERMS
        and each.wanted.is_set_up
        and "tolerance_mode" not in each.wanted.columns
        for each in row.parts
    )


def _unit(measure: SettledMeasure) -> Unit:
    suffix = "%" if measure.value_type == ValueType.PERCENT else measure.unit and f" {measure.unit}"
    return Unit(measure.value_type, suffix, measure.decimals)


def _basis(measure: SettledMeasure) -> str:
    if measure.basis is None:
        return OPEN
    profile = _profile(measure.profile) if measure.profile else ""
    return f"{measure.basis.label}{profile}"


def _without_profile(row: RowPreview[MeasureRow]) -> str:
    """The years whose terms are made without the profile that the year being set up has."""
    profile = row.row.measure.profile
    if not profile or profile.method is ProfileMethod.NONE:
        return ""
    years = [
        each.wanted.name
        for each in row.parts
        if each.is_new and each.wanted.columns.get("profile") == ProfileMethod.NONE
    ]
    return f"; {listed(years)} without a profile: rated at the end of the year alone" * bool(years)


def _profile(profile: SettledProfile) -> str:
    if profile.method is ProfileMethod.EXPLICIT:
        return f"; targets by quarter: {', '.join(plain(each) for each in profile.explicit)}"
    if profile.method is ProfileMethod.NONE:
        return "; no in-year profile"
    start = f" from {plain(profile.start)}" if profile.start else ""
    return f"; in-year profile: {profile.method.label}{start}"


def _latest(measure: SettledMeasure, unit: Unit) -> str:
    baseline = measure.baseline
    if baseline is None:
        return "none"
    figure = f"{unit.target(baseline.value)}, {baseline.period_name}"
    estimate = " (estimate)" if baseline.is_estimated else ""
    target = baseline.profiled_target
    aim = f"; target of that month {unit.target(target)}" if target is not None else ""
    note = f". {baseline.note}" if baseline.note else ""
    return f"{figure}{estimate}{aim}{note}"


def _target(
    measure: SettledMeasure, target: SettledTarget | None, unit: Unit, *, is_set_up: bool
) -> str:
    if target is None:
        return OPEN
    if target.state is TargetState.TBC:
        words = "to be confirmed"
    elif target.state is TargetState.NONE:
        words = "no target" if joins(measure, target, is_set_up=is_set_up) else "not yet measured"
    else:
        words = _figures(target, unit)
    return f"{words} {target.note}".strip()


def _figures(target: SettledTarget, unit: Unit) -> str:
    """A single figure, or a range."""
    low, high = target.low, target.high
    if target.value is not None:
        return unit.target(target.value)
    if low is None or high is None:
        return OPEN
    return unit.target(low) if low == high else f"{unit.target(low)} to {unit.target(high)}"


def _tolerance(tolerance: SettledTolerance | None, unit: Unit) -> str:
    if tolerance is None:
        return OPEN
    if tolerance.mode is ToleranceMode.NONE:
        return "none"
    green = f"green to {_width(tolerance, tolerance.green, unit)}, " if tolerance.green else ""
    whose = "the council's default, " if tolerance.is_council_default else ""
    return f"{green}amber to {_width(tolerance, tolerance.amber, unit)} ({whose}not yet agreed)"


def _other_tolerances(row: RowPreview[MeasureRow], unit: Unit) -> Iterator[str]:
    """Only of terms that are made: stored ones of another year keep theirs."""
    made = {each.wanted.name for each in row.parts if each.is_new}
    for year, tolerance in row.row.measure.other_tolerances.items():
        if year in made or tolerance is None:
            yield f"{year}: {_tolerance(tolerance, unit)}"


def _width(tolerance: SettledTolerance, width: Decimal, unit: Unit) -> str:
    if tolerance.mode is ToleranceMode.PERCENT_OF_TARGET:
        return f"{plain(width)}% of the target"
    return unit.width(width)


def _service(measure: SettledMeasure, council: CouncilList) -> str:
    found = measure.service
    if found is None:
        return OPEN
    made = "" if council.service(found.directorate, found.service) else " (will be made)"
    return f"{found.service}, {found.directorate}{made}"
