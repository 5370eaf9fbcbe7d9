"""Returns of an open period: what the importer needs to know of this kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from indicators.models import Period, Return
from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.kinds.kind import RowPreview, ShownRow, Upload
from indicators.spreadsheets.kinds.returns.reading import ReturnsRead, understand
from indicators.spreadsheets.kinds.returns.settled import ReturnRow
from indicators.spreadsheets.kinds.returns.shown_rows import HEADINGS, shown_row
from indicators.spreadsheets.kinds.returns.vocabulary import FIELDS
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part, Table
from indicators.spreadsheets.understanding.departments import CouncilList

RETURNS: Final = "returns"


class Returns:
    """Drafts of one open period: the workbook that officers fill in, or any table of figures."""

    name = RETURNS
    label = "Returns of an open period"
    things = "returns"
    headings: tuple[str, ...] = HEADINGS
    fields: Mapping[str, str] = FIELDS

    def understand(
        self,
        upload: Upload,
        sheets: Sequence[Sheet],
        council: CouncilList,  # noqa: ARG002
    ) -> ReturnsRead:
        """Who uploads it decides what can be read of it, so that is asked first."""
        return understand(upload, sheets)

    def parts(self, row: ReturnRow, seen: ReturnsRead) -> tuple[Part, ...]:  # noqa: ARG002
        """The return with the cells of the row; none where it stays as it is."""
        if not row.columns:
            return ()
        key = (row.ref, row.period)
        return (Part(Table.RETURN, key, row.columns, row.cell, row.period),)

    def facts(self, refs: Collection[str]) -> Mapping[str, str]:
        """Which saving of each return is stored, and where it stands."""
        found: dict[str, list[str]] = defaultdict(list)
        returns = Return.objects.live().filter(measure__ref__in=set(refs)).order_by("pk")
        for ref, edit, state in returns.values_list("measure__ref", "edit", "state"):
            found[ref].append(f"{edit} {state}")
        return {ref: ", ".join(each) for ref, each in found.items()}

    def objections(
        self,
        row: ReturnRow,  # noqa: ARG002
        parts: Sequence[Compared],  # noqa: ARG002
        seen: ReturnsRead,  # noqa: ARG002
        facts: Mapping[str, str],  # noqa: ARG002
    ) -> list[Problem]:
        """None: what stands against a row is known when it is read."""
        return []

    def standing(self, ref: str, facts: Mapping[str, str]) -> str:
        return facts.get(ref, "")

    def hold(self, refs: Collection[str]) -> None:  # noqa: ARG002
        """No period may close meanwhile; returns are held after it, as every deed does."""
        list(Period.objects.open().select_for_update().order_by("pk").values_list("pk"))

    def shown(
        self,
        row: RowPreview[ReturnRow],
        seen: ReturnsRead,  # noqa: ARG002
        council: CouncilList,  # noqa: ARG002
        *,
        is_only: bool,  # noqa: ARG002
    ) -> ShownRow:
        return shown_row(row)
