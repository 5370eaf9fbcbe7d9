"""The parts that our Word documents are made of: page, styles, tables, pictures, links."""

# python-docx has no public way to the XML of captions, shading, links and repeated headers.
# ruff: noqa: SLF001

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zlib import crc32

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reporting.charts.pictures import NoFontError, png

LANGUAGE = "en-GB"
FONT = "Arial"
BLUE, GREY, WHITE = RGBColor(0x12, 0x43, 0x6D), RGBColor(0x4B, 0x51, 0x57), RGBColor(255, 255, 255)
RED = "7A1712"
PAGE, MARGIN = (Mm(210), Mm(297)), Mm(20)
TEXT_WIDTH = 170  # millimetres
FACT_WIDTHS = (28, 23, 26, 24, 27, 42)
#: Size, colour, bold, space before and after, in points.
STYLES: dict[str, tuple[float, RGBColor | None, bool, int, int]] = {
    "Normal": (10.5, None, False, 0, 5),
    "Title": (26, BLUE, True, 4, 6),
    "Subtitle": (13, GREY, False, 0, 0),
    "Heading 1": (16, BLUE, True, 0, 2),
    "Heading 2": (12, BLUE, True, 8, 2),
    "Small": (9, GREY, False, 0, 6),
    "Lead": (13, None, False, 0, 4),
    "Cell": (9.5, None, False, 2, 2),
}


def prepare(document: WordDocument, *, title: str, author: str) -> None:
    """A4, our styles, and what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(16)
    for name in ("Small", "Lead", "Cell"):
        added = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
    for name, look in STYLES.items():
        _style(document, name, *look)
    _language(document)
    core = document.core_properties
    core.title, core.author, core.language = title, author, LANGUAGE
    core.subject, core.comments = "Exception report", ""


def _style(
    document: WordDocument,
    name: str,
    size: float,
    colour: RGBColor | None,
    bold: bool,  # noqa: FBT001 - a row of STYLES
    before: int,
    after: int,
) -> None:
    style: ParagraphStyle = document.styles[name]
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    if colour is not None:
        font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):  # the template's theme would outweigh our font
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for spacing in style.element.findall(f"{qn('w:rPr')}/{qn('w:spacing')}"):
        spacing.getparent().remove(spacing)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _language(document: WordDocument) -> None:
    """Screen readers take the pronunciation from here, Word its spelling."""
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(_element("w:lang", {"w:val": LANGUAGE, "w:eastAsia": LANGUAGE}))


def header_and_footer(document: WordDocument, council: str, title: str, note: str) -> None:
    """The council above, title and page number below, and the example's sentence if it is one."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text, head.style = f"{council} · Exception reports", document.styles["Small"]
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Small"]
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{_shortened(title)}\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    if note:
        section.footer.add_paragraph(note, style=document.styles["Small"])


def _shortened(title: str, length: int = 80) -> str:
    return title if len(title) <= length else f"{title[:length].rsplit(' ', 1)[0]} …"


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word works out."""
    field = _element("w:fldSimple", {"w:instr": code})
    run = _element("w:r")
    text = _element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def rated(document: WordDocument, word: str, sentence: str) -> None:
    """The rating as word, shape and colour, and the sentence that explains it."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    tag = paragraph.add_run(f"\u00a0◆\u00a0{word}\u00a0")
    tag.bold, tag.font.color.rgb, tag.font.size = True, WHITE, Pt(12)
    _shade(tag, RED)
    told = paragraph.add_run(f"\u2002{sentence}")
    told.bold, told.font.size = True, Pt(12)


def _shade(run: Run, fill: str) -> None:
    shade = _element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill})
    run._r.get_or_add_rPr().append(shade)


def picture(document: WordDocument, svg: str, description: str, width: int) -> None:
    """A drawing with its alternative text; without fonts that text stands in its place."""
    try:
        drawn = document.add_picture(BytesIO(png(svg)), width=Mm(width))
    except NoFontError:
        document.add_paragraph(description, style="Small")
        return
    properties = drawn._inline.docPr
    properties.set("descr", description)
    properties.set("name", "Drawing")


