"""What stands against closing, each with its remedy, and what was settled."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.agreeing import agree_terms
from indicators.models import Rating, Return
from indicators.periods.remedies import MissingGroup, MissingRow, against, settled_rows
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import (
    UNAPPROVED,
    acknowledge_missing,
    acknowledge_several,
    said_why,
    voided_among,
    waive,
)
from indicators.returns.refusals import RefusedError
from organisation.access import NotAllowedError, access_of
from organisation.models import Change
from tests.factories import (
    DUE,
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db

VOIDED_WAITS = (
    "Approved before, and changed since by new terms: waits for approval once more by "
    "Approver of Children."
)
LATE = "The hospital sends its figures at the end of the month."


def raised_target(return_: Return, target: int = 90) -> None:
    """New terms under which what was approved is rated otherwise."""
    return_.terms.target = Decimal(target)
    agree_terms(return_.terms, by=make_performance(), on=TODAY)


def awaited(ref: str) -> Return:
    return entered(make_return(ref), None, no_value_reason="AWAITING", commentary=LATE)


# What stands against it


def test_nothing_stands_against_a_period_in_which_all_is_approved() -> None:
    found = against(approved(make_return()).period, TODAY)
    assert (found.number, found.in_words) == (0, "Nothing stands against closing.")


def test_gate_says_how_many_of_each_kind() -> None:
    returns = {ref: make_return(ref) for ref in ("1", "2", "3", "4", "5")}
    submitted(returns["1"])
    raised_target(approved(returns["2"]), 84)
    approved(returns["3"], "50", **EXPLAINED).exception_report.delete()
    found = against(returns["1"].period, TODAY)
    assert found.in_words == (
        "5 returns stand against closing: 1 waits for its approver, "
        "1 was approved before and has changed since, "
        "1 red lacks its exception report and 2 are missing."
    )
    assert (found.number, found.number_missing, len(found.rows)) == (5, 2, 3)


def test_one_is_told_in_the_singular() -> None:
    assert against(make_return().period, TODAY).in_words == (
        "1 return stands against closing: 1 is missing."
    )


def test_who_approves_it_is_named_unless_one_may_oneself() -> None:
    return_ = submitted(make_return())
    period, approver = return_.period, make_approver(make_service())
    [row] = against(period, TODAY, access_of(make_performance(), TODAY)).rows
    assert row.message == "Submitted: waits for approval by Approver of Children."
    [row] = against(period, TODAY, access_of(approver, TODAY)).rows
    assert (row.message, row.url) == (UNAPPROVED, "/approvals/2017-18-q3/25/")
    approver.appointments.all().delete()
    [row] = against(period, TODAY).rows
    assert row.message == "Submitted, but nobody is appointed to approve it."


def test_officers_words_stay_beside_the_reason_that_all_have() -> None:
    done = acknowledge_several([awaited("1")], reason="No staff.", by=make_performance(), on=TODAY)
    [row] = settled_rows(done[0].period)
    assert (row.reason, row.said) == ("No staff.", LATE)


def test_approval_that_new_terms_voided_is_told_apart() -> None:
    return_ = approved(make_return(), "90")
    raised_target(return_, 95)
    raised_target(return_, 84)
    return_.refresh_from_db()
    [row] = against(return_.period, TODAY).rows
    assert (return_.state, row.message) == ("SUBMITTED", VOIDED_WAITS)
    approve(return_, by=make_approver(make_service()), on=TODAY)
    assert against(return_.period, TODAY).rows == ()


def test_return_that_was_submitted_anew_is_no_voided_approval() -> None:
    return_ = approved(make_return())
    raised_target(return_, 84)
    send_back(return_, reason="Look again.", by=make_approver(make_service()), on=TODAY)
    return_ = submitted(return_, "85")
    assert voided_among([return_]) == frozenset()


def test_red_that_new_terms_made_is_sent_back_or_waived() -> None:
    return_ = approved(make_return())
    raised_target(return_)
    period = return_.period
    [row] = against(period, TODAY).rows
    assert (row.deed, row.message) == (
        "waive",
        "Red without an exception report: its approver sends it back, or waive it.",
    )
    waive(Return.objects.get(), reason="The target came late.", by=make_performance(), on=TODAY)
    [row] = against(period, TODAY).rows
    assert (row.deed, row.message) == ("", VOIDED_WAITS)


def test_missing_are_grouped_by_service_with_what_the_officer_said() -> None:
    waste = make_service("Waste", "Place")
    make_measure("9", service=waste)
    for ref in ("10", "9", "2"):
        make_return(ref)
    return_ = awaited("10")
    found = against(return_.period, TODAY).missing
    rows = {each.measure.ref: each.pk for each in Return.objects.all()}
    url = "/returns/2017-18-q3/{}/".format
    assert found == (
        MissingGroup(
            "Children",
            "People",
            (
                MissingRow(rows["2"], "2", "Measure 2", "Not started", "", url("2")),
                MissingRow(rows["10"], "10", "Measure 10", "Draft", LATE, url("10")),
            ),
        ),
        MissingGroup(
            "Waste",
            "Place",
            (MissingRow(rows["9"], "9", "Measure 9", "Not started", "", url("9")),),
        ),
    )


def test_what_is_still_in_time_is_not_missing() -> None:
    make_return("26")
    period = submitted(make_return()).period
    found = against(period, DUE)
    assert (found.missing, [each.ref for each in found.in_time]) == ((), ["26"])
    assert found.in_words == (
        "2 returns stand against closing: 1 waits for its approver and 1 is still in time."
    )
    assert found.number == 2


def test_figure_that_was_not_published_by_its_day_is_looked_at_alone() -> None:
    expected = {"no_value_reason": "PUBLISHED_LATER", "expected_on": date(2018, 1, 14)}
    return_ = approved(make_return(), None, on=DUE, **expected)
    found = against(return_.period, TODAY)
    assert found.missing == ()
    assert [(each.deed, each.other_deed) for each in found.rows] == [("acknowledge", "send-back")]


@pytest.mark.parametrize("number", [1, 9])
def test_what_stands_against_takes_as_many_queries_for_one_as_for_many(number: int) -> None:
    for each in range(number):
        submitted(make_return(f"1{each}"))
        make_return(f"2{each}")
        approved(make_return(f"3{each}"), "50", **EXPLAINED).exception_report.delete()
    period = Return.objects.all()[0].period
    with CaptureQueriesContext(connection) as asked:
        against(period, TODAY)
    assert len(asked) <= 4


# Several at once


def test_several_are_acknowledged_with_one_reason() -> None:
    returns = [make_return(ref) for ref in ("1", "2", "3")]
    done = acknowledge_several(returns[:2], reason=" No staff. ", by=make_performance(), on=TODAY)
    assert [each.missing_reason for each in done] == ["No staff.", "No staff."]
    assert [each.ref for each in settled_rows(returns[0].period)] == ["1", "2"]
    acknowledged = Change.objects.filter(deed="missing return acknowledged")
    assert acknowledged.count() == 2


def test_each_keeps_what_its_officer_said_where_no_reason_is_given() -> None:
    done = acknowledge_several([awaited("1")], reason="", by=make_performance(), on=TODAY)
    assert [each.missing_reason for each in done] == [LATE]


def test_one_that_can_not_be_acknowledged_stops_all() -> None:
    missing, sent = make_return("1"), submitted(make_return("2"))
    with pytest.raises(RefusedError) as refused:
        acknowledge_several([missing, sent], reason="So.", by=make_performance(), on=TODAY)
    assert refused.value.problems == {
        "2": "The return of 2 for 2017/18 Q3 is submitted, so it isn't missing."
    }
    assert not Return.objects.exclude(missing_reason="").exists()


def test_one_of_which_nothing_was_said_stops_all_that_have_no_reason() -> None:
    with pytest.raises(RefusedError) as refused:
        acknowledge_several(
            [awaited("1"), make_return("2")], reason=" ", by=make_performance(), on=TODAY
        )
    assert refused.value.problems == {"2": "2: Give the reason; it stays on record."}
    assert not Return.objects.exclude(missing_reason="").exists()


def test_nothing_ticked_is_refused() -> None:
    with pytest.raises(RefusedError, match="Choose the returns that are missing"):
        acknowledge_several([], reason="So.", by=make_performance(), on=TODAY)


def test_reason_that_does_not_fit_is_refused() -> None:
    with pytest.raises(RefusedError, match="Say it in 300 characters; this has 301"):
        acknowledge_several([make_return()], reason="x" * 301, by=make_performance(), on=TODAY)
    with pytest.raises(RefusedError, match="Say it in 300 characters"):
        acknowledge_missing(make_return(), reason="x" * 301, by=make_performance(), on=TODAY)


def test_what_the_officer_said_is_cut_to_fit() -> None:
    return_ = entered(make_return(), None, no_value_reason="AWAITING", commentary="x" * 400)
    assert len(said_why(return_)) == 300
    assert said_why(entered(make_return("26"), commentary="A word.")) == ""


def test_only_the_performance_team_acknowledges_several() -> None:
    with pytest.raises(NotAllowedError):
        acknowledge_several(
            [make_return()], reason="So.", by=make_officer(make_service()), on=TODAY
        )


def test_rating_stays_as_it_is_until_the_period_is_closed() -> None:
    acknowledge_several([make_return()], reason="So.", by=make_performance(), on=TODAY)
    assert not Rating.objects.exists()
