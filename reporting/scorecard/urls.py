"""Addresses of the scorecard's pages."""

from django.urls import path

from indicators import converters  # noqa: F401 - registers the quarter in addresses
from reporting.scorecard import views, views_history

urlpatterns = [
    # /
    path("", views.overview, name="overview"),
    # /scorecard/
    path("scorecard/<quarter:period>/", views.overview, name="overview-period"),
    path("scorecard/<quarter:period>/chart.json", views.overview_chart, name="overview-chart"),
    # /directorates/ and /outcomes/
    path("directorates/<slug:slug>/<quarter:period>/", views.directorate, name="directorate"),
    path("outcomes/<str:code>/<quarter:period>/", views.outcome, name="outcome"),
    # /measures/
    path("measures/<str:ref>/history/", views_history.measure_history, name="measure-history"),
    path("measures/<str:ref>/<quarter:period>/", views.measure, name="measure"),
    path(
        "measures/<str:ref>/<quarter:period>/chart.json", views.measure_chart, name="measure-chart"
    ),
    # /borough/
    path("borough/<quarter:period>/", views.borough, name="borough"),
    # /accessibility/
    path("accessibility/", views.accessibility, name="accessibility"),
]