def table(
    document: WordDocument,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    label: str,
    widths: Sequence[int] = (),
    close: bool = False,
    together: bool = False,
) -> Table:
    """A real table: the header row repeats, rows stay whole, `label` is its description."""
    made: Table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    _described(made, label)
    _repeats(made)
    for cell, text in zip(made.rows[0].cells, header, strict=True):
        _fill(cell, text, bold=True, fill="E8EFF6")
    for row in rows:
        for cell, text in zip(_added(made), row, strict=True):
            _fill(cell, text, close=close)
    if together:
        _on_one_page(made)
    _set_widths(made, widths or [TEXT_WIDTH // len(header)] * len(header))
    _only_lines_below(made)
    _space_after(document)
    return made


def facts(document: WordDocument, rows: Sequence[tuple[str, str, str]], *, label: str) -> None:
    """Figures side by side: what it is above, the figure in bold, its comparison beneath."""
    names = [name for name, _, _ in rows]
    first = FACT_WIDTHS[: len(rows) - 1]
    widths = (*first, TEXT_WIDTH - sum(first))  # the last one, a baseline's source, is the longest
    made = table(document, names, [[""] * len(rows)], widths=widths, label=label)
    for cell, (_, text, note) in zip(made.rows[1].cells, rows, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
        if note:
            added = cell.add_paragraph(note, style="Cell")
            added.runs[0].font.size = Pt(8.5)


def _added(made: Table) -> tuple[_Cell, ...]:
    row = made.add_row()  # type: ignore[no-untyped-call]
    return tuple(row.cells)


def _fill(
    cell: _Cell, text: str, *, bold: bool = False, fill: str = "", close: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Cell"
    if close:
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0.5)
    paragraph.add_run(text).bold = bold
    if fill:
        shade = _element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill})
        cell._tc.get_or_add_tcPr().append(shade)


def _described(made: Table, label: str) -> None:
    properties = made._tbl.tblPr
    properties.append(_element("w:tblCaption", {"w:val": label}))
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
        properties.insert(len(properties) - 1, look)
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "0")


def _repeats(made: Table) -> None:
    made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))


def _on_one_page(made: Table) -> None:
    """Each row stays with the next, as far as a page reaches."""
    for row in made.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _set_widths(made: Table, widths: Sequence[int]) -> None:
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)  # for LibreOffice; Word looks at the cells
    for row in made.rows:
        row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit", {"w:val": "true"}))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _only_lines_below(made: Table) -> None:
    """White space and thin lines do the work; no grid."""
    borders = _element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        shown = side in {"top", "bottom", "insideH"}
        look = {"w:val": "single" if shown else "nil", "w:sz": "4", "w:color": "C9CDD1"}
        borders.append(_element(f"w:{side}", look))
    layout = made._tbl.tblPr.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(_element("w:tblInd", {"w:w": "108", "w:type": "dxa"}))
        layout.addprevious(borders)


def _space_after(document: WordDocument) -> None:
    """A little air below a table, which has none of its own."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(6)


def labelled(document: WordDocument, label: str, text: str, note: str = "") -> None:
    """Expected back on target: 2018/19 Q2, and a note that is not in bold."""
    paragraph = document.add_paragraph(label)
    paragraph.add_run(text).bold = True
    paragraph.add_run(note)


def said(document: WordDocument, text: str) -> None:
    """What somebody wrote, with its lines."""
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(line.strip())


def bookmark(paragraph: Paragraph, name: str) -> None:
    """A place that links in the document lead to."""
    number = str(crc32(name.encode()))
    start = _element("w:bookmarkStart", {"w:id": number, "w:name": name})
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("w:bookmarkEnd", {"w:id": number}))


def link_cell(cell: _Cell, name: str) -> None:
    """Make a cell's text lead to a bookmark."""
    paragraph = cell.paragraphs[0]
    link = _element("w:hyperlink", {"w:anchor": name, "w:history": "1"})
    for run in paragraph.runs:
        run.font.color.rgb, run.font.underline = BLUE, True
        link.append(run._r)
    paragraph._p.append(link)


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    return made
