"""What a row of a plan has settled, ready to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from indicators.spreadsheets.kinds.kind import Row
from indicators.spreadsheets.understanding.departments import SettledService


@dataclass(frozen=True, slots=True)
class SettledMilestone:
    """A step of an action, with its own day if it has one."""

    text: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class SettledAim:
    """An aim as the plan names it, and the priorities printed beside it."""

    name: str = ""
    priorities: str = ""


@dataclass(frozen=True)
class SettledAction:
    """An action as it will be kept; None for what the sheet doesn't say, or what is still open."""

    ref: str
    position: int
    title: str
    description: str = ""
    aim: SettledAim | None = None
    services: tuple[SettledService, ...] | None = None
    lead_post: str | None = None
    is_due_settled: bool = True
    due_on: date | None = None
    due_words: str = ""
    milestones: tuple[SettledMilestone, ...] = ()


@dataclass(frozen=True)
class ActionRow(Row):
    """A row of the sheet, and what it settles."""

    action: SettledAction = field(kw_only=True)
