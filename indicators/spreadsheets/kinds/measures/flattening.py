"""Flattens a settled row into rows of the tables that keep it, in the columns of their exports."""

from __future__ import annotations

from typing import Final

from indicators.columns import quarter_targets_text
from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.measures.settled import (
    SettledMeasure,
    SettledProfile,
    SettledTarget,
    SettledTolerance,
)
from indicators.spreadsheets.stored.parts import Part, Table
from organisation.columns import figure_text, neutral, yes_no

LONGEST_FILE_NAME: Final = 200
NO_PROFILE: Final = SettledProfile(ProfileMethod.NONE)


def parts_of(
    measure: SettledMeasure, year: FinancialYear | None, file: str, sheet: str
) -> tuple[Part, ...]:
    """All parts of a measure; what is still open is not among them."""
    label = year.label if year else ""
    terms = (
        _terms(measure, each, target, is_set_up=each == label)
        for each, target in measure.targets.items()
        if target and joins(measure, target, is_set_up=each == label)
    )
    found = (_measure(measure), *terms, _baseline(measure, file, sheet), _service(measure))
    return tuple(each for each in found if each)


def joins(measure: SettledMeasure, target: SettledTarget, *, is_set_up: bool) -> bool:
    """Whether the measure is in the basket in a target's year.

    N/A for a measure marked as new says that it isn't, but for the year being set up.
    """
    return is_set_up or not (measure.is_new and target.state is TargetState.NONE)


def _measure(measure: SettledMeasure) -> Part:
    columns = {
        "ref": neutral(measure.ref),
        "title": neutral(measure.title),
        "value_type": measure.value_type,
        "unit": neutral(measure.unit),
        "decimals": str(measure.decimals),
        "is_new": yes_no(measure.is_new),
    }
    if measure.service:
        columns |= {
            "directorate": neutral(measure.service.directorate),
            "service": neutral(measure.service.service),
        }
    if measure.comments:
        columns["comments"] = neutral(measure.comments)
    return Part(Table.MEASURE, (columns["ref"],), columns)


def _service(measure: SettledMeasure) -> Part | None:
    if measure.service is None:
        return None
    directorate, service = measure.service.directorate, measure.service.service
    columns = {"directorate": directorate, "service": service}
    return Part(Table.SERVICE, (directorate, service), columns)


def _terms(
    measure: SettledMeasure, year: str, target: SettledTarget, *, is_set_up: bool
) -> Part | None:
    tolerance = measure.tolerance_in(year)
    if not (measure.polarity and measure.basis and tolerance):
        return None
    profile = _profile(measure.profile or NO_PROFILE, is_set_up=is_set_up)
    columns = {
        "ref": neutral(measure.ref),
        "year": year,
        "from_quarter": "1",
        "in_force": "yes",
        "polarity": measure.polarity.value,
        "basis": measure.basis.value,
        "target_state": target.state.value,
        "target": figure_text(target.value),
        "low": figure_text(target.low),
        "high": figure_text(target.high),
        "target_text": neutral(target.note),
        "profile": profile.method.value,
        "profile_start": figure_text(profile.start or None),
        **_tolerance(tolerance),
    }
    if measure.profile:
        columns["quarter_targets"] = quarter_targets_text(
            {number: (each,) for number, each in enumerate(profile.explicit, start=1)}
        )
    if measure.returns_average_to_date is not None:
        columns["returns_average_to_date"] = yes_no(measure.returns_average_to_date)
    return Part(
        Table.TERMS,
        (columns["ref"], year, "1"),
        columns,
        target.cell,
        year,
        is_set_up,
        tolerance.is_council_default,
    )


def _profile(profile: SettledProfile, *, is_set_up: bool) -> SettledProfile:
    """Figures of a profile are answered for the year being set up, and say nothing of others."""
    return profile if is_set_up or not (profile.start or profile.explicit) else NO_PROFILE


def _tolerance(tolerance: SettledTolerance) -> dict[str, str]:
    has_widths = tolerance.mode is not ToleranceMode.NONE
    return {
        "tolerance_mode": tolerance.mode.value,
        "tolerance_green": figure_text(tolerance.green) if has_widths else "",
        "tolerance_amber": figure_text(tolerance.amber) if has_widths else "",
    }


def _baseline(measure: SettledMeasure, file: str, sheet: str) -> Part | None:
    baseline = measure.baseline
    if baseline is None:
        return None
    columns = {
        "ref": neutral(measure.ref),
        "period_end": baseline.period_end.isoformat(),
        "period_name": baseline.period_name,
        "value": figure_text(baseline.value),
        "target": figure_text(baseline.profiled_target),
        "is_estimated": yes_no(baseline.is_estimated),
        "note": neutral(baseline.note),
        "source_file": neutral(file[:LONGEST_FILE_NAME]),
        "source_sheet": neutral(sheet),
        "source_cell": baseline.cell,
    }
    key = (columns["ref"], columns["period_end"])
    return Part(Table.BASELINE, key, columns, baseline.cell, columns["period_name"])
