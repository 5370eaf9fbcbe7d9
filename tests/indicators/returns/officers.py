"""What an officer does with the return of measure 25 on its page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from indicators.models import Baseline, Return
from indicators.returns import rating
from indicators.returns.needs import doubts_about
from indicators.rules.rag import Figure
from organisation.models import Council, Person
from tests.factories import (
    DUE,
    make_measure,
    make_officer,
    make_return,
    make_service,
)
from tests.indicators.returns.pages import Page, box, signed_in

URL = "/returns/2017-18-q3/25/"


def officer() -> Person:
    return make_officer(make_service())


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or officer()).get(url)


def post(action: str, by: Person | None = None, **fields: str) -> Page:
    """Send the form as a browser does that has the newest version before it."""
    return_ = Return.objects.get(measure__ref="25")
    sent = {"quality": "FINAL", "seen_edit": str(return_.edit), "action": action, **fields}
    return signed_in(by or officer()).post(URL, sent)


def green() -> str:
    """The sentence that 82 gets, as the rules say it."""
    return rating.work_out(stored(), Council.current(), Figure(Decimal(82))).sentence


def submit(**fields: str) -> Page:
    """Check first, so that the colour is seen, then submit."""
    sent: dict[str, Any] = fields
    post("check", **sent)
    return post("submit", **sent, seen=box(get(), "seen"))


def stored() -> Return:
    return Return.objects.get(measure__ref="25")


def stored_doubt() -> str:
    """The code of the one sense check that the stored return sets off."""
    [doubt] = doubts_about(stored())
    return str(doubt.code)


def doubted() -> None:
    """Ask for a count that was 82 before the system began."""
    measure = make_measure(value_type="count", decimals=0)
    make_return()
    Baseline.objects.create(
        measure=measure,
        period_end=DUE.replace(year=2016),
        period_name="November 2016",
        value=Decimal(82),
        source_file="workbook.xlsx",
    )
