"""The year's own target: a figure, a range, to be confirmed or none."""

from __future__ import annotations

from indicators.rules.vocabulary import Polarity, TargetState
from indicators.spreadsheets.kinds.known_measures import KnownMeasure
from indicators.spreadsheets.kinds.measures.settled import SettledTarget
from indicators.spreadsheets.kinds.targets.layout import Slots
from indicators.spreadsheets.kinds.targets.row_reading import RowReading
from indicators.spreadsheets.kinds.targets.settled import Figures
from indicators.spreadsheets.understanding.understood import State, Understood

NO_FIGURE = {State.TBC: TargetState.TBC, State.NONE: TargetState.NONE}


def settle_annual(
    row: RowReading, slots: Slots, measure: KnownMeasure, polarity: Polarity
) -> SettledTarget | None:
    """The year's target; None where the cells say nothing, or nothing yet."""
    if slots.annual and not row.source(slots.annual).blank:
        return _of_cell(row, slots.annual, measure, polarity)
    if slots.low or slots.high:
        return _of_two(row, slots, measure, polarity)
    return None


def _of_cell(
    row: RowReading, name: str, measure: KnownMeasure, polarity: Polarity
) -> SettledTarget | None:
    found = row.figure(name, measure)
    if found.state in NO_FIGURE:
        note = "" if found.note == "not_applicable" else found.note
        return SettledTarget(NO_FIGURE[found.state], note=note, cell=found.cell)
    figures = figures_of(row, name, found, polarity)
    return target_of(figures, found.cell, found.note) if figures else None


def figures_of(row: RowReading, name: str, found: Understood, polarity: Polarity) -> Figures | None:
    """One figure, or the two of a range, as the measure's aim asks for."""
    if polarity is Polarity.RANGE and found.state in {State.VALUE, State.RANGE}:
        low = found.value if found.low is None else found.low
        high = found.value if found.high is None else found.high
        return (low, high) if low is not None and high is not None else None
    if found.state is State.RANGE:
        aims = polarity.label[:1].lower() + polarity.label[1:]
        row.problem(
            name,
            f"{found.cell} {found.text} is a range, but for measure {row.ref} we {aims}: give one "
            "figure, or change its aim in the administration first.",
        )
    return (found.value,) if found.state is State.VALUE and found.value is not None else None


def target_of(figures: Figures, cell: str, note: str = "") -> SettledTarget:
    """A target that is set: one figure, or from low to high."""
    if len(figures) == 1:
        return SettledTarget(TargetState.SET, value=figures[0], note=note, cell=cell)
    return SettledTarget(TargetState.SET, low=figures[0], high=figures[1], note=note, cell=cell)


def _of_two(
    row: RowReading, slots: Slots, measure: KnownMeasure, polarity: Polarity
) -> SettledTarget | None:
    """A range whose ends stand in two columns."""
    names = [each for each in (slots.low, slots.high) if each and not row.source(each).blank]
    if not names:
        return None
    found = [row.figure(each, measure) for each in names]
    for state, kept in NO_FIGURE.items():
        if all(each.state is state for each in found):
            return SettledTarget(kept, cell=found[0].cell)
    if len(found) == 1:
        row.problem(names[0], f"{found[0].cell} is one end of a range: give the other end too.")
        return None
    if polarity is not Polarity.RANGE:
        row.problem(names[0], f"Measure {row.ref} does not aim to stay in range: give one target.")
        return None
    ends = [each.value for each in found if each.state is State.VALUE and each.value is not None]
    return target_of((ends[0], ends[1]), found[0].cell) if len(ends) == len(found) else None
