"""Benchmarks: what the importer needs to know of this kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indicators.models import Measure
from indicators.spreadsheets.files.sheets import Sheet
from indicators.spreadsheets.kinds.benchmarks.comparators import stored_names, with_aliases
from indicators.spreadsheets.kinds.benchmarks.flattening import parts_of
from indicators.spreadsheets.kinds.benchmarks.reading import BenchmarksRead, Stored, understand
from indicators.spreadsheets.kinds.benchmarks.settled import BenchmarkRow
from indicators.spreadsheets.kinds.benchmarks.shown_rows import HEADINGS, shown_row
from indicators.spreadsheets.kinds.benchmarks.vocabulary import FIELDS
from indicators.spreadsheets.kinds.kind import RowPreview, ShownRow, Upload
from indicators.spreadsheets.kinds.known_measures import KnownMeasures
from indicators.spreadsheets.kinds.refusals import refused_fields
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part
from indicators.spreadsheets.understanding.departments import CouncilList
from organisation.models import Council

POINTERS = ("measure", "comparator", "import_run")
ValueTypes = Mapping[str, str]  # of measures, by ref


class Benchmarks:
    """A row for each figure, or one for each measure with a column for each comparator."""

    name = "benchmarks"
    label = "Benchmarks: figures of others, such as England or similar councils"
    things = "rows"
    headings: tuple[str, ...] = HEADINGS
    fields: Mapping[str, str] = FIELDS

    def understand(
        self,
        upload: Upload,
        sheets: Sequence[Sheet],
        council: CouncilList,  # noqa: ARG002
    ) -> BenchmarksRead:
        names = with_aliases(stored_names(), upload.named)
        stored = Stored(KnownMeasures.stored(), names, Council.current().name)
        return understand(upload, sheets, stored)

    def parts(self, row: BenchmarkRow, seen: BenchmarksRead) -> tuple[Part, ...]:
        return parts_of(row, seen.file, seen.sheet)

    def facts(self, refs: Collection[str]) -> ValueTypes:
        """Which kind of figure each measure has: what was read relies on it."""
        return dict(Measure.objects.filter(ref__in=set(refs)).values_list("ref", "value_type"))

    def objections(
        self,
        row: BenchmarkRow,
        parts: Sequence[Compared],
        seen: BenchmarksRead,
        facts: ValueTypes,  # noqa: ARG002
    ) -> list[Problem]:
        """What the table would refuse, such as a note that is too long."""
        if row.has_errors:
            return []
        return [
            Problem(Severity.ERROR, self._message(row, part, each), seen.sheet, part.wanted.cell,
                    row.row, text=row.title)
            for part in parts
            if part.differs
            for each in refused_fields(part, POINTERS)
        ]  # fmt: skip

    @staticmethod
    def _message(row: BenchmarkRow, part: Compared, refusal: str) -> str:
        mend = f"Mend the row, or leave out {row.key}."
        return f"Measure {row.ref}, {part.wanted.name}: {refusal} {mend}"

    def standing(self, ref: str, facts: ValueTypes) -> str:
        return facts.get(ref, "")

    def hold(self, refs: Collection[str]) -> None:
        """A benchmark rates nothing, so nothing is held beside it."""

    def shown(
        self,
        row: RowPreview[BenchmarkRow],
        seen: BenchmarksRead,  # noqa: ARG002
        council: CouncilList,  # noqa: ARG002
        *,
        is_only: bool,  # noqa: ARG002
    ) -> ShownRow:
        return shown_row(row)
