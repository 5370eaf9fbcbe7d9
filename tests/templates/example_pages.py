"""Pages for the tests of charts.js: addresses, a page with a chart, and figures for it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.utils.safestring import mark_safe

from perfmgmt.urls import urlpatterns as real_addresses

PAGE = """
{% extends "base.html" %}
{% block title %}A chart{% endblock title %}
{% block content %}
  <h1>A chart</h1>
  {% include "components/chart.html" %}
{% endblock content %}
"""
DRAWING = (
    '<svg viewBox="0 0 40 20" role="img" aria-labelledby="drawn"><title id="drawn">Two bars'
    '</title><rect width="40" height="20" fill="#12436d" /></svg>'
)
FIGURE: dict[str, Any] = {
    "data": [
        {
            "type": "bar",
            "orientation": "h",
            "x": [3, 5],
            "y": ["People", "Place"],
            "customdata": ["/accessibility/", "//elsewhere.example/"],
        }
    ],
    "layout": {"height": 240, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}},
}


@login_not_required
def chart(request: HttpRequest, src: str) -> HttpResponse:
    """A page whose chart has its figure at /<src>."""
    context = {"svg": mark_safe(DRAWING), "src": f"/{src}"}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


@login_not_required
def figure(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django hands it on
    return JsonResponse(FIGURE)


urlpatterns = [
    path("chart/<str:src>/", chart),
    path("figure.json", figure),
    *real_addresses,
]
