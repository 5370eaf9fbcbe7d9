"""Addresses of the plan."""

from django.urls import path

from reporting.plan import converters as _converters  # noqa: F401 - registers <year:...>
from reporting.plan import views

urlpatterns = [
    # /plan/2017-18/...
    path("plan/", views.plan_now, name="plan-now"),
    path("plan/<year:year>/", views.plan, name="plan"),
    path("plan/<year:year>/<slug:slug>/", views.plan, name="plan-directorate"),
]
