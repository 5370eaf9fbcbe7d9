"""What one row of a table of returns settles: what is to be saved, and what one should know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.models import Return
from indicators.returns.entering import Entry
from indicators.spreadsheets.kinds.kind import Row


@dataclass(frozen=True)
class Standing:
    """The colour a row would have, and what is left to do before it can be submitted."""

    status: str = ""  # a Status by its word
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnRow(Row):
    """A row; `columns` is what it wants of its return, nothing where it leaves it as it is."""

    place: str = field(kw_only=True)
    period: str = field(kw_only=True, default="")
    cell: str = field(kw_only=True, default="")
    columns: Mapping[str, str] = field(kw_only=True, default_factory=dict)
    return_: Return | None = field(kw_only=True, default=None)
    entry: Entry | None = field(kw_only=True, default=None)
    standing: Standing = field(kw_only=True, default=Standing())
    note: str = field(kw_only=True, default="")

    @property
    def key(self) -> str:
        return self.place
