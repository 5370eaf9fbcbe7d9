"""The pages of the scorecard: each loads, asks and renders; all signed-in people may read them."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from indicators.models import Measure
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council, Directorate
from outcomes.models import Outcome
from reporting.charts.plotly_figures import overview_figure, time_figure
from reporting.charts.svg import time_chart
from reporting.charts.tables import figure_rows
from reporting.plan.counting import plan_count
from reporting.quality import MARKS_EXPLAINED
from reporting.scorecard import overview as overviews
from reporting.scorecard.borough import borough as state_of_borough
from reporting.scorecard.counting import DIRECTORATE, tallies
from reporting.scorecard.measure import chart_of, known, measure_page
from reporting.scorecard.parts import Asked, directorate_part, outcome_part, outcome_url
from reporting.scorecard.periods import (
    AddressOf,
    all_periods,
    latest_period,
    period_at,
    switched,
    switcher,
)
from reporting.scorecard.places import directorate_bars, directorate_url
from reporting.scorecard.rows import measure_url


def overview(request: HttpRequest, period: Quarter | None = None) -> HttpResponse:
    """The council in a period, by default the latest."""
    latest = None if period else latest_period(today())
    if period is None and latest is None:
        return render(request, "reporting/overview_empty.html")
    quarter = period or (latest.quarter if latest else None)
    assert quarter is not None  # noqa: S101 - one of the two is there
    if redirect := switched(request, overviews.address):
        return redirect
    asked = _asked(request, quarter)
    page = overviews.overview(
        asked.period, asked.periods, on=asked.on, council=asked.council, show=asked.show
    )
    return _page(request, "overview", page, asked, overviews.address)


def overview_chart(request: HttpRequest, period: Quarter) -> JsonResponse:
    """Ratings by directorate, for plotly; a bar opens its directorate."""
    asked = _asked(request, period)
    now = tallies(asked.period, DIRECTORATE, on=asked.on, council=asked.council)
    return JsonResponse(overview_figure(directorate_bars(now, period)))


def directorate(request: HttpRequest, slug: str, period: Quarter) -> HttpResponse:
    """A directorate's measures by service."""
    found = get_object_or_404(Directorate, slug=slug)
    address = partial(directorate_url, found)
    if redirect := switched(request, address):
        return redirect
    asked = _asked(request, period)
    plan = plan_count(found, period.financial_year, asked.on)
    return _page(request, "directorate", directorate_part(found, asked), asked, address, plan=plan)


def outcome(request: HttpRequest, code: str, period: Quarter) -> HttpResponse:
    """An outcome's measures by directorate and, apart, its indicators."""
    found = get_object_or_404(Outcome, code=code)
    address = partial(outcome_url, found)
    if redirect := switched(request, address):
        return redirect
    asked = _asked(request, period)
    return _page(request, "outcome", outcome_part(found, asked), asked, address)


def measure(request: Request, ref: str, period: Quarter) -> HttpResponse:
    """One measure in one period."""
    address = partial(measure_url, ref)
    if redirect := switched(request, address):
        return redirect
    asked = _asked(request, period)
    found = known(_measure(ref), asked.period, request.access, on=asked.on, council=asked.council)
    page = measure_page(found, on=asked.on, council=asked.council)
    drawn = {"chart_svg": time_chart(page.chart), "chart_rows": figure_rows(page.chart)}
    return _page(request, "measure", page, asked, address, **drawn)


def measure_chart(request: Request, ref: str, period: Quarter) -> JsonResponse:
    """One measure over time, for plotly: what this reader may see."""
    asked = _asked(request, period)
    found = known(_measure(ref), asked.period, request.access, on=asked.on, council=asked.council)
    return JsonResponse(time_figure(chart_of(found)))


def borough(request: HttpRequest, period: Quarter) -> HttpResponse:
    """Population indicators by outcome, apart from what is rated."""
    if redirect := switched(request, borough_url):
        return redirect
    asked = _asked(request, period)
    return _page(request, "borough", state_of_borough(period), asked, borough_url)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use these pages; meant for the public."""
    return render(request, "reporting/accessibility.html")


def borough_url(quarter: Quarter) -> str:
    return reverse("reporting:borough", kwargs={"period": quarter})


def _measure(ref: str) -> Measure:
    return get_object_or_404(Measure.objects.select_related("service__directorate"), ref=ref)


def _asked(request: HttpRequest, quarter: Quarter) -> Asked:
    """The period of an address with all that its page goes by; not found where there is none."""
    periods = all_periods()
    return Asked(
        period=period_at(quarter, periods),
        periods=periods,
        on=today(),
        council=Council.current(),
        show=request.GET.get("show", ""),
    )


def _page(
    request: HttpRequest, name: str, page: object, asked: Asked, address: AddressOf, **more: object
) -> HttpResponse:
    context = {
        "page": page,
        "period": asked.period,
        "switcher": switcher(asked.period, asked.periods, address),
        "marks_explained": MARKS_EXPLAINED,
        **more,
    }
    return render(request, f"reporting/{name}.html", context)
