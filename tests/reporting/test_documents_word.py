"""Exception reports as Word documents."""

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from pypdf import PdfReader

from reporting.charts import pictures
from reporting.documents.word import exception_word
from tests.reporting.exception_examples import MOVED, ONE, REPORT, SENTENCE, WHOLE


def opened(made: bytes) -> WordDocument:
    return Document(BytesIO(made))


def headings(document: WordDocument) -> list[tuple[str, str]]:
    return [
        (paragraph.style.name, paragraph.text)
        for paragraph in document.paragraphs
        if paragraph.style is not None and str(paragraph.style.name).startswith("Heading")
    ]


def rows(document: WordDocument, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_report_tells_all_in_order() -> None:
    document = opened(exception_word(ONE))
    assert headings(document) == [
        ("Heading 1", "25 Children subject to a plan <per 10,000>"),
        ("Heading 2", REPORT.chart.title),
        ("Heading 2", "Cause"),
        ("Heading 2", "Key risks"),
        ("Heading 2", "Mitigation"),
        ("Heading 2", "Actions"),
        ("Heading 2", "Figures by year"),
        ("Heading 2", "About this measure"),
    ]
    said = [paragraph.text for paragraph in document.paragraphs]
    assert f"\u00a0◆\u00a0Red\u00a0\u2002{SENTENCE}" in said
    assert "Expected back on target: 2018/19 Q2" in said
    assert {"Two families.", "Caseloads.", "Late reviews.", "A weekly panel."} <= set(said)


def test_recovery_that_moved_says_from_which_quarter_and_why() -> None:
    document = opened(exception_word(replace(WHOLE, reports=(MOVED,))))
    said = [paragraph.text for paragraph in document.paragraphs]
    at = said.index("Expected back on target: 2018/19 Q3 (the report before said 2018/19 Q1)")
    assert said[at + 1] == "Why that moved: Two posts are vacant & unfilled."
    assert rows(document, 0)[1][-1] == "2018/19 Q3\nwas 2018/19 Q1"


def test_report_has_its_figures_actions_and_people_as_tables() -> None:
    document = opened(exception_word(ONE))
    assert rows(document, 0)[0] == [fact.label for fact in REPORT.facts]
    assert rows(document, 0)[1][:3] == [
        "59.6 per 10,000\nexample figure",
        "50.4 to 55.7",
        "3.9\nabove the range 50.4 to 55.7",
    ]
    assert rows(document, 1) == [
        ["Action", "Owner", "Due"],
        ["Review every plan", "Head of Safeguarding", "28 February 2018"],
    ]
    assert rows(document, 2)[-1] == ["2017/18", "57.1", "58.2", "59.6 ◆", "–", "50.4 to 55.7"]
    assert rows(document, 3)[1:] == [
        ["Responsible post", "Head of Safeguarding"],
        ["Portfolio", "Children (Cllr A)"],
    ]


def test_document_of_a_period_has_title_list_reports_and_missing_returns() -> None:
    document = opened(exception_word(WHOLE))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[:4] == [
        "Example Council",
        "Exception reports, Quarter 3 2017/18",
        "October to December 2017. Prepared 15 January 2018.",
        "3 performance measures are red in Quarter 3 2017/18. 1 return is missing.",
    ]
    assert [text for style, text in headings(document) if style == "Heading 1"] == [
        "Red measures",
        "4 Volunteers",
        "5 Visits",
        "25 Children subject to a plan <per 10,000>",
        "Missing returns",
    ]
    assert rows(document, 0)[0][:2] == ["Ref", "Measure"]
    assert [row[0] for row in rows(document, 0)[1:]] == ["4", "5", "25"]
    assert rows(document, -1)[1] == [
        "9",
        "Missed collections",
        "Place › Waste",
        "Due 12 January 2018",
    ]


def test_waived_report_gives_its_reason_and_an_unwritten_one_says_so() -> None:
    said = [paragraph.text for paragraph in opened(exception_word(WHOLE)).paragraphs]
    assert "Waived by Head of Performance on 11 January 2018: The scheme ended." in said
    assert said.count("The exception report has still to be written.") == 1


def test_document_is_a4_in_british_english_with_title_and_author() -> None:
    document = opened(exception_word(ONE))
    section, core = document.sections[0], document.core_properties
    assert (section.page_width, section.page_height) == (7560310, 10692130)
    assert (core.title, core.author, core.language) == (ONE.title, "Example Council", "en-GB")
    languages = document.styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert [each.get(qn("w:val")) for each in languages] == ["en-GB"]


def test_every_table_repeats_its_header_and_has_a_description() -> None:
    for table in opened(exception_word(WHOLE)).tables:
        assert table._tbl.findall(f".//{qn('w:tblHeader')}") != []  # noqa: SLF001 - its XML
        (caption,) = table._tbl.tblPr.findall(qn("w:tblCaption"))  # noqa: SLF001
        assert caption.get(qn("w:val"))


def test_every_picture_has_its_alternative_text() -> None:
    document = opened(exception_word(ONE))
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]  # noqa: SLF001
    assert REPORT.ruler is not None
    assert described == [REPORT.ruler.description, REPORT.chart.description]


def test_links_of_the_list_lead_to_the_reports() -> None:
    body = opened(exception_word(WHOLE)).element.body
    anchors = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    marks = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    assert anchors == marks == ["report_4", "report_5", "report_25"]


def test_example_council_is_named_on_every_page_and_pages_are_numbered() -> None:
    with ZipFile(BytesIO(exception_word(WHOLE))) as package:
        footer = package.read("word/footer1.xml").decode()
    assert "Example council. Business today is 15 January 2018." in footer
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer


def test_document_without_reds_is_its_message_and_what_is_missing() -> None:
    empty = replace(WHOLE, reports=(), message=("No performance measure is red.",))
    document = opened(exception_word(empty))
    assert headings(document) == [("Heading 1", "Missing returns")]


def test_report_without_fonts_says_in_words_what_the_pictures_show(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "sans_serif", lambda: None)
    document = opened(exception_word(ONE))
    assert len(document.inline_shapes) == 0
    assert REPORT.chart.description in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.office
def test_document_opens_in_libreoffice_at_two_pages_a_report(tmp_path: Path) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(exception_word(WHOLE))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*convert, tmp_path, source], check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages]
    assert len(pages) == 6
    assert "Page 1 of 6" in pages[0]
    assert "Missing returns" in pages[5]
