"""Agreeing terms: what open periods follow, and what closed ones never do."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from indicators.agreeing import agree_terms, change_council, change_measure
from indicators.models import PeriodTarget, Rating, Return, Terms
from indicators.returns.closing import close_period
from indicators.rules.periods import Quarter
from organisation.models import Change, Council
from tests.factories import (
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_terms,
    open_quarter,
)

pytestmark = pytest.mark.django_db


def new_terms(return_: Return, **fields: object) -> Terms:
    """Terms for the later part of the year, not saved yet."""
    given = {
        "polarity": "MAX",
        "basis": "SNAPSHOT",
        "target_state": "SET",
        "target": Decimal(90),
        "tolerance_mode": "NONE",
        "from_quarter": 3,
        "reason": "Cabinet raised it",
    }
    return Terms(measure=return_.measure, year=2017, **given | fields)


def agree(terms: Terms, **kwargs: object) -> Terms:
    return agree_terms(terms, by=make_performance(), on=TODAY, **kwargs)  # type: ignore[arg-type]


def frozen() -> list[object]:
    return list[object](Rating.objects.filter(is_frozen=True).order_by("id").values())


def test_terms_from_a_quarter_that_is_open_already_hold_for_its_returns() -> None:
    return_ = approved(make_return(quarter=Q3), "82")
    agree(new_terms(return_))
    kept = Return.objects.get()
    assert (kept.terms.from_quarter, kept.rating.status) == (3, "RED")
    change = Change.objects.get(deed="return put under other terms")
    assert (change.field, change.before, change.after) == ("terms", "from Q1", "from Q3")


def test_terms_from_a_later_quarter_leave_an_open_one_alone() -> None:
    return_ = approved(make_return(quarter=Q3), "82")
    agree(new_terms(return_, from_quarter=4))
    kept = Return.objects.get()
    assert (kept.terms.from_quarter, kept.rating.status) == (1, "GREEN")


def test_measure_that_joins_while_a_period_is_open_is_asked_for() -> None:
    period = open_quarter()
    terms = make_terms(make_measure())
    assert not Return.objects.exists()
    agree(terms)
    assert Return.objects.get() == Return(
        pk=Return.objects.get().pk, measure=terms.measure, period=period, terms=terms
    )
    agree(terms)
    assert Change.objects.filter(deed="return asked for").count() == 1


@pytest.mark.parametrize("fields", [{"in_force": False}, {"from_quarter": 4}])
def test_measure_that_is_not_due_is_not_asked_for(fields: dict[str, Any]) -> None:
    open_quarter()
    agree(make_terms(make_measure(), **fields))
    assert not Return.objects.exists()


def test_annual_measure_is_not_asked_for_before_its_turn() -> None:
    open_quarter()
    agree(make_terms(make_measure(frequency="ANNUAL")))
    assert not Return.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"target": Decimal(90)}, {"tolerance_amber": Decimal(1)}, {"in_force": False}],
)
def test_terms_that_a_closed_period_stands_on_do_not_change(change: dict[str, object]) -> None:
    measure = make_measure()
    terms = make_terms(measure)
    make_history(measure, {Q2: "82"})
    before = frozen()
    for name, value in change.items():
        setattr(terms, name, value)
    with pytest.raises(ValidationError, match="A closed period was rated on these terms"):
        agree(terms)
    assert frozen() == before


def test_words_beside_terms_change_though_a_period_is_closed() -> None:
    measure = make_measure()
    terms = make_terms(measure)
    make_history(measure, {Q2: "82"})
    before = frozen()
    terms.decision_ref = "Minute 12"
    agree(terms)
    assert (Terms.objects.get().decision_ref, frozen()) == ("Minute 12", before)


def test_target_of_a_closed_quarter_stays_and_that_of_an_open_one_can_change() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms = make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(1300), profile="EXPLICIT")
    PeriodTarget.objects.create(terms=terms, quarter=2, target=Decimal(700))
    make_history(measure, {Q2: "748"})
    with pytest.raises(ValidationError, match="A closed period was rated on these terms"):
        agree(terms, period_targets={2: PeriodTarget(target=Decimal(500))})
    agree(terms, period_targets={3: PeriodTarget(target=Decimal(900))})
    found = PeriodTarget.objects.values_list("quarter", "target")
    assert list(found) == [(2, Decimal(700)), (3, Decimal(900))]


def test_council_that_begins_to_colour_indicators_colours_open_periods_only() -> None:
    measure = make_measure(kind="INDICATOR")
    make_history(measure, {Q2: "82"})
    approved(make_return(quarter=Q3), "82")
    before = frozen()
    council = Council.current()
    council.colours_indicators = True
    change_council(council, by=make_performance(), on=TODAY)
    statuses = Rating.objects.order_by("of__period__number").values_list("status", flat=True)
    assert list(statuses) == ["MONITOR", "GREEN"]
    assert frozen() == before


@pytest.mark.parametrize(
    "change",
    [
        {"tolerance_percent": Decimal(20)},
        {"awaiting_policy": "GREY"},
        {"colours_indicators": True},
    ],
)
def test_council_settings_change_nothing_that_is_closed(change: dict[str, object]) -> None:
    measure = make_measure()
    make_history(measure, {Quarter(2017, 1): "79", Q2: "82"})
    before = frozen()
    council = Council.current()
    for name, value in change.items():
        setattr(council, name, value)
    change_council(council, by=make_performance(), on=TODAY)
    statuses = Return.objects.with_status(TODAY, council.awaiting_policy).order_by("period")
    assert [each.status for each in statuses] == ["AMBER", "GREEN"]
    assert frozen() == before


def test_figures_written_otherwise_rate_open_periods_again() -> None:
    return_ = approved(make_return(), "79.6")
    assert return_.rating.status == "AMBER"
    close = approved(make_return("26"), "79.6")
    measure = return_.measure
    measure.decimals = 0
    change_measure(measure, by=make_performance(), on=TODAY)
    assert Rating.objects.get(of=return_).status == "GREEN"
    assert Rating.objects.get(of=close).status == "AMBER"


def test_closed_period_is_not_rated_again_when_its_measure_changes() -> None:
    return_ = approved(make_return(), "79.6")
    close_period(return_.period, by=make_performance(), on=TODAY)
    before = frozen()
    measure = return_.measure
    measure.decimals = 0
    change_measure(measure, by=make_performance(), on=TODAY)
    assert frozen() == before


def test_closed_period_prints_its_figures_as_they_were(client: Client) -> None:
    measure = make_measure("25")
    make_history(measure, {Q2: "82.4"})
    measure.decimals = 0
    change_measure(measure, by=make_performance(), on=TODAY)
    client.force_login(make_performance())
    page = client.get("/measures/25/2017-18-q2/").content.decode()
    said = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)  # its axis has round figures
    assert "82.4%" in said
    assert "82%" not in said


def test_new_terms_do_not_begin_with_a_closed_quarter() -> None:
    return_ = approved(make_return(quarter=Q3), "82")
    close_period(return_.period, by=make_performance(), on=TODAY)
    before = frozen()
    with pytest.raises(ValidationError, match="Begin them with a quarter that is still open"):
        agree(new_terms(return_, from_quarter=3, target=Decimal(1)))
    assert (frozen(), Terms.objects.count()) == (before, 1)
