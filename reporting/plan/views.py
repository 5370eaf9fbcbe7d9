"""The pages of the plan; all signed-in people may read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from indicators.rules.periods import FinancialYear
from organisation.clock import today
from organisation.models import Directorate
from reporting.plan.building import latest_year, plan_page, plan_url
from reporting.scorecard.periods import latest_period


def plan_now(request: HttpRequest) -> HttpResponse:
    """The plan in force; without any, how there comes to be one."""
    year = latest_year(today())
    if year is None:
        return render(request, "reporting/plan_none.html")
    return redirect(plan_url(year))


def plan(request: HttpRequest, year: FinancialYear, slug: str = "") -> HttpResponse:
    """The actions of a year by aim, of all directorates or of one."""
    only = get_object_or_404(Directorate, slug=slug) if slug else None
    latest = latest_period(today())
    page = plan_page(year, only, today(), latest.quarter if latest else None)
    return render(request, "reporting/plan.html", {"page": page})
