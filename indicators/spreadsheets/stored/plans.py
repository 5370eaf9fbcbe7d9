"""Keepers of the actions of plans and of their milestones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import models

from indicators.comparison_resources import MilestoneResource, PlanActionResource
from indicators.models import Milestone, PlanAction
from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.stored.keeping import ResourceKeeper
from indicators.spreadsheets.stored.parts import Columns, Key
from organisation.columns import original

DAYS: Final = frozenset({"due_on"})


@dataclass(frozen=True)
class PlanKeeper(ResourceKeeper):
    """A table of plans: days in words, and columns that lead to other tables."""

    leads_elsewhere: frozenset[str] = field(default=frozenset())

    def label(self, column: str, text: str) -> str:
        if column not in DAYS:
            return super().label(column, text)
        day = date.fromisoformat(text)
        return f"{day.day} {day:%B %Y}"

    def built(self, columns: Columns) -> models.Model:
        own = {name: each for name, each in columns.items() if name not in self.leads_elsewhere}
        return super().built(own)


def _refs_and_years(keys: Collection[Key]) -> tuple[set[str], set[int]]:
    refs = {original(each[0]) for each in keys}
    return refs, {FinancialYear.parse(year).start for year in {each[1] for each in keys}}


def _actions(keys: Collection[Key]) -> models.QuerySet[PlanAction]:
    refs, years = _refs_and_years(keys)
    found = PlanAction.objects.filter(ref__in=refs, year__in=years)
    return found.prefetch_related("outcomes", "services__directorate")


def _milestones(keys: Collection[Key]) -> models.QuerySet[Milestone]:
    refs, years = _refs_and_years(keys)
    found = Milestone.objects.filter(action__ref__in=refs, action__year__in=years)
    return found.select_related("action")


ACTIONS: Final = PlanKeeper(
    PlanActionResource,
    ("ref", "year"),
    _actions,
    leads_elsewhere=frozenset({"services", "outcomes"}),
)
MILESTONES: Final = PlanKeeper(
    MilestoneResource,
    ("ref", "year", "position"),
    _milestones,
    leads_elsewhere=frozenset({"ref", "year"}),
)
