"""Exception reports as a Word document that can go before Cabinet as it is."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument

from reporting.charts.tables import NOTHING, year_rows
from reporting.documents import word_parts as parts
from reporting.documents.drawings import chart_svg, ruler_svg
from reporting.exceptions.rows import ExceptionDocument, Recovery, Report
from reporting.scorecard.words import in_prose, months

RULER_WIDTH, CHART_WIDTH = 110, 140  # millimetres
NO_ACTIONS = "No actions are recorded."
NOT_WRITTEN = "The exception report has still to be written."


def exception_word(content: ExceptionDocument) -> bytes:
    """The document as a .docx file: A4, real headings and tables, alternative texts."""
    document = Document()
    parts.prepare(document, title=content.title, author=content.council)
    parts.header_and_footer(document, content.council, content.title, content.example_note)
    if content.is_whole_period:
        _front(document, content)
    for index, report in enumerate(content.reports):
        _report(document, content, report, on_new_page=content.is_whole_period or index > 0)
    if content.missing:
        _missing(document, content)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _back(recovery: Recovery) -> str:
    """The quarter named, and the one named before it where that moved."""
    was = f"\nwas {recovery.before}" if recovery.before else ""
    return f"{recovery.expected or NOTHING}{was}"


def _front(document: WordDocument, content: ExceptionDocument) -> None:
    """Title, message, and the list of reds with links to their reports."""
    quarter = content.quarter
    document.add_paragraph(content.council, style="Subtitle")
    document.add_paragraph(content.title, style="Title")
    document.add_paragraph(f"{months(quarter)}. Prepared {content.prepared}.", style="Small")
    document.add_paragraph(" ".join(content.message), style="Lead")
    if not content.reports:
        return
    document.add_heading("Red measures", level=1)
    table = parts.table(
        document,
        ("Ref", "Measure", "Directorate and service", "Value", "Target", "Back on target"),
        [
            (
                report.ref,
                report.name,
                report.place,
                report.facts[0].text,
                report.facts[1].text,
                _back(report.recovery),
            )
            for report in content.reports
        ],
        widths=(12, 50, 38, 20, 22, 28),
        label="Red measures with value and target",
    )
    for row, report in zip(table.rows[1:], content.reports, strict=True):
        parts.link_cell(row.cells[1], _bookmark(report))


def _bookmark(report: Report) -> str:
    """A name that Word takes for a bookmark: letters, digits, underscores."""
    return "report_" + "".join(letter if letter.isalnum() else "_" for letter in report.ref)


def _report(
    document: WordDocument, content: ExceptionDocument, report: Report, *, on_new_page: bool
) -> None:
    """All that is said of one red measure."""
    heading = document.add_heading(report.title, level=1)
    heading.paragraph_format.page_break_before = on_new_page
    parts.bookmark(heading, _bookmark(report))
    portfolio = f" · {report.portfolio}" if report.portfolio else ""
    where = f"{report.place}{portfolio} · {in_prose(content.quarter)}"
    document.add_paragraph(where, style="Small")
    parts.rated(document, report.status.word, report.sentence)
    if report.judgement:
        document.add_paragraph(report.judgement)
    if report.ruler is not None:
        parts.picture(document, ruler_svg(report), report.ruler.description, RULER_WIDTH)
    parts.facts(
        document,
        [(fact.label, fact.text, fact.note) for fact in report.facts],
        label="The figure and what it compares with",
    )
    _chart(document, report)
    _explanation(document, report)
    _figures(document, report)
    _about(document, report)


def _chart(document: WordDocument, report: Report) -> None:
    """The chart's message, what it shows, the chart."""
    chart = report.chart
    if chart.is_empty:
        return
    document.add_heading(chart.title, level=2)
    document.add_paragraph(chart.subtitle, style="Small").paragraph_format.keep_with_next = True
    parts.picture(document, chart_svg(report), chart.description, CHART_WIDTH)


def _figures(document: WordDocument, report: Report) -> None:
    """The figures of the chart by year."""
    if report.chart.is_empty:
        return
    document.add_heading("Figures by year", level=2)
    parts.table(
        document,
        ("Year", "Q1", "Q2", "Q3", "Q4", "Target"),
        [(row.year, *row.figures, row.target) for row in year_rows(report.chart)],
        widths=(25, 27, 27, 27, 27, 37),
        label="The figures of the chart by year; a diamond marks a red",
        close=True,
    )
    key = "◆ rated red, [p] provisional, [e] estimated, [r] revised."
    document.add_paragraph(key, style="Small")


def _explanation(document: WordDocument, report: Report) -> None:
    """Cause, key risks, mitigation, actions, expected recovery; or why there are none."""
    if report.waiver:
        document.add_heading("Exception report waived", level=2)
        document.add_paragraph(report.waiver)
    elif not report.is_written:
        document.add_paragraph(NOT_WRITTEN, style="Lead")
    for told in report.told:
        document.add_heading(told.label, level=2)
        parts.said(document, told.text)
    if report.waiver and not report.told:
        return
    document.add_heading("Actions", level=2)
    if report.actions:
        parts.table(
            document,
            ("Action", "Owner", "Due"),
            [(action.text, action.owner, action.due) for action in report.actions],
            widths=(90, 45, 35),
            label="Actions with owner and date",
            together=True,
        )
    else:
        document.add_paragraph(NO_ACTIONS)
    recovery = report.recovery
    parts.labelled(document, "Expected back on target: ", recovery.words, recovery.note)
    if recovery.reason:
        parts.said(document, f"{recovery.reason_label}: {recovery.reason}")


def _about(document: WordDocument, report: Report) -> None:
    document.add_heading("About this measure", level=2)
    parts.table(
        document,
        ("What", "Who, where or how"),
        [(fact.label, fact.text) for fact in report.about],
        widths=(45, 125),
        label="Who answers for the measure",
        close=True,
    )


def _missing(document: WordDocument, content: ExceptionDocument) -> None:
    """Missing returns stand apart: nobody can explain a figure that has not come."""
    heading = document.add_heading("Missing returns", level=1)
    heading.paragraph_format.page_break_before = bool(content.reports)
    document.add_paragraph(
        "These returns await information. They have no exception report, "
        "because there is no figure to explain."
    )
    parts.table(
        document,
        ("Ref", "Measure", "Directorate and service", "Since when"),
        [(each.ref, each.name, each.place, each.words) for each in content.missing],
        widths=(12, 68, 45, 45),
        label="Missing returns",
    )
