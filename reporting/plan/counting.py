"""How many actions of a plan a directorate answers for, for a line on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from indicators.models import Milestone, PlanAction
from indicators.rules.periods import FinancialYear
from organisation.models import Directorate


@dataclass(frozen=True, slots=True)
class PlanCount:
    """A directorate's actions of a year: how many, how many overdue, where they stand."""

    year: FinancialYear
    actions: int
    overdue: int
    url: str


def plan_count(directorate: Directorate, year: FinancialYear, on: date) -> PlanCount | None:
    """None where the plan has no action for it. One query."""
    late = Milestone.objects.filter(action=OuterRef("pk"), due_on__lt=on)
    found = list(
        PlanAction.objects.filter(year=year.start, services__directorate=directorate)
        .distinct()
        .annotate(is_late=Q(due_on__lt=on) | Q(Exists(late)))
        .values_list("pk", "is_late")
    )
    if not found:
        return None
    at = {"year": year, "slug": directorate.slug}
    url = reverse("reporting:plan-directorate", kwargs=at)
    return PlanCount(year, len(found), sum(bool(late) for _, late in found), url)
