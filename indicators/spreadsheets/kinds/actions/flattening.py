"""Flattens an action into rows of the tables that keep it, in the columns of their exports."""

from __future__ import annotations

from datetime import date

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.kinds.actions.settled import SettledAction, SettledMilestone
from indicators.spreadsheets.stored.parts import Part, Table
from indicators.spreadsheets.understanding.departments import SettledService
from indicators.spreadsheets.understanding.understood import Understood
from organisation.columns import neutral

PARTED = "; "


def parts_of(
    action: SettledAction, year: FinancialYear | None, due: Understood | None
) -> tuple[Part, ...]:
    """The action, its milestones and the services that answer for it; nothing while open."""
    if year is None or not action.ref:
        return ()
    cell = due.cell if due else ""
    milestones = action.milestones if action.is_due_settled else ()
    return (
        _action(action, year, cell),
        *(
            _milestone(action.ref, year, position, each, cell)
            for position, each in enumerate(milestones, start=1)
        ),
        *map(_service, action.services or ()),
    )


def _action(action: SettledAction, year: FinancialYear, cell: str) -> Part:
    columns = {
        "year": year.label,
        "ref": neutral(action.ref),
        "position": str(action.position),
        "title": neutral(action.title),
        "description": neutral(action.description),
    }
    if action.aim is not None:
        columns["aim"] = neutral(action.aim.name)
        columns["priorities"] = neutral(action.aim.priorities)
    if action.services is not None:
        named = sorted(f"{each.directorate} / {each.service}" for each in action.services)
        columns["services"] = PARTED.join(named)
    if action.lead_post is not None:
        columns["lead_post"] = neutral(action.lead_post)
    if action.is_due_settled:
        columns["due_on"] = _day(action.due_on)
        columns["due_words"] = neutral(action.due_words)
    return Part(Table.ACTION, (columns["ref"], columns["year"]), columns, cell)


def _milestone(
    ref: str, year: FinancialYear, position: int, milestone: SettledMilestone, cell: str
) -> Part:
    columns = {
        "year": year.label,
        "ref": neutral(ref),
        "position": str(position),
        "text": neutral(milestone.text),
        "due_on": _day(milestone.due_on),
    }
    key = (columns["ref"], columns["year"], columns["position"])
    return Part(Table.MILESTONE, key, columns, cell, f"milestone {position}")


def _service(named: SettledService) -> Part:
    columns = {"directorate": named.directorate, "service": named.service}
    return Part(Table.SERVICE, (named.directorate, named.service), columns)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
