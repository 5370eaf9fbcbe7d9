"""Closing a period: what stands against it, and that nothing changes afterwards."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.agreeing import agree_terms
from indicators.models import Period, Rating, Return
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import (
    Obstacle,
    acknowledge_missing,
    close_period,
    obstacles,
    waive,
)
from indicators.returns.rating import store
from indicators.returns.refusals import RefusedError
from organisation.access import NotAllowedError
from organisation.models import Change, Council
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db


def against(period: Period) -> list[tuple[str, str]]:
    return [(each.return_.measure.ref, each.kind) for each in obstacles(period, TODAY)]


def red_without_report(ref: str = "25") -> Return:
    """A red whose explanation somebody emptied by another door."""
    return_ = approved(make_return(ref), "70", **EXPLAINED)
    return_.exception_report.delete()
    return return_


def close(period: Period) -> Period:
    return close_period(period, by=make_performance(), on=TODAY)


def test_period_with_everything_approved_closes() -> None:
    return_ = approved(make_return(), "70", **EXPLAINED)
    period = close(return_.period)
    assert (period.is_open, period.closed_on, period.closed_by) == (
        False,
        TODAY,
        make_performance(),
    )
    assert Rating.objects.get().is_frozen
    change = Change.objects.get(deed="period closed")
    assert (change.field, change.before, change.after) == ("state", "OPEN", "CLOSED")


def test_obstacles_are_named_in_order_of_ref() -> None:
    returns = [make_return(ref) for ref in ("1", "2", "3", "4", "5", "6")]
    for each in returns:
        assert each.period == returns[0].period
    red_without_report("1")
    submitted(returns[1])
    entered(returns[2])
    send_back(submitted(returns[3]), reason="No.", by=make_approver(make_service()), on=TODAY)
    approved(returns[5])
    assert against(returns[0].period) == [
        ("1", "unexplained"),
        ("2", "unapproved"),
        ("3", "missing"),
        ("4", "missing"),
        ("5", "missing"),
    ]


def test_obstacle_says_what_to_do() -> None:
    return_ = make_return()
    assert obstacles(return_.period, TODAY) == [
        Obstacle(return_, "missing", "Not returned: acknowledge it with a reason.")
    ]


def test_period_does_not_close_over_an_obstacle() -> None:
    return_ = make_return()
    with pytest.raises(RefusedError) as refused:
        close(return_.period)
    assert refused.value.problems == {"25": "Not returned: acknowledge it with a reason."}
    assert Period.objects.get().is_open


def test_waived_red_lets_the_period_close() -> None:
    return_ = red_without_report()
    report = waive(return_, reason="The service ended.", by=make_performance(), on=TODAY)
    assert (report.is_waived, report.waived_reason) == (True, "The service ended.")
    assert not close(return_.period).is_open


def test_acknowledged_missing_return_lets_the_period_close_as_awaiting() -> None:
    return_ = make_return()
    acknowledge_missing(return_, reason="The system failed.", by=make_performance(), on=TODAY)
    close(return_.period)
    kept = Rating.objects.get()
    assert (kept.status, kept.is_frozen, kept.value) == ("RED_AWAITING", True, None)
    assert kept.sentence == "Awaiting information: the return is overdue and counts as red"


def test_missing_return_is_grey_where_the_council_says_so() -> None:
    return_ = make_return()
    Council.objects.update_or_create(id=1, defaults={"awaiting_policy": "GREY"})
    acknowledge_missing(return_, reason="The system failed.", by=make_performance(), on=TODAY)
    close(return_.period)
    assert Rating.objects.get().status == "AWAITING"


def test_figure_that_was_not_accepted_is_not_frozen_as_the_rating() -> None:
    return_ = submitted(make_return(), "99")
    send_back(return_, reason="Not ours.", by=make_approver(make_service()), on=TODAY)
    acknowledge_missing(return_, reason="Not mended.", by=make_performance(), on=TODAY)
    close(return_.period)
    kept = Rating.objects.get()
    assert (kept.status, kept.value) == ("RED_AWAITING", None)


def test_figure_published_later_is_carried_over_for_good() -> None:
    return_ = submitted(make_return(), "99")
    send_back(return_, reason="Not ours.", by=make_approver(make_service()), on=TODAY)
    submitted(return_, None, no_value_reason="PUBLISHED_LATER", expected_on=date(2018, 2, 1))
    approve(return_, by=make_approver(make_service()), on=TODAY)
    close(return_.period)
    kept = Rating.objects.get()
    assert (kept.status, kept.sentence) == (
        "CARRY_OVER",
        "Carried over: the source publishes this figure later",
    )


def test_closed_rating_is_never_rated_again() -> None:
    return_ = approved(make_return(), "82")
    sentence = return_.rating.sentence
    close(return_.period)
    return_.terms.target = Decimal(90)
    return_.terms.save()
    with pytest.raises(ValueError, match="is frozen: its period is closed"):
        store(Return.objects.get(), TODAY)
    assert Rating.objects.get().sentence == sentence


def test_only_what_is_missing_can_be_acknowledged_as_missing() -> None:
    return_ = approved(make_return())
    with pytest.raises(
        RefusedError, match=r"^The return of 25 for 2017/18 Q3 is approved, so it isn't missing"
    ):
        acknowledge_missing(return_, reason="Why not.", by=make_performance(), on=TODAY)


@pytest.mark.parametrize("deed", [waive, acknowledge_missing])
@pytest.mark.parametrize("reason", ["", "  "])
def test_waiving_and_acknowledging_need_a_reason(deed: object, reason: str) -> None:
    assert callable(deed)
    with pytest.raises(RefusedError) as refused:
        deed(make_return(), reason=reason, by=make_performance(), on=TODAY)
    assert refused.value.problems == {"reason": "Give the reason; it stays on record."}


@pytest.mark.parametrize("deed", [waive, acknowledge_missing])
def test_only_the_performance_team_waives_and_acknowledges(deed: object) -> None:
    assert callable(deed)
    with pytest.raises(NotAllowedError):
        deed(make_return(), reason="So.", by=make_officer(make_service()), on=TODAY)


def test_only_the_performance_team_closes() -> None:
    return_ = approved(make_return())
    with pytest.raises(NotAllowedError, match="Only the performance team closes periods"):
        close_period(return_.period, by=make_approver(make_service()), on=TODAY)


@pytest.mark.parametrize("deed", [waive, acknowledge_missing])
def test_closed_period_is_closed_to_all_deeds(deed: object) -> None:
    assert callable(deed)
    return_ = approved(make_return())
    close(return_.period)
    with pytest.raises(RefusedError, match="2017/18 Q3 is closed already"):
        close(return_.period)
    with pytest.raises(RefusedError, match="2017/18 Q3 is closed already"):
        deed(return_, reason="Late.", by=make_performance(), on=TODAY)


def test_period_waits_for_returns_that_are_still_in_time() -> None:
    return_ = make_return()
    [against_it] = obstacles(return_.period, return_.period.due_on)
    assert against_it.message == "Not returned, and in time until 12 January 2018: wait for it."
    with pytest.raises(
        RefusedError,
        match=r"^The return of 25 for 2017/18 Q3 is in time until 12 January 2018, so it",
    ):
        acknowledge_missing(
            return_, reason="Never mind.", by=make_performance(), on=return_.period.due_on
        )


def test_figure_not_published_by_the_day_expected_is_named_before_closing() -> None:
    expected = date(2018, 1, 14)
    return_ = approved(
        make_return(), None, no_value_reason="PUBLISHED_LATER", expected_on=expected, on=expected
    )
    assert obstacles(return_.period, expected) == []
    assert against(return_.period) == [("25", "missing")]
    acknowledge_missing(return_, reason="The source is late.", by=make_performance(), on=TODAY)
    close(return_.period)
    assert Rating.objects.get().status == "RED_AWAITING"


def test_submitted_late_is_not_acknowledged_as_missing() -> None:
    return_ = submitted(make_return())
    with pytest.raises(RefusedError, match="is submitted, so it isn't missing"):
        acknowledge_missing(return_, reason="Late.", by=make_performance(), on=TODAY)


def test_only_a_red_is_waived() -> None:
    return_ = approved(make_return(), "82")
    with pytest.raises(RefusedError, match="isn't red, so it needs no exception report"):
        waive(return_, reason="Just in case.", by=make_performance(), on=TODAY)


def test_record_says_as_what_a_missing_return_was_closed() -> None:
    return_ = make_return()
    acknowledge_missing(return_, reason="The system failed.", by=make_performance(), on=TODAY)
    close(return_.period)
    change = Change.objects.get(deed="return closed without a figure", field="rating")
    assert (change.before, change.after, change.person) == ("", "RED_AWAITING", make_performance())


def test_measure_that_left_the_basket_does_not_stand_against_closing() -> None:
    return_ = make_return()
    return_.terms.in_force = False
    agree_terms(return_.terms, by=make_performance(), on=TODAY)
    assert Return.objects.with_status(TODAY).get().status == "NOT_APPLICABLE"
    close(return_.period)
    assert Rating.objects.get().status == "NOT_APPLICABLE"
