"""Exception reports as PDF, tagged for screen readers (PDF/UA); optional at run time."""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from django.template.loader import render_to_string

from reporting.charts.tables import year_rows
from reporting.documents.drawings import chart_svg, ruler_svg
from reporting.exceptions.rows import ExceptionDocument, Report
from reporting.scorecard.words import in_prose, months

STYLE = Path(__file__).with_name("document.css")
VARIANT = "pdf/ua-1"
#: The system library that WeasyPrint can't do without, by its names on Linux, macOS, Windows.
PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")
PANGO_FREETYPE = ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll")
REMEDY = (
    "PDF needs the system library Pango. On Debian or Ubuntu: apt-get install libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core. On macOS: brew install pango."
)


class PdfUnavailableError(Exception):
    """No PDF can be made on this machine; the message says what to install."""


@cache
def available() -> bool:
    """Whether PDFs can be made here. Cheap: it doesn't load WeasyPrint. Asked once."""
    return find_spec("weasyprint") is not None and all(map(_loads, (PANGO, PANGO_FREETYPE)))


def _loads(names: tuple[str, ...]) -> bool:
    """Whether the system has a library under any of its names."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def exception_pdf(content: ExceptionDocument) -> bytes:
    """The document as PDF/UA. PdfUnavailableError where the system library is missing."""
    weasyprint = _weasyprint()
    html = render_to_string("reporting/exception_document.html", _context(content))
    nothing = nothing_from(weasyprint)
    page = weasyprint.HTML(string=html, url_fetcher=nothing, media_type="print")
    style = weasyprint.CSS(string=STYLE.read_text(encoding="utf-8"), url_fetcher=nothing)
    return bytes(
        page.write_pdf(
            stylesheets=[style], pdf_variant=VARIANT, pdf_tags=True, finisher=_give_scopes
        )
    )


def nothing_from(weasyprint: ModuleType) -> Any:
    """A fetcher that refuses every address and every file: a document holds all that it shows."""
    return weasyprint.urls.URLFetcher(allowed_protocols=(), allow_redirects=False)


def _give_scopes(_document: object, made: Any) -> None:
    """Say of each header cell whether it heads a column or a row, which WeasyPrint leaves out."""
    known = {each.reference: each for each in made.objects}
    cells = (each for each in made.objects if isinstance(each, dict) and each.get("S") == "/TH")
    for cell in cells:
        row = known[cell["P"]]
        heads_column = known[row["P"]].get("S") == "/THead"
        cell["A"]["Scope"] = "/Column" if heads_column else "/Row"


def _weasyprint() -> ModuleType:
    """Loaded when the first PDF is asked for: it is heavy, and without Pango it can't be."""
    try:
        import weasyprint  # noqa: PLC0415 - optional and heavy, so loaded when first used
    except (ImportError, OSError) as error:
        raise PdfUnavailableError(REMEDY) from error
    return weasyprint


def _context(content: ExceptionDocument) -> dict[str, Any]:
    return {
        "content": content,
        "period": in_prose(content.quarter),
        "months": months(content.quarter),
        "parts": [_part(report) for report in content.reports],
    }


def _part(report: Report) -> dict[str, Any]:
    """A report with its drawings and the table of its figures."""
    return {
        "report": report,
        "ruler_svg": ruler_svg(report),
        "chart_svg": chart_svg(report),
        "years": year_rows(report.chart),
    }
