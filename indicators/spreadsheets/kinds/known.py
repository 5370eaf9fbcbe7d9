"""The kinds of tables that can be imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from indicators.spreadsheets.kinds.actions.kind import Actions
from indicators.spreadsheets.kinds.benchmarks.kind import Benchmarks
from indicators.spreadsheets.kinds.kind import Kind
from indicators.spreadsheets.kinds.measures.kind import Measures
from indicators.spreadsheets.kinds.returns.kind import Returns
from indicators.spreadsheets.kinds.targets.kind import Targets
from indicators.spreadsheets.kinds.values.kind import Values

KINDS: Final[Mapping[str, Kind[Any]]] = {
    each.name: each
    for each in (Measures(), Targets(), Values(), Actions(), Benchmarks(), Returns())
}
#: Those of which it doesn't matter who imports them. Returns are entered by their officers.
ADMINISTERED: Final = tuple(name for name in KINDS if name != Returns.name)


def kind_of(name: str) -> Kind[Any]:
    """The kind of that name."""
    return KINDS[name]
