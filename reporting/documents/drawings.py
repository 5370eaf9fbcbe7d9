"""The drawings of an exception report: its ruler and its chart, each with words in place of it."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reporting.charts import svg
from reporting.charts.layout import PAPER
from reporting.exceptions.rows import Report

BETWEEN_TAGS = re.compile(r">\s+<")


def ruler_svg(report: Report) -> SafeString:
    """The ruler as pages draw it; nothing where nothing is rated."""
    if report.ruler is None:
        return mark_safe("")
    drawn = render_to_string("components/_ruler_drawing.html", {"ruler": report.ruler})
    start = drawn.find("<svg")
    return mark_safe(BETWEEN_TAGS.sub("><", drawn[start:].strip()) if start >= 0 else "")


def chart_svg(report: Report) -> SafeString:
    """The chart; nothing where there is no figure to draw."""
    return mark_safe("") if report.chart.is_empty else svg.drawing(report.chart, PAPER)
