"""Addresses of the scorecard's pages."""

from django.urls import path

from indicators import converters  # noqa: F401 - registers the quarter in addresses
from reporting.scorecard import converters as _forms  # noqa: F401 - registers <spreadsheet:...>
from reporting.scorecard import views, views_downloads, views_history

urlpatterns = [
    # /
    path("", views.overview, name="overview"),
    # /scorecard/
    path("scorecard/<quarter:period>/", views.overview, name="overview-period"),
    path("scorecard/<quarter:period>/chart.json", views.overview_chart, name="overview-chart"),
    path(
        "scorecard/<quarter:period>/scorecard.<spreadsheet:form>",
        views_downloads.scorecard,
        name="overview-spreadsheet",
    ),
    # /directorates/ and /outcomes/
    path("directorates/<slug:slug>/<quarter:period>/", views.directorate, name="directorate"),
    path(
        "directorates/<slug:slug>/<quarter:period>/scorecard.<spreadsheet:form>",
        views_downloads.directorate,
        name="directorate-spreadsheet",
    ),
    path("outcomes/<str:code>/<quarter:period>/", views.outcome, name="outcome"),
    path(
        "outcomes/<str:code>/<quarter:period>/scorecard.<spreadsheet:form>",
        views_downloads.outcome,
        name="outcome-spreadsheet",
    ),
    # /measures/
    path("measures/<str:ref>/history/", views_history.measure_history, name="measure-history"),
    path("measures/<str:ref>/<quarter:period>/", views.measure, name="measure"),
    path(
        "measures/<str:ref>/<quarter:period>/chart.json", views.measure_chart, name="measure-chart"
    ),
    path(
        "measures/<str:ref>/<quarter:period>/figures.<spreadsheet:form>",
        views_downloads.measure,
        name="measure-spreadsheet",
    ),
    # /borough/
    path("borough/<quarter:period>/", views.borough, name="borough"),
    # /accessibility/
    path("accessibility/", views.accessibility, name="accessibility"),
]
