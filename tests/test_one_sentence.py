"""One sentence everywhere: change a tolerance and form, page, Word, PDF and record change alike."""

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from docx import Document
from pypdf import PdfReader

from indicators.agreeing import agree_terms
from indicators.models import Return, Terms
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from indicators.returns.submitting import submit
from organisation.models import Change, ChangeText
from tests.factories import (
    EXPLAINED,
    TODAY,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
)

pytestmark = pytest.mark.django_db
ADDRESS = "2017-18-q3/25/"
RANGE: dict[str, Any] = {
    "polarity": "RANGE",
    "target": None,
    "low": Decimal("45.7"),
    "high": Decimal("52.3"),
    "tolerance_mode": "PERCENT_OF_TARGET",
}


def sentence(percent: int) -> str:
    reach = {5: "54.9", 6: "55.4", 7: "55.9"}[percent]
    return (
        f"Red: 56.5 is 4.2 above the range 45.7 to 52.3; "
        f"amber reaches to {reach} ({percent}% of the upper limit)"
    )


@pytest.fixture
def red() -> Return:
    """A return at 56.5 against a range of 45.7 to 52.3, saved as a draft."""
    service = make_service()
    make_measure("25", service=service, value_type="rate", unit="per 10,000")
    return_ = make_return("25", **RANGE | {"tolerance_amber": Decimal(5)})
    return entered(return_, "56.5", **EXPLAINED)


def set_tolerance(percent: int) -> None:
    terms = Terms.objects.get()
    terms.tolerance_amber = Decimal(percent)
    agree_terms(terms, by=make_performance(), on=TODAY, why="Agreed by Cabinet")


def read(address: str) -> bytes:
    client = Client()
    client.force_login(make_officer(make_service()))
    answer = client.get(address)
    assert answer.status_code == 200, address
    return bytes(answer.content)


def words_of_page(address: str) -> str:
    """What a page says, but for the record of changes, which keeps what was said before."""
    now = read(address).decode().partition("Every change in")[0]
    return as_words(unescape(re.sub(r"<[^>]+>", " ", now)))


def words_of_document(address: str) -> str:
    document = Document(BytesIO(read(address)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return as_words(" ".join([*(each.text for each in document.paragraphs), *cells]))


def words_of_pdf(address: str) -> str:
    pages = PdfReader(BytesIO(read(address))).pages
    return as_words(" ".join(page.extract_text() for page in pages))


def as_words(text: str) -> str:
    return " ".join(text.split())


def words_of_record(_address: str) -> str:
    latest = Change.objects.filter(field="sentence").order_by("id").last()
    assert latest is not None
    text = ChangeText.objects.filter(change=latest, part="after").first()
    return text.text if text else latest.after


PLACES: dict[str, tuple[Callable[[str], str], str]] = {
    "measure page": (words_of_page, "/measures/25/2017-18-q3/"),
    "return": (words_of_page, f"/returns/{ADDRESS}"),
    "exception report": (words_of_page, f"/exceptions/{ADDRESS}"),
    "Word": (words_of_document, f"/exceptions/{ADDRESS}report.docx"),
    "record": (words_of_record, ""),
}


@pytest.mark.usefixtures("red")
def test_form_follows_a_changed_tolerance() -> None:
    assert sentence(5) in words_of_page(f"/returns/{ADDRESS}")
    set_tolerance(6)
    page = words_of_page(f"/returns/{ADDRESS}")
    assert sentence(6) in page
    assert sentence(5) not in page


def sent(red: Return) -> Return:
    service = make_service()
    submit(red, by=make_officer(service), on=TODAY)
    return approve(red, by=make_approver(service), on=TODAY)


@pytest.mark.parametrize("place", PLACES)
def test_place_follows_a_changed_tolerance_while_the_period_is_open(
    red: Return, place: str
) -> None:
    sent(red)
    reader, address = PLACES[place]
    assert sentence(5) in reader(address)
    set_tolerance(7)
    shown = reader(address)
    assert sentence(7) in shown
    assert sentence(5) not in shown


@pytest.mark.pdf
def test_pdf_follows_a_changed_tolerance(red: Return) -> None:
    sent(red)
    address = f"/exceptions/{ADDRESS}report.pdf"
    assert sentence(5) in words_of_pdf(address)
    set_tolerance(7)
    assert sentence(7) in words_of_pdf(address)


def test_closed_period_keeps_its_sentence(red: Return) -> None:
    sent(red)
    close_period(red.period, by=make_performance(), on=TODAY)
    with pytest.raises(ValidationError, match="closed period was rated"):
        set_tolerance(7)
    assert sentence(5) in words_of_page(PLACES["measure page"][1])
