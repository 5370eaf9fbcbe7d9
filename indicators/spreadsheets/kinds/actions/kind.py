"""Plans of actions: what the importer needs to know of this kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.db.models import Count

from indicators.models import PlanAction
from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.kinds.actions.flattening import parts_of
from indicators.spreadsheets.kinds.actions.reading import ACTIONS, ActionsRead, understand
from indicators.spreadsheets.kinds.actions.settled import ActionRow
from indicators.spreadsheets.kinds.actions.shown_rows import HEADINGS, shown_row
from indicators.spreadsheets.kinds.actions.vocabulary import DUE, FIELDS
from indicators.spreadsheets.kinds.kind import RowPreview, ShownRow, Upload
from indicators.spreadsheets.kinds.refusals import refused_fields
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part, Table
from indicators.spreadsheets.understanding.departments import CouncilList

POINTERS = ("action", "import_run")


class Actions:
    """A row for each action of a year's plan."""

    name = ACTIONS
    label = "Actions of a plan, with milestones"
    things = "actions"
    headings: tuple[str, ...] = HEADINGS
    fields: Mapping[str, str] = FIELDS

    def understand(
        self, upload: Upload, sheets: Sequence[Sheet], council: CouncilList
    ) -> ActionsRead:
        found = understand(upload, sheets, council)
        return replace(found, problems=(*found.problems, *_with_more_milestones(found)))

    def parts(self, row: ActionRow, seen: ActionsRead) -> tuple[Part, ...]:
        return parts_of(row.action, seen.year, row.cells.get(DUE))

    def facts(self, refs: Collection[str]) -> None:
        """Nothing else that is stored decides about an action."""

    def objections(
        self,
        row: ActionRow,
        parts: Sequence[Compared],
        seen: ActionsRead,
        facts: None,  # noqa: ARG002
    ) -> list[Problem]:
        """What the tables would refuse, such as a title that is too long."""
        if row.has_errors:
            return []
        return [
            Problem(Severity.ERROR, _message(row, part, each), seen.sheet, part.wanted.cell,
                    row.row, text=row.title)
            for part in parts
            if part.differs and part.wanted.table is not Table.SERVICE
            for each in refused_fields(part, POINTERS)
        ]  # fmt: skip

    def standing(self, ref: str, facts: None) -> str:  # noqa: ARG002
        return ""

    def hold(self, refs: Collection[str]) -> None:
        """An action rates nothing, so nothing is held beside it."""

    def shown(
        self,
        row: RowPreview[ActionRow],
        seen: ActionsRead,  # noqa: ARG002
        council: CouncilList,
        *,
        is_only: bool,
    ) -> ShownRow:
        return shown_row(row, council, is_only=is_only)


def _message(row: ActionRow, part: Compared, refusal: str) -> str:
    place = f"Action {row.ref} {part.wanted.name}".strip()
    return f"{place}: {refusal} Mend the row, or leave out {row.key}."


def _with_more_milestones(seen: ActionsRead) -> tuple[Problem, ...]:
    """Warnings of actions that have more milestones than the sheet: these stay as they are."""
    if seen.year is None:
        return ()
    stored = dict(
        PlanAction.objects.filter(year=seen.year.start)
        .annotate(count=Count("milestones"))
        .values_list("ref", "count")
    )
    return tuple(
        Problem(
            Severity.WARNING,
            f"Action {row.ref} has {stored[row.ref]} milestones and the sheet names "
            f"{len(row.action.milestones)}: the others stay. Delete them in the administration if "
            "they are no more.",
            seen.sheet,
            row=row.row,
            text=row.title,
        )
        for row in seen.rows
        if row.action.is_due_settled and stored.get(row.ref, 0) > len(row.action.milestones)
    )
