"""Every page at a year-end outturn: it opens, and nowhere is it taken for a quarter."""

import re
from collections.abc import Container
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from indicators.models import Period, Return
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from indicators.rules.periods import Quarter
from organisation.models import Person
from tests.everybody import client_of, make_everybody
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_approver,
    make_performance,
    make_service,
    open_quarter,
)
from tests.indicators.returns.pages import Page
from tests.test_permissions import POSTED, READ, TABLE, YES

pytestmark = pytest.mark.django_db

OUTTURN = Quarter(2016, 5)
#: Addresses that name a period, with the place of the first role that may open each.
ADDRESSES = {
    address: answers.index(YES)
    for address, answers in TABLE.items()
    if READ in address and YES in answers
}
FIFTH = re.compile(r"(quarter|q) ?5|\bthis quarter\b|\blast quarter\b", re.IGNORECASE)


@pytest.fixture
def people() -> list[Person | None]:
    """One of each role, around an outturn's red, a return to enter and one to approve."""
    last = open_quarter(OUTTURN.financial_year.quarters[-1])
    close_period(last, by=make_performance(), on=TODAY)
    return list(make_everybody(OUTTURN).values())


def test_every_page_opens_at_an_outturn_and_never_takes_it_for_a_quarter(
    people: list[Person | None],
) -> None:
    assert amiss(people) == {}


def test_nor_once_the_outturn_is_closed(people: list[Person | None]) -> None:
    returns = {each.measure.ref: each for each in Return.objects.select_related("measure")}
    approve(returns["27"], by=make_approver(make_service()), on=TODAY)
    approved(returns["26"], "50", **EXPLAINED)
    close_period(Period.objects.get(number=OUTTURN.number), by=make_performance(), on=TODAY)
    assert amiss(people, refused=range(400, 500)) == {}


def amiss(people: list[Person | None], refused: Container[int] = ()) -> dict[str, object]:
    """The addresses that do not open, with their answer, or that speak of a quarter.

    `refused`: answers that are right as well, for what can't be entered any more.
    """
    found: dict[str, object] = {}
    for address, place in ADDRESSES.items():
        page = opened(address, people[place])
        wrong = FIFTH.search(as_read(page))
        if wrong or not (page.status_code == YES or page.status_code in refused):
            found[address] = (page.status_code, wrong and wrong[0])
    return found


def opened(address: str, person: Person | None) -> Page:
    at = address.replace(READ, OUTTURN.slug)
    client = client_of(person)
    return client.post(at) if address in POSTED else client.get(at)


def as_read(response: Page) -> str:
    """What a page, a Word document or a workbook says."""
    if "spreadsheetml" in response["Content-Type"]:
        book = load_workbook(BytesIO(response.content))
        rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(each) for row in rows for each in row if each is not None)
    if "wordprocessingml" in response["Content-Type"]:
        document = Document(BytesIO(response.content))
        cells = [cell.text for table in document.tables for cell in table._cells]  # noqa: SLF001
        return "\n".join([*(each.text for each in document.paragraphs), *cells])
    return re.sub(r"<[^>]+>", " ", response.content.decode())
