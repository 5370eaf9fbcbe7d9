"""Settles a row's polarity, targets, tolerance, unit and decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from indicators.rules.vocabulary import Polarity, TargetState, ToleranceMode
from indicators.spreadsheets import topics
from indicators.spreadsheets.cells import PERCENT, State, Understood, polarities_in
from indicators.spreadsheets.headings import IN_YEAR, LATEST, POLARITY, target_field
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.row_reading import RowReading
from indicators.spreadsheets.settled import SettledTarget, SettledTolerance

RATE: Final = re.compile(
    r"\b(per (?:\d{1,3}(?:,?\d{3})+(?: (?:population|people|residents|households|children))?"
    r"|FTE|head|household|resident))\b"
)
LONGEST_NOTE: Final = 200
NO_FIGURE: Final = {State.TBC: TargetState.TBC, State.NONE: TargetState.NONE}


@dataclass(frozen=True)
class Good:
    """What counts as good: polarity, targets by field, tolerance."""

    polarity: Polarity | None
    targets: dict[str, SettledTarget | None]
    tolerance: SettledTolerance | None


def settle_good(row: RowReading) -> Good:
    """Polarity, targets and tolerance together, since each bears on the others."""
    polarity, meaning = _polarity(row)
    targets = {name: _target(row, name, polarity, meaning) for name in row.target_fields}
    field = year_field(row)
    target = targets.get(field)
    if target and polarity is Polarity.RANGE and row.cells[field].state is State.VALUE:
        widths = _goldilocks(row, field)
        if not isinstance(widths, tuple):
            return Good(polarity, targets, widths)
        target = targets[field] = replace(target, low=widths[0], high=widths[1])
    telling = _telling(target, targets) if target else None
    return Good(polarity, targets, _tolerance(row, polarity, telling) if telling else None)


def _telling(target: SettledTarget, targets: dict[str, SettledTarget | None]) -> SettledTarget:
    """The target that a tolerance is for: another year's where the year itself has none."""
    others = [each for each in targets.values() if each and each.state is not TargetState.NONE]
    return others[-1] if others and target.state is TargetState.NONE else target


def year_field(row: RowReading) -> str:
    """The field of the target for the year being set up; "" while the year is open."""
    field = target_field(row.context.year) if row.context.year else ""
    return field if field in row.cells else ""


def _polarity(row: RowReading) -> tuple[Polarity | None, str | None]:
    """The sheet's polarity, and what a range under another polarity than Goldilocks means."""
    found = polarities_in(row.cells[POLARITY].text)
    stated = found[0] if len(found) == 1 else None
    ranges = [name for name in row.target_fields if row.cells[name].state is State.RANGE]
    if stated in {None, Polarity.RANGE} or not ranges:
        return stated, None
    name = ranges[-1]
    text = row.cells[name].text
    row.problem(name, f"The range {text} belongs to Goldilocks.", Severity.WARNING)
    ask = topics.misplaced_range(row.ref, text)
    meaning = row.context.asker.ask(ask, row.ref, row.source(name))
    return (Polarity.RANGE if meaning == "goldilocks" else stated), meaning


def _target(
    row: RowReading, name: str, polarity: Polarity | None, meaning: str | None
) -> SettledTarget | None:
    found = row.cells[name]
    if found.state is State.SUPPRESSED:
        row.problem(name, f"{found.cell} {found.text} is no target: write a figure, TBC or N/A.")
    if found.state in NO_FIGURE:
        note = "" if found.note == "not_applicable" else found.note
        return SettledTarget(NO_FIGURE[found.state], note=note, cell=found.cell)
    if found.state not in {State.VALUE, State.RANGE}:
        return None
    if len(found.note) > LONGEST_NOTE:
        row.problem(name, f"{found.cell} has more than {LONGEST_NOTE} characters of words: cut it.")
    figures = _figures(found, polarity, meaning)
    return figures and replace(figures, note=found.note, cell=found.cell)


def _figures(
    found: Understood, polarity: Polarity | None, meaning: str | None
) -> SettledTarget | None:
    """A Goldilocks target goes from low to high, any other is one figure."""
    low = found.value if found.low is None else found.low
    high = found.value if found.high is None else found.high
    if polarity is Polarity.RANGE:
        return SettledTarget(TargetState.SET, low=low, high=high)
    if found.state is State.RANGE:
        value = {"low": low, "high": high}.get(meaning or "")
        return SettledTarget(TargetState.SET, value=value) if value is not None else None
    return SettledTarget(TargetState.SET, value=found.value)


def _goldilocks(row: RowReading, field: str) -> topics.Goldilocks | None:
    """How far green and amber reach around a single figure."""
    fields = row.target_fields
    before = [row.cells[each] for each in fields[: fields.index(field)]]
    last = next((each for each in reversed(before) if each.state is State.RANGE), None)
    last_range = (last.low, last.high) if last and last.low is not None else None
    ask = topics.goldilocks(row.ref, row.cells[field].text, last_range)  # type: ignore[arg-type]
    return row.context.asker.ask(ask, row.ref, row.source(field))


def _tolerance(
    row: RowReading, polarity: Polarity | None, target: SettledTarget
) -> SettledTolerance | None:
    """The tolerance in force; a target of 0 has a question of its own."""
    if target.state is TargetState.NONE or polarity is Polarity.NEUTRAL:
        return SettledTolerance(ToleranceMode.NONE)
    if target.state is TargetState.SET and not any(target.figures):
        ask = topics.zero_tolerance()
    else:
        ask = topics.tolerance(row.context.council.tolerance_percent)
    return row.context.asker.ask(ask, row.ref, row.source(year_field(row)))


def settle_unit(row: RowReading) -> tuple[str, str]:
    """The value type, and the words after a figure."""
    units = {each.unit for each in row.figure_cells if each.figures}
    if len(units) > 1:
        name = next(
            name for name in (LATEST, IN_YEAR, *row.target_fields) if row.cells[name].figures
        )
        row.problem(name, "The row mixes percentages, money or plain figures: make them alike.")
    if PERCENT in units or (not units and row.says_percent):
        return PERCENT, ""
    if "pounds" in units:
        return "currency", ""
    rate = RATE.search(row.title)
    return ("rate", rate[1]) if rate else ("count", "")


def settle_decimals(row: RowReading, good: Good) -> int:
    """The most places shown in the row's figures, or as answered; never too few for a target."""
    shown = max((each.places for each in row.figure_cells if each.figures), default=0)
    answered = row.context.asker.option(topics.decimals(row.ref), row.source(LATEST))
    decimals = min(shown, topics.MOST_DECIMALS) if answered is None else answered
    for name, target in good.targets.items():
        if target and any(is_finer(each, decimals) for each in target.figures):
            row.problem(
                name,
                f"{row.cells[name].cell} is finer than {decimals} decimal places: round it, or "
                f"answer decimals.{row.ref}.",
            )
    return decimals


def is_finer(figure: Decimal, decimals: int) -> bool:
    """Whether a figure has more places than are shown."""
    return figure != round(figure, decimals)
