"""Scorecards to read in tests: periods with returns, readers, and what a page costs."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Kind, Measure, Period, Return
from indicators.returns.closing import close_period
from organisation.access import Access, access_of
from organisation.models import Council, Person
from outcomes.models import Framework, Outcome
from reporting.scorecard.measure import MeasurePage, Present, known, measure_page
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    open_quarter,
)


def make_measures(*refs: str, before: str = "") -> Period:
    """Measures of Children in People, in quarter 3; `before`: their figure of quarter 2."""
    for ref in refs:
        make_terms(make_measure(ref))
    if before:
        for ref in refs:
            approved(make_return(ref, Q2), before, on=Q2.end)
        close_period(make_return(refs[0], Q2).period, by=make_performance(), on=Q2.end)
    return open_quarter(Q3)


def make_indicator(ref: str = "B1", **fields: Any) -> Measure:
    """A population indicator, for which no service answers."""
    measure = make_measure(ref, kind=Kind.INDICATOR, **fields)
    measure.service = None
    measure.save()
    return measure


def make_outcome(code: str = "SOF-1", **fields: object) -> Outcome:
    framework, _ = Framework.objects.get_or_create(code="sof", defaults={"name": "Framework"})
    given = {"short_name": "Safe", "statement": "A safe place", "position": len(code)}
    return Outcome.objects.create(framework=framework, code=code, **given | fields)


def reader(person: Person | None = None) -> Client:
    """Somebody's browser; a Cabinet member's unless said otherwise."""
    client = Client()
    client.force_login(person or make_person("Cllr Moss"))
    return client


def as_words(html: str) -> str:
    """What a page says, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def costs(address: str) -> tuple[int, int]:
    """How many queries a page takes with one measure in two periods, and with many of both."""
    client = reader()
    make_history(make_measure("1"), {Q2: "50"}, **EXPLAINED)
    open_quarter(Q3)
    approved(make_return("1"), "50", **EXPLAINED)
    one = cost(client, address)
    for number in range(2, 8):
        service = make_service(f"Service {number}", f"Directorate {number % 3}")
        make_measure(str(number), service=service)
        approved(make_return(str(number)), ("50", "82", "76")[number % 3], **EXPLAINED)
    for quarter in (Q2.previous(), Q2.same_last_year()):
        approved(make_return("1", quarter), "50", **EXPLAINED)
    return one, cost(client, address)


def cost(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def measure_page_of(return_: Return, person: Person | None = None) -> MeasurePage:
    """The page of a return as a person sees it; a member unless said otherwise."""
    access = access_of(person, TODAY) if person else Access(person_id=0)
    council = Council.current()
    found = known(return_.measure, return_.period, access, on=TODAY, council=council)
    return measure_page(found, on=TODAY, council=council)


def present(return_: Return, person: Person | None = None) -> Present:
    shown = measure_page_of(return_, person).present
    assert shown is not None
    return shown
