"""Addresses of everything that is read."""

from django.urls import include, path

app_name = "reporting"

urlpatterns = [
    path("", include("reporting.scorecard.urls")),
    path("", include("reporting.exceptions.urls")),
    path("", include("reporting.plan.urls")),
]
