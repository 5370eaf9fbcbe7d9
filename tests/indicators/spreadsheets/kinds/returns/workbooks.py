"""Workbooks of returns as officers fill them in, for the tests of this room."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.models import Return
from indicators.officers.due import Work
from indicators.rules.periods import Quarter
from indicators.spreadsheets.files.reading import read_file
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.kinds.returns.reading import ReturnsRead, understand
from indicators.spreadsheets.kinds.returns.settled import ReturnRow
from indicators.spreadsheets.kinds.returns.template import rows_of
from indicators.spreadsheets.kinds.returns.template_book import HEADER_ROW, Occasion, template_of
from organisation.access import access_of
from organisation.clock import today
from organisation.models import Council, Person
from tests.factories import Q3, TODAY
from tests.indicators.spreadsheets.books import saved

SHEET = "Returns"
Cells = Mapping[tuple[str, str], object]  # by ref and heading


def occasion(quarter: Quarter = Q3) -> Occasion:
    return Occasion("Children", quarter.name, quarter.prose, "Due", TODAY, "The council")


def downloaded(person: Person, quarter: Quarter = Q3) -> bytes:
    """The workbook of all that is asked in a period, as this person gets it."""
    returns = Return.objects.live().filter(period__year=quarter.year, period__number=quarter.number)
    work = Work.read(access_of(person, today()), today())
    return template_of(rows_of(returns, work, Council.current()), occasion(quarter))


def opened(data: bytes) -> tuple[Workbook, Worksheet]:
    book = load_workbook(io.BytesIO(data))
    return book, book[SHEET]


def headings(sheet: Worksheet) -> dict[str, int]:
    """The columns by their headings."""
    return {str(cell.value): at for at, cell in enumerate(sheet[HEADER_ROW], 1)}


def rows_by_ref(sheet: Worksheet) -> dict[str, int]:
    rows = range(HEADER_ROW + 1, sheet.max_row + 1)
    return {str(sheet.cell(row, 1).value): row for row in rows}


def filled(data: bytes, cells: Cells) -> bytes:
    """The workbook with some cells filled in, as Excel would leave it."""
    book, sheet = opened(data)
    columns, rows = headings(sheet), rows_by_ref(sheet)
    for (ref, heading), value in cells.items():
        sheet.cell(rows[ref], columns[heading]).value = value  # type: ignore[assignment]
    return saved(book)


def cells_of(data: bytes, ref: str) -> dict[str, object]:
    """One row's cells by their headings."""
    _, sheet = opened(data)
    row = rows_by_ref(sheet)[ref]
    return {name: sheet.cell(row, at).value for name, at in headings(sheet).items()}


def understood(
    data: bytes,
    person: Person,
    answers: Mapping[str, object] | None = None,
    leave_out: Sequence[str] = (),
) -> ReturnsRead:
    upload = Upload(
        data, "filled.xlsx", "returns", answers=answers, leave_out=tuple(leave_out), by=person.pk
    )
    return understand(upload, read_file(data, "filled.xlsx"))


def wanted(seen: ReturnsRead) -> dict[str, dict[str, str]]:
    """What the rows want of their returns, by ref; those that leave theirs as it is are none."""
    return {row.ref: dict(row.columns) for row in seen.rows if row.columns}


def errors(seen: ReturnsRead) -> list[str]:
    return [each.message for each in seen.problems if each.severity.value == "error"]


def warnings(seen: ReturnsRead) -> list[str]:
    return [each.message for each in seen.problems if each.severity.value == "warning"]


def row_of(seen: ReturnsRead, ref: str) -> ReturnRow:
    return next(each for each in seen.rows if each.ref == ref)
