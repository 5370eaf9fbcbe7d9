"""Measures with their targets and baselines: what the importer needs to know of this kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indicators.models import Period
from indicators.spreadsheets.files.reading import Sheet
from indicators.spreadsheets.kinds.kind import RowPreview, ShownRow, Upload
from indicators.spreadsheets.kinds.measures.facts import Facts
from indicators.spreadsheets.kinds.measures.flattening import parts_of
from indicators.spreadsheets.kinds.measures.objections import objections
from indicators.spreadsheets.kinds.measures.reading import (
    MEASURES,
    MeasureRow,
    MeasuresRead,
    understand,
)
from indicators.spreadsheets.kinds.measures.shown_rows import HEADINGS, shown_row
from indicators.spreadsheets.kinds.measures.vocabulary import FIELDS
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part
from indicators.spreadsheets.understanding.departments import CouncilList


class Measures:
    """A row for each measure, as appendices of council papers have it."""

    name = MEASURES
    label = "Measures, with targets and baselines"
    things = "measures"
    headings: tuple[str, ...] = HEADINGS
    fields: Mapping[str, str] = FIELDS

    def understand(
        self, upload: Upload, sheets: Sequence[Sheet], council: CouncilList
    ) -> MeasuresRead:
        return understand(upload, sheets, council)

    def parts(self, row: MeasureRow, seen: MeasuresRead) -> tuple[Part, ...]:
        return parts_of(row.measure, seen.year, seen.file, seen.sheet)

    def facts(self, refs: Collection[str]) -> Facts:
        return Facts.of(refs)

    def objections(
        self, row: MeasureRow, parts: Sequence[Compared], seen: MeasuresRead, facts: Facts
    ) -> list[Problem]:
        return objections(row, parts, seen.sheet, facts)

    def standing(self, ref: str, facts: Facts) -> str:
        return " ".join(facts.closed_years(ref))

    def hold(self, refs: Collection[str]) -> None:  # noqa: ARG002
        """Terms decide the colours of open periods, so these are held first."""
        list(Period.objects.open().select_for_update().order_by("pk").values_list("pk"))

    def shown(
        self,
        row: RowPreview[MeasureRow],
        seen: MeasuresRead,
        council: CouncilList,
        *,
        is_only: bool,
    ) -> ShownRow:
        return shown_row(row, seen, council, is_only=is_only)
