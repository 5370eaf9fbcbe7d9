"""Flattens the targets of a year into the columns of its terms."""

from __future__ import annotations

from typing import Final

from indicators.columns import quarter_targets_text
from indicators.rules.vocabulary import ToleranceMode
from indicators.spreadsheets.kinds.measures.settled import SettledTarget, SettledTolerance
from indicators.spreadsheets.kinds.targets.settled import SettledYear, TargetRow
from indicators.spreadsheets.stored.measures import TARGET
from indicators.spreadsheets.stored.parts import Columns, Part, Table
from organisation.columns import figure_text, neutral

#: Of the year before, what was agreed for that year alone.
ONLY_THAT_YEAR: Final = (
    "target_text", "benchmark", "profile_start", "quarter_targets", "agreed_by", "agreed_on",
    "decision_ref", "reason",
)  # fmt: skip
OTHER_TOLERANCES: Final = ("tolerance_cap", "amber_limit", "amber_low", "amber_high")


def parts_of(row: TargetRow) -> tuple[Part, ...]:
    """The terms of each year that the row speaks of."""
    return tuple(_terms(row.ref, each) for each in row.years)


def _terms(ref: str, found: SettledYear) -> Part:
    label = found.year.label
    key = {"ref": neutral(ref), "year": label, "from_quarter": "1"}
    wanted = {**_target(found), **_in_year(found), **_tolerance(found), **_agreement(found)}
    made = {**found.stored, **_of_new_terms()} if found.is_made else {}
    columns = {**made, **key, **wanted}
    return Part(
        Table.TERMS,
        (key["ref"], label, "1"),
        columns,
        found.target.cell,
        label,
        is_default_tolerance=found.tolerance is None,
    )


def _of_new_terms() -> dict[str, str]:
    return {**dict.fromkeys(ONLY_THAT_YEAR, ""), "in_force": "yes", "is_example": "no"}


def target_columns(target: SettledTarget) -> dict[str, str]:
    """The columns that hold the figures."""
    return {
        "target_state": target.state.value,
        "target": figure_text(target.value),
        "low": figure_text(target.low),
        "high": figure_text(target.high),
    }


def _target(found: SettledYear) -> dict[str, str]:
    """The figures, with their words; words stay where the figures do."""
    columns = target_columns(found.target)
    is_same = all(columns[each] == found.stored[each] for each in TARGET)
    if found.target.note or found.is_made or not is_same:
        columns["target_text"] = neutral(found.target.note)
    return columns


def _in_year(found: SettledYear) -> dict[str, str]:
    in_year = found.in_year
    columns: dict[str, str] = {}
    if in_year.method is not None:
        columns = {"profile": in_year.method.value}
        is_same = found.stored["profile"] == in_year.method.value and not found.is_made
        if in_year.start is not None or not is_same:
            columns["profile_start"] = figure_text(in_year.start)
    if in_year.quarters:
        columns["quarter_targets"] = quarter_targets_text(dict(in_year.quarters))
    return columns


def _tolerance(found: SettledYear) -> dict[str, str]:
    """The tolerance that the sheet gives; new terms keep that of the year before."""
    if found.tolerance is None:
        return {}
    return tolerance_columns(found.tolerance) | _agreed_tolerance(found.stored, found.tolerance)


def tolerance_columns(tolerance: SettledTolerance) -> dict[str, str]:
    """A tolerance in its columns; those of other kinds are emptied."""
    has_widths = tolerance.mode is not ToleranceMode.NONE
    return {
        "tolerance_mode": tolerance.mode.value,
        "tolerance_green": figure_text(tolerance.green) if has_widths else "",
        "tolerance_amber": figure_text(tolerance.amber) if has_widths else "",
        **dict.fromkeys(OTHER_TOLERANCES, ""),
    }


def _agreed_tolerance(stored: Columns, tolerance: SettledTolerance) -> dict[str, str]:
    """What replaces an agreed tolerance is not agreed itself."""
    wanted = tolerance_columns(tolerance)
    differs = any(stored[name] != each for name, each in wanted.items())
    return {"tolerance_agreed_by": ""} if differs and stored["tolerance_agreed_by"] else {}


def _agreement(found: SettledYear) -> dict[str, str]:
    said = found.agreement
    columns = {
        "agreed_by": neutral(said.by),
        "agreed_on": said.on.isoformat() if said.on else "",
        "decision_ref": neutral(said.decision),
        "reason": neutral(said.reason),
    }
    return {name: text for name, text in columns.items() if text}
