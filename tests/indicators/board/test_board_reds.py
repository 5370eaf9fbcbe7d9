"""How many reds say their key risks, mitigation and actions."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.board.board_reds import RED_STATES, Answer, red_ids, reds, response
from indicators.board.board_standing import asked_in
from indicators.models import ExceptionReport, Period, Return
from indicators.returns.approving import send_back
from indicators.returns.closing import waive
from indicators.returns.entering import PlannedAction
from organisation.access import access_of
from organisation.models import Council
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db

RED = "50"
ACTION = PlannedAction("Fill the posts", "Team manager", date(2018, 3, 31))


def quarter_with(*refs: str, service: str = "Children", directorate: str = "People") -> None:
    for ref in refs:
        make_terms(make_measure(ref, service=make_service(service, directorate)))


def found() -> dict[str, frozenset[str]]:
    """What each red says, by ref."""
    returns = asked_in(Period.objects.get(), access_of(make_performance(), TODAY))
    return {each.return_.measure.ref: each.said for each in reds(returns, Council.current())}


def test_red_drafts_count_with_what_they_say() -> None:
    quarter_with("1", "2", "3", "4", "5")
    open_quarter()
    approved(make_return("1"), RED, **EXPLAINED)
    entered(make_return("2"), RED)
    entered(make_return("3"), RED, key_risks="Children wait longer.", actions=(ACTION,))
    entered(make_return("4"), "82")
    entered(make_return("5"), None, no_value_reason="AWAITING", commentary="Later.")
    assert found() == {
        "1": frozenset({"risks", "mitigation", "actions"}),
        "2": frozenset(),
        "3": frozenset({"risks", "actions"}),
    }


def test_red_that_was_sent_back_counts_and_a_mended_one_does_not() -> None:
    quarter_with("1", "2")
    open_quarter()
    for ref in ("1", "2"):
        returned = submitted(make_return(ref), RED, **EXPLAINED)
        send_back(returned, reason="No.", by=make_approver(make_service()), on=TODAY)
    entered(make_return("2"), "82")
    assert list(found()) == ["1"]


def test_response_is_said_in_words_and_by_directorate() -> None:
    quarter_with("1", "2", "3")
    quarter_with("4", service="Waste", directorate="Place")
    period = open_quarter()
    approved(make_return("1"), RED, **EXPLAINED)
    entered(make_return("2"), RED, key_risks="Children wait longer.")
    entered(make_return("3"), RED)
    approved(make_return("4"), RED, **EXPLAINED)
    returns = asked_in(period, access_of(make_performance(), TODAY))
    told = response(reds(returns, Council.current()), period)
    assert told.in_words == (
        "3 of 4 reds say their key risks (75%), 2 the mitigation (50%), 2 an action (50%)."
    )
    assert told.has_gaps
    assert [(each.name, each.reds) for each in (*told.rows, told.whole)] == [
        ("People", 3),
        ("Place", 1),
        ("All together", 4),
    ]
    url = "/board/2017-18-q3/?service=people&state="
    assert told.rows[0].url == f"{url}red"
    assert told.rows[0].answers == (
        Answer("Say key risks", "2 of 3", "67%", f"{url}no-risks"),
        Answer("Say mitigation", "1 of 3", "33%", f"{url}no-mitigation"),
        Answer("Name an action", "1 of 3", "33%", f"{url}no-actions"),
    )
    assert told.rows[1].answers[0] == Answer("Say key risks", "1 of 1", "100%", "")


def test_waived_report_is_told_of_apart() -> None:
    return_ = approved(make_return(), RED, **EXPLAINED)
    report = ExceptionReport.objects.get(of=return_)
    report.actions.all().delete()
    report.delete()
    waive(return_, reason="Agreed with Cabinet.", by=make_performance(), on=TODAY)
    period = return_.period
    returns = asked_in(period, access_of(make_performance(), TODAY))
    assert response(reds(returns, Council.current()), period).in_words == (
        "0 of 1 red says its key risks (0%), 0 the mitigation (0%), 0 an action (0%). "
        "The report of 1 was waived."
    )


def test_no_red_is_said_so() -> None:
    period = approved(make_return()).period
    returns = asked_in(period, access_of(make_performance(), TODAY))
    told = response(reds(returns, Council.current()), period)
    assert (told.in_words, told.rows, told.has_gaps) == (
        "No return is red as it stands.",
        (),
        False,
    )


def test_each_number_has_its_list() -> None:
    quarter_with("1", "2")
    period = open_quarter()
    approved(make_return("1"), RED, **EXPLAINED)
    entered(make_return("2"), RED, mitigation="A second team.")
    returns = asked_in(period, access_of(make_performance(), TODAY))
    ids = dict(Return.objects.values_list("pk", "measure__ref"))
    lists = {state: sorted(ids[pk] for pk in red_ids(returns, state)) for state in RED_STATES}
    assert lists == {
        "red": ["1", "2"],
        "no-risks": ["2"],
        "no-mitigation": [],
        "no-actions": ["2"],
    }


@pytest.mark.parametrize("number", [1, 12])
def test_reds_take_as_many_queries_for_one_as_for_many(number: int) -> None:
    refs = [str(each) for each in range(2 * number)]
    quarter_with(*refs)
    period = open_quarter()
    for at, ref in enumerate(refs):
        if at % 2:
            entered(make_return(ref), RED, key_risks="Children wait longer.")
        else:
            approved(make_return(ref), RED, **EXPLAINED)
    returns, council = asked_in(period, access_of(make_performance(), TODAY)), Council.current()
    with CaptureQueriesContext(connection) as made:
        assert len(reds(returns, council)) == 2 * number
    assert len(made) == 3
