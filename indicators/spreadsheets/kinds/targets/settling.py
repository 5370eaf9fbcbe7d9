"""Settles one row: for each of its years the target, its profile, tolerance and agreement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.rules.vocabulary import Basis, Polarity, ProfileMethod, TargetState
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.measures import topics as of_measures
from indicators.spreadsheets.kinds.measures.settled import SettledTarget
from indicators.spreadsheets.kinds.targets.annual import settle_annual
from indicators.spreadsheets.kinds.targets.in_year import Spread
from indicators.spreadsheets.kinds.targets.layout import Slots
from indicators.spreadsheets.kinds.targets.row_reading import RowReading
from indicators.spreadsheets.kinds.targets.settled import Agreement, InYear, SettledYear
from indicators.spreadsheets.kinds.targets.tolerances import settle_tolerance
from indicators.spreadsheets.kinds.targets.vocabulary import (
    AGREED_BY,
    AGREED_ON,
    DECISION,
    PROFILE,
    REASON,
    YEAR,
)
from indicators.spreadsheets.stored.parts import Columns
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.dates_named import read_day
from indicators.spreadsheets.understanding.periods_named import find_period, read_period
from indicators.spreadsheets.understanding.understood import State
from organisation.columns import figure, original

LAST: Final = 4


def year_of(row: RowReading) -> FinancialYear | None:
    """The year that a row, or the band above it, says its undated targets are for."""
    cell = row.source(YEAR)
    if cell.blank:
        return band_year(row.row) or row.context.year
    named = read_period(cell)
    if isinstance(named, FinancialYear):
        return named
    row.problem(YEAR, f"{cell.address} {cell.text} is no financial year: write it like 2018/19.")
    return None


def band_year(row: TableRow) -> FinancialYear | None:
    """The year that the band above a row names."""
    named = find_period(row.band)
    return named[0] if named and isinstance(named[0], FinancialYear) else None


def settle(
    row: RowReading,
    measure: KnownMeasure,
    layout: dict[FinancialYear, Slots],
    own_year: FinancialYear | None,
) -> Iterator[SettledYear]:
    """What the row wants of each year; a year about which it says nothing stays as it is."""
    said = [
        (year, slots)
        for year, slots in sorted(layout.items())
        if any(not row.source(each).blank for each in slots.fields)
    ]
    if layout and not said and not row.has_errors:
        row.warn(_first_field(layout), f"Row {row.row.number} has no target: it changes nothing.")
    years = [year for year, _ in said]
    main = own_year if own_year in years else max(years, default=None)
    for year, slots in said:
        if found := _year(row, measure, year, slots, is_main=year == main):
            yield found


def _first_field(layout: dict[FinancialYear, Slots]) -> str:
    return next((each.fields[0] for each in layout.values() if each.fields), "")


def _year(
    row: RowReading, measure: KnownMeasure, year: FinancialYear, slots: Slots, *, is_main: bool
) -> SettledYear | None:
    """One year; the row's words for profile, tolerance and agreement are of its main one."""
    stored = row.context.terms.of_year(measure.ref, year)
    terms = stored or row.context.terms.before(measure.ref, year)
    if terms is None:
        _refuse_first(row, measure, year, slots)
        return None
    polarity, basis = Polarity(terms["polarity"]), Basis(terms["basis"])
    annual = settle_annual(row, slots, measure, polarity)
    spread = Spread(row, slots, measure, polarity, basis, annual, is_main)
    target, in_year = spread.settle()
    target = target or _as_stored(stored, slots, row)
    if target is None:
        return None
    if stored and target.state is TargetState.SET and not in_year.quarters:
        _tell_of_quarters(row, stored, target, slots)
    profile = in_year if stored else _carried_on(row, terms, target, in_year, slots)
    if profile is None:
        return None
    return SettledYear(
        year=year,
        target=target,
        in_year=profile,
        tolerance=settle_tolerance(row, measure) if is_main else None,
        agreement=_agreement(row) if is_main else Agreement(),
        stored=terms,
        is_made=stored is None,
    )


def _refuse_first(
    row: RowReading, measure: KnownMeasure, year: FinancialYear, slots: Slots
) -> None:
    """Nothing says how a first target counts; N/A is none, of a year before the measure's first."""
    name = _first_field({year: slots})
    said = [row.figure(each, measure) for each in slots.fields if not row.source(each).blank]
    if all(each.state is State.NONE for each in said):
        return
    row.problem(
        name,
        f"Measure {measure.ref} has no terms for {year.label} or before: import it with its aim "
        f"and basis as a measure first, or leave out {row.ref}.",
    )


def _as_stored(stored: Columns | None, slots: Slots, row: RowReading) -> SettledTarget | None:
    """The target that stands, where the row gives but a profile for it."""
    if stored is None or (slots.annual and not row.source(slots.annual).blank):
        return None
    if not any(not row.source(each).blank for each in (*slots.quarters.values(),
                                                       *slots.months.values())):  # fmt: skip
        return None
    value, low, high = (
        figure(stored[name]) if stored[name] else None for name in ("target", "low", "high")
    )
    state, note = TargetState(stored["target_state"]), original(stored["target_text"])
    return SettledTarget(state, value, low, high, note)


def _carried_on(
    row: RowReading, before: Columns, target: SettledTarget, in_year: InYear, slots: Slots
) -> InYear | None:
    """The profile of new terms: as the sheet says, else as the year before where that can be."""
    if in_year.method is not None:
        return in_year
    method = ProfileMethod(before["profile"])
    is_total = before["basis"] == Basis.CUMULATIVE_TOTAL
    figures = before["profile_start"] or before["quarter_targets"]
    needs_answer = method is ProfileMethod.EXPLICIT or bool(figures)
    if not needs_answer or target.state is not TargetState.SET:
        return replace(in_year, method=method if not needs_answer else ProfileMethod.NONE)
    if not is_total:
        return replace(in_year, method=ProfileMethod.NONE)
    name = PROFILE if PROFILE in row.row.cells else _first_field({FinancialYear(0): slots})
    found = row.context.asker.ask(of_measures.profile(), row.ref, row.source(name))
    if found is None:
        return None
    quarters = {number: (each,) for number, each in enumerate(found.explicit, start=1)}
    return InYear(found.method, found.start or None, quarters)


def _tell_of_quarters(
    row: RowReading, stored: Columns, target: SettledTarget, slots: Slots
) -> None:
    """Targets by quarter that stay although the year's changes."""
    own = figure(stored["target"]) if stored["target"] else None
    if stored["quarter_targets"] and target.value != own:
        row.warn(
            _first_field({FinancialYear(0): slots}),
            f"The targets by quarter of measure {row.ref} stay as they are: "
            f"{stored['quarter_targets']}. Give Q1, Q2 and Q3 too if they change.",
        )


def _agreement(row: RowReading) -> Agreement:
    return Agreement(
        by=row.text(AGREED_BY),
        on=_agreed_on(row),
        decision=row.text(DECISION),
        reason=row.text(REASON),
    )


def _agreed_on(row: RowReading) -> date | None:
    cell = row.source(AGREED_ON)
    if cell.blank:
        return None
    found = read_day(cell)
    if found and found.day:
        return found.day
    none = f"{cell.text} is no date: write it like 30 September 2017."
    row.problem(AGREED_ON, f"{cell.address} {found.message if found else none}")
    return None
