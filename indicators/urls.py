"""Addresses of the quarterly cycle."""

from __future__ import annotations

from django.urls import path

from indicators import converters  # noqa: F401 - registers "quarter"
from indicators.returns import views_approving, views_entering, views_periods

app_name = "indicators"

urlpatterns = [
    # /returns/ for officers
    path("returns/", views_entering.returns, name="returns"),
    path("returns/<quarter:period>/<str:ref>/", views_entering.return_edit, name="return-edit"),
    path(
        "returns/<quarter:period>/<str:ref>/check/",
        views_entering.return_check,
        name="return-check",
    ),
    # /approvals/ for approvers
    path("approvals/", views_approving.approvals, name="approvals"),
    path(
        "approvals/<quarter:period>/<str:ref>/",
        views_approving.return_approve,
        name="return-approve",
    ),
    # /periods/ for the performance team
    path("periods/", views_periods.periods, name="periods"),
    path("periods/<quarter:period>/", views_periods.period, name="period"),
    path("periods/<quarter:period>/close/", views_periods.period_close, name="period-close"),
]
