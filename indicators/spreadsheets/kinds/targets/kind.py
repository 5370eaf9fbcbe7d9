"""Targets: what the importer needs to know of this kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indicators.agreeing import hold_open_periods
from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.kinds.kind import RowPreview, ShownRow, Upload
from indicators.spreadsheets.kinds.known_measures import KnownMeasures
from indicators.spreadsheets.kinds.targets.flattening import parts_of
from indicators.spreadsheets.kinds.targets.known_terms import KnownTerms
from indicators.spreadsheets.kinds.targets.objections import TargetFacts, objections
from indicators.spreadsheets.kinds.targets.reading import Stored, TargetsRead, understand
from indicators.spreadsheets.kinds.targets.settled import TargetRow
from indicators.spreadsheets.kinds.targets.shown_rows import HEADINGS, shown_row
from indicators.spreadsheets.kinds.targets.vocabulary import FIELDS
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part
from indicators.spreadsheets.understanding.departments import CouncilList


class Targets:
    """A row for each measure, or for each measure and year."""

    name = "targets"
    label = "Targets of measures, with the in-year profile"
    things = "rows"
    headings: tuple[str, ...] = HEADINGS
    fields: Mapping[str, str] = FIELDS

    def understand(
        self,
        upload: Upload,
        sheets: Sequence[Sheet],
        council: CouncilList,  # noqa: ARG002
    ) -> TargetsRead:
        return understand(upload, sheets, Stored(KnownMeasures.stored(), KnownTerms.of))

    def parts(self, row: TargetRow, seen: TargetsRead) -> tuple[Part, ...]:  # noqa: ARG002
        return parts_of(row)

    def facts(self, refs: Collection[str]) -> TargetFacts:
        return TargetFacts.of(refs)

    def objections(
        self, row: TargetRow, parts: Sequence[Compared], seen: TargetsRead, facts: TargetFacts
    ) -> list[Problem]:
        return objections(row, parts, seen.sheet, facts)

    def standing(self, ref: str, facts: TargetFacts) -> str:
        return facts.standing(ref)

    def hold(self, refs: Collection[str]) -> None:  # noqa: ARG002
        """Terms decide the colours of open periods, so these are held first."""
        hold_open_periods()

    def shown(
        self,
        row: RowPreview[TargetRow],
        seen: TargetsRead,  # noqa: ARG002
        council: CouncilList,  # noqa: ARG002
        *,
        is_only: bool,  # noqa: ARG002
    ) -> ShownRow:
        return shown_row(row)
