"""Which keeper has which table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.spreadsheets.stored.benchmarks import BENCHMARKS, COMPARATORS
from indicators.spreadsheets.stored.keeping import Keeper
from indicators.spreadsheets.stored.measures import BASELINES, MEASURES, SERVICES, TERMS
from indicators.spreadsheets.stored.parts import Table
from indicators.spreadsheets.stored.plans import ACTIONS, MILESTONES
from indicators.spreadsheets.stored.returns import RETURNS

KEEPERS: Final[Mapping[Table, Keeper]] = {
    Table.SERVICE: SERVICES,
    Table.MEASURE: MEASURES,
    Table.TERMS: TERMS,
    Table.BASELINE: BASELINES,
    Table.COMPARATOR: COMPARATORS,
    Table.BENCHMARK: BENCHMARKS,
    Table.ACTION: ACTIONS,
    Table.MILESTONE: MILESTONES,
    Table.RETURN: RETURNS,
}


def keeper_of(table: Table) -> Keeper:
    """The keeper of a table."""
    return KEEPERS[table]
