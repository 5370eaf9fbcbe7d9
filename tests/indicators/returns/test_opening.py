"""Opening a period: which returns it asks for."""

from datetime import date

import pytest

from indicators.models import Period, Return
from indicators.returns.opening import open_period
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import (
    DUE,
    Q3,
    TODAY,
    make_measure,
    make_officer,
    make_performance,
    make_service,
    make_terms,
)

pytestmark = pytest.mark.django_db


def opened(quarter: Quarter = Q3, due_on: date = DUE) -> Period:
    return open_period(quarter=quarter, due_on=due_on, by=make_performance(), on=TODAY)


def asked(period: Period) -> list[str]:
    return list(period.returns.order_by("measure__ref").values_list("measure__ref", flat=True))


def test_each_measure_with_terms_is_asked() -> None:
    make_terms(make_measure("25"))
    make_terms(make_measure("26"), 2016)
    make_measure("27")
    period = opened()
    assert (period.is_open, period.due_on, period.opened_on) == (True, DUE, TODAY)
    assert asked(period) == ["25"]
    return_ = Return.objects.get()
    assert (return_.state, return_.edit, return_.value) == ("NOT_STARTED", 0, None)


def test_measure_out_of_the_basket_is_not_asked() -> None:
    make_terms(make_measure("25"), in_force=False)
    assert asked(opened()) == []


def test_annual_measure_is_asked_in_quarter_4() -> None:
    make_terms(make_measure("25", frequency="ANNUAL"))
    assert asked(opened()) == []
    assert asked(opened(Quarter(2017, 4), date(2018, 4, 12))) == ["25"]


@pytest.mark.parametrize(("number", "reason"), [(2, "first"), (3, "second"), (4, "second")])
def test_terms_that_began_last_hold(number: int, reason: str) -> None:
    measure = make_measure()
    make_terms(measure, reason="first")
    make_terms(measure, from_quarter=3, reason="second")
    quarter = Quarter(2017, number)
    opened(quarter, quarter.end)
    assert [each.terms.reason for each in Return.objects.all()] == [reason]


def test_measure_that_left_the_basket_in_mid_year_is_not_asked() -> None:
    measure = make_measure()
    make_terms(measure)
    make_terms(measure, from_quarter=3, in_force=False)
    assert asked(opened()) == []


def test_opening_is_recorded_with_how_many_are_asked() -> None:
    make_terms(make_measure())
    opened()
    change = Change.objects.get(deed="period opened")
    assert [each.text for each in change.texts.all()] == ["1 returns asked for"]


def test_quarter_opens_once() -> None:
    opened()
    with pytest.raises(RefusedError, match="2017/18 Q3 is open already or was"):
        opened()


def test_due_date_before_the_quarter_ends_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        opened(due_on=date(2017, 12, 30))
    assert refused.value.problems == {
        "due_on": "The due date is before the quarter's end, 31 December 2017."
    }
    assert not Period.objects.exists()


def test_only_the_performance_team_opens() -> None:
    with pytest.raises(NotAllowedError, match="Only the performance team opens periods"):
        open_period(quarter=Q3, due_on=DUE, by=make_officer(make_service()), on=TODAY)
