"""Settles a row's polarity, targets, tolerance, unit and decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from indicators.rules.vocabulary import Polarity, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.measures import topics
from indicators.spreadsheets.kinds.measures.row_reading import RowReading
from indicators.spreadsheets.kinds.measures.settled import SettledTarget, SettledTolerance
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.tables.headings import IN_YEAR, LATEST, POLARITY, TARGET, target_field
from indicators.spreadsheets.understanding.cells import PERCENT
from indicators.spreadsheets.understanding.polarities import polarities_in
from indicators.spreadsheets.understanding.questions import Ask
from indicators.spreadsheets.understanding.understood import State, Understood

RATE: Final = re.compile(
    r"\b(per (?:\d{1,3}(?:,?\d{3})+(?: (?:population|people|residents|households|children))?"
    r"|FTE|head|household|resident))\b"
)
LONGEST_NOTE: Final = 200
RATED: Final = frozenset({State.VALUE, State.RANGE, State.TBC, State.OPEN})
NO_FIGURE: Final = {State.TBC: TargetState.TBC, State.NONE: TargetState.NONE}


@dataclass(frozen=True)
class Good:
    """What counts as good: polarity, and targets with their tolerances by field."""

    polarity: Polarity | None
    targets: dict[str, SettledTarget | None]
    tolerances: dict[str, SettledTolerance | None]


def settle_good(row: RowReading) -> Good:
    """Polarity, targets and tolerances together, since each bears on the others."""
    polarity, meaning = _polarity(row)
    targets = {name: _target(row, name, polarity, meaning) for name in row.target_fields}
    widths: dict[str, SettledTolerance | None] = {}
    for name, answer in _around_single_figures(row, polarity).items():
        target = targets[name]
        if target and isinstance(answer, tuple):
            targets[name] = replace(target, low=answer[0], high=answer[1])
        elif not isinstance(answer, tuple):
            widths[name] = answer
    return Good(polarity, targets, _tolerances(row, polarity, targets, widths))


def year_field(row: RowReading) -> str:
    """The field of the target for the year being set up; "" while the year is open."""
    field = target_field(row.context.year) if row.context.year else ""
    return field if field in row.cells else ""


def label_of(field: str) -> str:
    """The year of a target's field: 2017/18 for `target_2017_18`."""
    return field.removeprefix(TARGET).replace("_", "/")


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


def _around_single_figures(
    row: RowReading, polarity: Polarity | None
) -> dict[str, topics.Goldilocks | None]:
    """What was answered for each Goldilocks target of a single figure."""
    single = [name for name in row.target_fields if row.cells[name].state is State.VALUE]
    if polarity is not Polarity.RANGE or not single:
        return {}
    main = year_field(row) if year_field(row) in single else single[-1]
    answer = _goldilocks(row, main, row.ref)
    found = {main: answer}
    for name in single:
        # Widths are right for any year's figure, a range for one year alone.
        if name != main and isinstance(answer, tuple):
            found[name] = _goldilocks(row, name, f"{row.ref}.{label_of(name).replace('/', '-')}")
        elif name != main:
            found[name] = answer
    return found


def _goldilocks(row: RowReading, field: str, ref: str) -> topics.Goldilocks | None:
    """How far green and amber reach around a single figure."""
    fields = row.target_fields
    before = [row.cells[each] for each in fields[: fields.index(field)]]
    last = next((each for each in reversed(before) if each.state is State.RANGE), None)
    last_range = (last.low, last.high) if last and last.low is not None else None
    ask = topics.goldilocks(ref, row.cells[field].text, label_of(field), last_range)  # type: ignore[arg-type]
    return row.context.asker.ask(ask, row.ref, row.source(field))


def _tolerances(
    row: RowReading,
    polarity: Polarity | None,
    targets: Mapping[str, SettledTarget | None],
    widths: Mapping[str, SettledTolerance | None],
) -> dict[str, SettledTolerance | None]:
    """Each year's tolerance; a year without a target has that of the last one with a target."""
    found = dict(widths)
    answers: dict[str, SettledTolerance | None] = {}
    for name in sorted(targets, key=lambda each: each != year_field(row)):
        ask = _tolerance_ask(row, polarity, targets[name], name)
        if ask and name not in found:
            if ask.key not in answers:
                answers[ask.key] = row.context.asker.ask(ask, row.ref, row.source(name))
            found[name] = answers[ask.key]
    telling = [name for name in targets if name in found]
    without = found[telling[-1]] if telling else SettledTolerance(ToleranceMode.NONE)
    return {name: found.get(name, without) for name in targets}


def _tolerance_ask(
    row: RowReading, polarity: Polarity | None, target: SettledTarget | None, name: str
) -> Ask[SettledTolerance] | None:
    """Which question gives a target its tolerance; a target of 0 has one of its own."""
    if polarity is Polarity.NEUTRAL or row.cells[name].state not in RATED:
        return None
    if target and target.state is TargetState.SET and not any(target.figures):
        return topics.zero_tolerance()
    return topics.tolerance(row.context.council.tolerance_percent)


def settle_unit(row: RowReading) -> tuple[str, str]:
    """The value type, and the words after a figure."""
    units = {each.unit for each in row.figure_cells if each.figures}
    if len(units) > 1 and not row.percent_is_open:
        name = next(
            name for name in (LATEST, IN_YEAR, *row.target_fields) if row.cells[name].figures
        )
        row.problem(name, "The row mixes percentages, money or plain figures: make them alike.")
    if PERCENT in units or row.percent_is_open or (not units and row.says_percent):
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
