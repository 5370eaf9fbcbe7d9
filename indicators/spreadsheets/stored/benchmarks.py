"""Keepers of benchmarks and of the comparators that they are of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import models

from indicators.comparison_resources import BenchmarkResource, ComparatorResource
from indicators.models import Comparator
from indicators.spreadsheets.stored.bulk import BulkKeeper
from indicators.spreadsheets.stored.keeping import ResourceKeeper, Saving
from indicators.spreadsheets.stored.parts import Key
from organisation.columns import original

if TYPE_CHECKING:
    from indicators.spreadsheets.stored.comparing import Compared


@dataclass(frozen=True)
class ComparatorKeeper(ResourceKeeper):
    """Comparators, each made once however many rows name it, and kept while any figure is of it."""

    def save(self, parts: Sequence[Compared], saving: Saving) -> None:
        super().save(list({each.wanted.key: each for each in parts}.values()), saving)

    def take_back(self, parts: Sequence[Compared], saving: Saving) -> None:
        super().take_back(list({each.wanted.key: each for each in parts}.values()), saving)

    def delete(self, found: models.Model, saving: Saving) -> None:
        if isinstance(found, Comparator) and not found.benchmarks.exists():
            super().delete(found, saving)


def _comparators(keys: Collection[Key]) -> models.QuerySet[Comparator]:
    return Comparator.objects.filter(name__in=[original(each[0]) for each in keys])


COMPARATORS: Final = ComparatorKeeper(ComparatorResource, ("name",), _comparators)
BENCHMARKS: Final = BulkKeeper(BenchmarkResource, ("ref", "comparator", "period_end"))
