"""A whole service on one grid: rows copied in Excel, saved all or not at all."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from html import escape
from itertools import chain

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from indicators.models import Return
from organisation.models import Change
from tests.browser.desk import LIST, Look, expect_done, make_asked, officer, sit_down, stored
from tests.factories import open_quarter

pytestmark = pytest.mark.django_db(transaction=True)

Rows = list[tuple[str, str, str]]
REFS = [str(ref) for ref in range(1, 21)]
COUNTS = {"19", "20"}
HEADINGS = ("Ref", "Figure", "Commentary")
LINES = 'Ward by ward:\n"north" rose,\n"south" did not.'
#: As it stands in the spreadsheet: percentages are printed with their sign, one text has lines.
SHEET: Rows = [
    (ref, "1,250" if ref in COUNTS else f"8{place % 10}.5%", f"Row {ref} of the register.")
    for place, ref in enumerate(REFS)
]
SHEET[2] = ("3", "82.5%", LINES)
RED = "7"
BAD = {"5": "tbc", "12": "84,5"}
#: Puts on the clipboard what Excel puts there when cells are copied.
COPY = """async ([plain, html]) => {
  const kinds = { "text/plain": plain, "text/html": html };
  const parts = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
}"""


def copied(rows: Rows) -> tuple[str, str]:
    """The same cells as text with tabs and as a table; Excel ends lines as Windows does."""
    plain = io.StringIO()
    csv.writer(plain, "excel-tab").writerows([HEADINGS, *rows])
    cells = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for row in chain([HEADINGS], rows)
    )
    return plain.getvalue(), f"<table><!--StartFragment-->{cells}<!--EndFragment--></table>"


def paste(page: Page, rows: Rows) -> None:
    """Copy the rows, then Ctrl+V in the first figure."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPY, list(copied(rows)))
    page.get_by_label("Figure, 1 Measure 1", exact=True).click()
    page.keyboard.press("Control+v")
    expect(page.get_by_text(f"{len(rows)} rows put into the boxes.")).to_be_visible()


def with_cells(cells: dict[str, str]) -> Rows:
    return [(ref, cells.get(ref, figure), text) for ref, figure, text in SHEET]


def figures() -> dict[str, Decimal | None]:
    return dict(Return.objects.values_list("measure__ref", "value"))


@pytest.fixture
def grid(page: Page, live_server: LiveServer) -> Page:
    """The grid of a service with twenty measures, two of which count."""
    make_asked(*(ref for ref in REFS if ref not in COUNTS))
    make_asked(*(ref for ref in REFS if ref in COUNTS), value_type="count", decimals=0)
    open_quarter()
    sit_down(page, live_server, officer(), LIST)
    page.get_by_role("link", name="Enter Children on one grid").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Returns of Children")
    page.wait_for_load_state("load")
    return page


def test_twenty_rows_are_pasted_two_of_them_wrong(grid: Page, look: Look) -> None:
    look(grid)
    paste(grid, with_cells(BAD | {RED: "61"}))
    wrong = {"5": "Enter the figure as a number, for example 59.6."}
    wrong |= {"12": wrong["5"]}
    told(grid, "Mend these before you save", wrong)
    look(grid, on_phone=True)
    assert set(figures().values()) == {None}

    grid.get_by_role("button", name="Save all as drafts").click()
    told(grid, "Nothing was saved", wrong)
    assert set(figures().values()) == {None}
    assert not Change.objects.filter(deed="return saved").exists()

    for ref in BAD:
        cell(grid, ref).fill("84.5")
    grid.get_by_role("button", name="Save all as drafts").click()
    expect_done(grid, "20 returns saved as drafts.")
    expected = {ref: Decimal(f"8{place % 10}.5") for place, ref in enumerate(REFS)}
    expected |= dict.fromkeys(COUNTS, Decimal(1250)) | {RED: Decimal(61)}
    assert figures() == expected | dict.fromkeys(BAD, Decimal("84.5"))
    assert stored("3").commentary == LINES
    origins = Change.objects.filter(deed="return saved").values_list("origin", flat=True)
    assert set(origins) == {"grid"}

    grid.get_by_role("button", name="Submit the 19 that are ready").click()
    expect_done(grid, "19 returns are submitted.")
    look(grid)
    states = dict(Return.objects.values_list("measure__ref", "state"))
    assert states == dict.fromkeys(REFS, "SUBMITTED") | {RED: "DRAFT"}


def told(page: Page, title: str, wrong: dict[str, str]) -> None:
    """Each bad cell in the summary and beside its box, with what was typed still in it."""
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("heading")).to_have_text(title)
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(
        [f"{ref}: {said}" for ref, said in wrong.items()]
    )
    for ref, said in wrong.items():
        summary.get_by_role("link", name=f"{ref}: {said}", exact=True).click()
        expect(cell(page, ref)).to_be_focused()
        expect(cell(page, ref)).to_have_value(BAD[ref])
        expect(cell(page, ref)).to_have_attribute("aria-invalid", "true")
        expect(page.locator("td", has=cell(page, ref))).to_contain_text(said)


def cell(page: Page, ref: str) -> Locator:
    return page.get_by_label(f"Figure, {ref} Measure {ref}", exact=True)


def test_enter_and_arrows_go_down_the_column(grid: Page) -> None:
    cell(grid, "1").fill("82")
    cell(grid, "1").press("Enter")
    expect(cell(grid, "2")).to_be_focused()
    grid.keyboard.type("83")
    grid.keyboard.press("ArrowDown")
    expect(cell(grid, "3")).to_be_focused()
    grid.keyboard.press("ArrowUp")
    expect(cell(grid, "2")).to_be_focused()
    expect(cell(grid, "2")).to_have_value("83")
    assert set(figures().values()) == {None}
