"""A preview's rows of targets as its page shows them: each year on a line of its own."""

from __future__ import annotations

from typing import Final

from indicators.rules.units import Unit, plain
from indicators.rules.vocabulary import ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, RowPreview, ShownCell, ShownRow
from indicators.spreadsheets.kinds.measures.settled import SettledTarget, SettledTolerance
from indicators.spreadsheets.kinds.targets.settled import (
    Agreement,
    Figures,
    InYear,
    SettledYear,
    TargetRow,
)

HEADINGS: Final = ("Target", "In-year profile", "Tolerance", "Agreed")
STATES: Final = {TargetState.TBC: "to be confirmed", TargetState.NONE: "no target"}


def shown_row(row: RowPreview[TargetRow]) -> ShownRow:
    """One row of the sheet, as its measure's terms will be."""
    years, unit = row.row.years, row.row.unit
    lines = (
        tuple(f"{each.year.label}: {_target(each.target, unit)}{_made(each)}" for each in years),
        tuple(filter(None, (_in_year(each, unit) for each in years))),
        tuple(filter(None, (_tolerance(each.tolerance, unit) for each in years))),
        tuple(filter(None, (_agreed(each.agreement) for each in years))),
    )
    return ShownRow(
        number=row.row.row,
        key=row.row.key,
        ref=row.row.ref,
        title=row.row.title,
        status=row.status.value,
        status_words=STATUS_WORDS[row.status],
        changes=tuple(map(str, row.changes)),
        cells=tuple(ShownCell(head, each) for head, each in zip(HEADINGS, lines, strict=True)),
    )


def _made(found: SettledYear) -> str:
    """Where the rest of new terms comes from."""
    if not found.is_made:
        return ""
    return f" (new terms, otherwise as in {found.stored['year']})"


def _target(target: SettledTarget, unit: Unit) -> str:
    words = STATES.get(target.state) or _figures(target.figures, unit)
    return f"{words} {target.note}".strip()


def _figures(figures: Figures, unit: Unit) -> str:
    return " to ".join(unit.target(each) for each in dict.fromkeys(figures))


def _in_year(found: SettledYear, unit: Unit) -> str:
    in_year: InYear = found.in_year
    if in_year.quarters:
        quarters = (f"Q{n} {_figures(each, unit)}" for n, each in sorted(in_year.quarters.items()))
        how = f" ({in_year.how})" if in_year.how else ""
        return f"{found.year.label}: {', '.join(quarters)}{how}"
    if in_year.method in {None, ProfileMethod.NONE}:
        return ""
    start = f" from {plain(in_year.start)}" if in_year.start else ""
    return f"{found.year.label}: {in_year.method.label if in_year.method else ''}{start}"


def _tolerance(tolerance: SettledTolerance | None, unit: Unit) -> str:
    if tolerance is None:
        return ""
    if tolerance.mode is ToleranceMode.NONE:
        return "none"
    is_share = tolerance.mode is ToleranceMode.PERCENT_OF_TARGET
    widths = [
        f"{name} to {f'{plain(width)}% of the target' if is_share else unit.width(width)}"
        for name, width in (("green", tolerance.green), ("amber", tolerance.amber))
        if width or name == "amber"
    ]
    return ", ".join(widths)


def _agreed(said: Agreement) -> str:
    on = f"{said.on.day} {said.on:%B %Y}" if said.on else ""
    return ", ".join(each for each in (said.by, on, said.decision, said.reason) if each)
