"""A preview's rows of a plan as its page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from indicators.spreadsheets.kinds.actions.settled import (
    ActionRow,
    SettledAction,
    SettledMilestone,
)
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, RowPreview, ShownCell, ShownRow
from indicators.spreadsheets.understanding.dates_named import in_words
from indicators.spreadsheets.understanding.departments import CouncilList

OPEN: Final = "to be answered"
HEADINGS: Final = ("Aim", "Description", "Who answers for it", "Due")


def shown_row(row: RowPreview[ActionRow], council: CouncilList, *, is_only: bool) -> ShownRow:
    """One action as it will be."""
    action = row.row.action
    lines = (_aim(row), _description(action), tuple(_who(row, council)), tuple(_due(action)))
    return ShownRow(
        number=row.row.row,
        key=row.row.ref if row.row.ref and is_only else f"row:{row.row.row}",
        ref=row.row.ref,
        title=action.title,
        status=row.status.value,
        status_words=STATUS_WORDS[row.status],
        changes=tuple(map(str, row.changes)),
        cells=tuple(ShownCell(head, each) for head, each in zip(HEADINGS, lines, strict=True)),
    )


def _aim(row: RowPreview[ActionRow]) -> tuple[str, ...]:
    aim = row.row.action.aim
    if aim is None:
        says = {"aim", "priority", "objective"} & row.row.cells.keys()
        return (OPEN,) if says else ("not said",)
    return (aim.name or "none",)


def _description(action: SettledAction) -> tuple[str, ...]:
    return tuple(action.description.splitlines()) or ("none",)


def _who(row: RowPreview[ActionRow], council: CouncilList) -> Iterator[str]:
    action = row.row.action
    if action.services is None:
        yield OPEN if {"department", "service"} & row.row.cells.keys() else "not said"
    for each in action.services or ():
        made = "" if council.service(each.directorate, each.service) else " (will be made)"
        yield f"{each.service}, {each.directorate}{made}"
    if action.services == ():
        yield "no service"
    if action.lead_post:
        yield f"Lead: {action.lead_post}"


def _due(action: SettledAction) -> Iterator[str]:
    if not action.is_due_settled:
        yield OPEN
        return
    if action.due_on:
        yield in_words(action.due_on)
    if action.due_words:
        yield f"As printed: {action.due_words}"
    yield from map(_milestone, action.milestones)
    if not (action.due_on or action.due_words or action.milestones):
        yield "no date"


def _milestone(found: SettledMilestone) -> str:
    return f"{in_words(found.due_on) if found.due_on else 'No date'}: {found.text}"
