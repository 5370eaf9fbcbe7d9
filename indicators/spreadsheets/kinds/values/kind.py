"""Figures of one or many periods: what the importer needs to know of this kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from indicators.models import Period
from indicators.spreadsheets.files.reading import Sheet
from indicators.spreadsheets.kinds.kind import RowPreview, ShownRow, Upload
from indicators.spreadsheets.kinds.values.flattening import parts_of
from indicators.spreadsheets.kinds.values.known import Known, kinds_of, periods_now
from indicators.spreadsheets.kinds.values.open_returns import states_of
from indicators.spreadsheets.kinds.values.reading import VALUES, ValuesRead, understand
from indicators.spreadsheets.kinds.values.settled import ValueRow
from indicators.spreadsheets.kinds.values.shown_rows import HEADINGS, shown_row
from indicators.spreadsheets.kinds.values.vocabulary import FIELDS
from indicators.spreadsheets.problems import Problem
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.parts import Part
from indicators.spreadsheets.understanding.departments import CouncilList


@dataclass(frozen=True)
class Facts:
    """What decides how figures were read: measures' kinds, periods, where open returns stand."""

    kinds: Mapping[str, str]
    periods: str
    returns: Mapping[str, str]


class Values:
    """Figures for measures that exist: a row for each period, or a column for each."""

    name = VALUES
    label = "Figures of one or many periods"
    things = "rows"
    headings: tuple[str, ...] = HEADINGS
    fields: Mapping[str, str] = FIELDS

    def understand(
        self,
        upload: Upload,
        sheets: Sequence[Sheet],
        council: CouncilList,  # noqa: ARG002
    ) -> ValuesRead:
        """Measures and periods decide what a figure can be, so they are read first."""
        return understand(upload, sheets, Known.now())

    def parts(self, row: ValueRow, seen: ValuesRead) -> tuple[Part, ...]:
        return parts_of(row, seen.file, seen.sheet)

    def facts(self, refs: Collection[str]) -> Facts:
        periods = periods_now().is_open.items()
        words = [f"{each.slug} {'open' if is_open else 'closed'}" for each, is_open in periods]
        return Facts(kinds_of(refs), " ".join(sorted(words)), states_of(refs))

    def objections(
        self,
        row: ValueRow,  # noqa: ARG002
        parts: Sequence[Compared],  # noqa: ARG002
        seen: ValuesRead,  # noqa: ARG002
        facts: Facts,  # noqa: ARG002
    ) -> list[Problem]:
        """None: what stands against a figure is known when it is read."""
        return []

    def standing(self, ref: str, facts: Facts) -> str:
        return f"{facts.kinds.get(ref, '')} {facts.periods}{facts.returns.get(ref, '')}"

    def hold(self, refs: Collection[str]) -> None:  # noqa: ARG002
        """Periods decide what becomes of a figure, so none may open or close meanwhile."""
        list(Period.objects.select_for_update().order_by("pk").values_list("pk"))

    def shown(
        self,
        row: RowPreview[ValueRow],
        seen: ValuesRead,  # noqa: ARG002
        council: CouncilList,  # noqa: ARG002
        *,
        is_only: bool,  # noqa: ARG002
    ) -> ShownRow:
        return shown_row(row)
