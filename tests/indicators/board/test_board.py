"""How far a period has got, by service, directorate and in all."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.board.board import Board, Tally, board, tallies
from indicators.board.board_standing import STATES, asked_in
from indicators.models import Period, Return, Terms
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.rules.periods import Quarter
from organisation.access import access_of
from tests.factories import (
    DUE,
    Q3,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db

IN_TIME, LATE = date(2018, 1, 12), date(2018, 1, 14)


def quarter_with(*refs: str, service: str = "Children", directorate: str = "People") -> None:
    for ref in refs:
        make_terms(make_measure(ref, service=make_service(service, directorate)))


def seen(period: Period | None = None, on: date = TODAY) -> Board:
    stored = period or Period.objects.get()
    return board(stored, asked_in(stored, access_of(make_performance(), on)), on)


def tally(on: date = TODAY) -> Tally:
    stored = Period.objects.get()
    [found] = tallies(stored, asked_in(stored, access_of(make_performance(), on)), on).values()
    return found


def counts(*names: str, on: date = TODAY) -> tuple[int, ...]:
    found = tally(on)
    return tuple(found[name] for name in names)


def every_state() -> None:
    """One return of each: approved, submitted late, sent back, ready, begun, not started."""
    quarter_with("1", "2", "3", "4", "5", "6")
    open_quarter()
    approved(make_return("1"), on=IN_TIME)
    submitted(make_return("2"), on=LATE)
    returned = submitted(make_return("3"), on=IN_TIME)
    send_back(returned, reason="No.", by=make_approver(make_service()), on=TODAY)
    entered(make_return("4"))
    entered(make_return("5"), None, commentary="Only words so far.")


def test_each_state_is_counted_once() -> None:
    every_state()
    found = tally()
    assert {state: found[state] for state in STATES} == {
        "all": 6,
        "returned": 2,
        "in-time": 1,
        "came-late": 1,
        "approved": 1,
        "waiting": 1,
        "sent-back": 1,
        "started": 2,
        "ready": 1,
        "not-started": 1,
        "unpublished": 0,
        "late": 4,
        "not-in-time": 5,
    }
    assert (found.share, found.late_for, found.longest) == ("33%", 3, 3)


def test_on_the_due_date_nothing_is_late() -> None:
    every_state()
    assert counts("late", "came-late", on=DUE) == (0, 1)
    assert counts("late", on=DUE + timedelta(days=1)) == (4,)


def test_longest_late_is_of_what_came_late_too() -> None:
    submitted(make_return(), on=LATE)
    found = tally()
    assert (found["late"], found.late_for, found.longest) == (0, 0, 2)


def test_what_left_the_basket_is_asked_of_nobody() -> None:
    quarter_with("1", "2")
    open_quarter()
    Terms.objects.filter(measure__ref="2").update(in_force=False)
    assert counts("all", "late") == (1, 1)


@pytest.mark.parametrize("decide", [submitted, approved])
def test_what_its_source_has_not_published_in_time_is_late(decide: object) -> None:
    assert callable(decide)
    decide(
        make_return(),
        None,
        no_value_reason="PUBLISHED_LATER",
        expected_on=date(2018, 1, 14),
        commentary="The national release is in January.",
        on=IN_TIME,
    )
    names = ("returned", "unpublished", "late")
    assert counts(*names, on=date(2018, 1, 14)) == (1, 0, 0)
    assert counts(*names) == (0, 1, 1)
    assert tally().late_for == 1
    assert seen().in_words == (
        "0 of 1 returns have come in (0%). 1 is 3 days late (due 12 January 2018): "
        "not published by the day expected."
    )


def test_correction_is_no_later_than_what_it_corrects() -> None:
    first = approved(make_return(), on=IN_TIME)
    close_period(first.period, by=make_performance(), on=TODAY)
    Return.objects.filter(pk=first.pk).update(is_current=False)
    fields = {"measure": first.measure, "period": first.period, "terms": first.terms}
    by = {"submitted_by": first.submitted_by, "approved_by": first.approved_by}
    later = {"submitted_on": date(2018, 3, 1), "approved_on": date(2018, 3, 2)}
    Return.objects.create(
        **fields,
        **by,
        **later,
        version=2,
        corrects=first,
        correction_reason="Wrong month.",
        state="APPROVED",
        value=Decimal(1),
    )
    assert counts("in-time", "came-late", on=date(2018, 3, 3)) == (1, 0)


# Words


def test_words_before_the_due_date() -> None:
    quarter_with("1", "2", "3")
    open_quarter()
    submitted(make_return("1"), on=date(2018, 1, 8))
    assert seen(on=date(2018, 1, 9)).in_words == (
        "1 of 3 returns have come in (33%). The others are due 12 January 2018, in 3 days."
    )


def test_words_after_the_due_date() -> None:
    every_state()
    assert seen().in_words == (
        "2 of 6 returns have come in (33%). 4 are 3 days late (due 12 January 2018): "
        "1 not started, 2 in draft, 1 sent back."
    )


def test_words_when_all_have_come_in() -> None:
    quarter_with("1", "2")
    open_quarter()
    approved(make_return("1"))
    submitted(make_return("2"))
    assert seen().in_words == "All 2 returns have come in. 1 waits for the approver."
    approve(make_return("2"), by=make_approver(make_service()), on=TODAY)
    assert seen().in_words == "All 2 returns have come in. All are approved."


def test_words_and_days_of_a_closed_period_stay_as_they_were() -> None:
    quarter_with("1", "2")
    period = open_quarter()
    approved(make_return("1"))
    acknowledge_missing(make_return("2"), reason="Failed.", by=make_performance(), on=TODAY)
    close_period(period, by=make_performance(), on=TODAY)
    found = seen(on=date(2018, 6, 1))
    assert found.in_words == (
        "Closed on 15 January 2018. 1 of 2 returns had come in (50%); 1 never did."
    )
    assert found.whole.longest == "3 days"
    assert "Never came in" in found.headings
    assert [(each.words, each.count) for each in found.tiles][-1] == ("Never came in", 1)


def test_words_when_nothing_was_asked_for() -> None:
    open_quarter()
    found = seen()
    assert (found.in_words, found.groups) == ("No return was asked for.", ())


# By place


def test_places_stand_by_directorate_and_service() -> None:
    quarter_with("1", "2", service="Housing", directorate="People")
    quarter_with("3", service="Children", directorate="People")
    quarter_with("4", service="Waste", directorate="Place")
    quarter_with("5", service="Finance", directorate="Finance")
    indicator = make_measure("B1", kind="INDICATOR")
    make_terms(indicator)
    indicator.service = None
    indicator.save()
    open_quarter()
    approved(make_return("1"))
    found = seen()
    rows = [
        (group.above.name, group.above.share, [each.name for each in group.services])
        for group in found.groups
    ]
    assert rows == [
        ("Finance", "0%", []),
        ("People", "33%", ["Children", "Housing"]),
        ("Place", "0%", ["Waste"]),
        ("Indicators of the borough", "0%", []),
    ]
    assert (found.whole.share, [each.count for each in found.whole.numbers]) == (
        "17%",
        [6, 0, 1, 0, 5, 5],
    )


def test_each_number_opens_its_list() -> None:
    quarter_with("1")
    open_quarter()
    service = make_service()
    found = seen()
    [group] = found.groups
    assert [each.url for each in group.services[0].numbers][4:] == [
        f"/board/2017-18-q3/?service={service.pk}&state=late",
        f"/board/2017-18-q3/?service={service.pk}&state=not-started",
    ]
    assert group.above.numbers[0].url == "/board/2017-18-q3/?service=people&state=all"
    assert found.tiles[0].url == "/board/2017-18-q3/?state=returned"


def test_approver_sees_the_own_services_only() -> None:
    quarter_with("1", service="Children")
    quarter_with("2", service="Housing")
    period = open_quarter()
    access = access_of(make_approver(make_service("Housing")), TODAY)
    [group] = board(period, asked_in(period, access), TODAY).groups
    assert [each.name for each in group.services] == ["Housing"]
    nobody = access_of(make_officer(make_service("Housing")), TODAY)
    assert not asked_in(period, nobody).exists()


@pytest.mark.parametrize("number", [1, 12])
def test_board_takes_two_queries(number: int) -> None:
    for each in range(number):
        quarter_with(f"{each}a", f"{each}b", service=f"S{each}", directorate=f"D{each % 3}")
    period = open_quarter(Quarter(Q3.year, Q3.number))
    returns = asked_in(period, access_of(make_performance(), TODAY))
    with CaptureQueriesContext(connection) as asked:
        board(period, returns, TODAY)
    assert len(asked) == 2
