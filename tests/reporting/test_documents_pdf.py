"""Exception reports as PDF."""

import builtins
import logging
from dataclasses import replace
from io import BytesIO
from types import ModuleType
from typing import Any

import pytest
from pypdf import PdfReader

from reporting.documents import pdf
from tests.reporting.exception_examples import MOVED, ONE, REPORT, SENTENCE, WHOLE

needs_pango = pytest.mark.pdf


def elements(reader: PdfReader) -> list[dict[str, Any]]:
    """Every element of the structure tree, in reading order."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append(node)
            if node.get("/K") is not None:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


@pytest.fixture(scope="module")
def whole() -> PdfReader:
    return PdfReader(BytesIO(pdf.exception_pdf(WHOLE)))


@needs_pango
def test_pdf_says_language_and_title_and_that_it_is_tagged(whole: PdfReader) -> None:
    root: Any = whole.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}
    assert whole.metadata is not None
    assert (whole.metadata.title, whole.metadata.author) == (WHOLE.title, "Example Council")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


@needs_pango
def test_pdf_has_a_bookmark_for_each_report(whole: PdfReader) -> None:
    assert [each.title for each in whole.outline if not isinstance(each, list)] == [
        "Exception reports, Quarter 3 2017/18",
        "4\u2002Volunteers",
        "5\u2002Visits",
        "25\u2002Children subject to a plan <per 10,000>",
        "Missing returns",
    ]


@needs_pango
def test_pdf_describes_drawings_and_says_what_each_header_heads(whole: PdfReader) -> None:
    found = elements(whole)
    described = [each.get("/Alt") for each in found if each["/S"] == "/Figure"]
    assert REPORT.ruler is not None
    assert described == [REPORT.ruler.description, REPORT.chart.description] * 3
    scopes = [each["/A"].get("/Scope") for each in found if each["/S"] == "/TH"]
    assert set(scopes) == {"/Column", "/Row"}


@needs_pango
def test_pdf_carries_its_fonts(whole: PdfReader) -> None:
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in whole.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    ]
    assert fonts
    assert [each for each in fonts if not {"/FontFile2", "/FontFile3"} & set(each)] == []


@needs_pango
def test_pdf_tells_all_of_a_report_on_two_pages() -> None:
    reader = PdfReader(BytesIO(pdf.exception_pdf(ONE)))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (SENTENCE, "Two families.", "Review every plan", "2018/19 Q2", "Cllr A"):
        assert words in said
    assert len(reader.pages) <= 2


@needs_pango
def test_pdf_says_from_which_quarter_a_recovery_moved_and_why() -> None:
    reader = PdfReader(BytesIO(pdf.exception_pdf(replace(WHOLE, reports=(MOVED,)))))
    said = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Expected back on target: 2018/19 Q3 (the report before said 2018/19 Q1)",
        "Why that moved: Two posts are vacant & unfilled.",
        "was 2018/19 Q1",
    ):
        assert words in said


@needs_pango
def test_pdf_of_the_example_council_says_so_on_every_page(whole: PdfReader) -> None:
    notes = ["Business today is 15 January 2018" in page.extract_text() for page in whole.pages]
    assert notes == [True] * len(whole.pages)


@needs_pango
def test_pdf_fetches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    weasyprint = pdf._weasyprint()  # noqa: SLF001 - the module as it is used
    nothing = pdf.nothing_from(weasyprint)
    html = '<img alt="" src="{}"><p>Said'
    for address in ("file:///etc/hostname", "http://127.0.0.1/x.png", "data:image/png;base64,AA"):
        with caplog.at_level(logging.ERROR, logger="weasyprint"):
            weasyprint.HTML(string=html.format(address), url_fetcher=nothing).write_pdf()
        assert "disallowed protocol" in caplog.text
        caplog.clear()


def test_pdf_without_pango_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> ModuleType:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(pdf.PdfUnavailableError, match="apt-get install libpango"):
        pdf.exception_pdf(ONE)


def test_available_is_false_where_a_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PANGO", ("libsurely-not-there.so.0",))
    pdf.available.cache_clear()
    try:
        assert pdf.available() is False
    finally:
        pdf.available.cache_clear()


@needs_pango
def test_available_where_pdfs_can_be_made() -> None:
    pdf.available.cache_clear()
    assert pdf.available() is True
