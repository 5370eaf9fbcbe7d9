"""The lists behind the numbers of the board: which returns, with whom, waiting for what."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from indicators.board.board_list import Choice, choices, narrowed, refuse_unless_known, title
from indicators.board.board_rows import ListedRow, Who, rows
from indicators.board.board_standing import NO_SERVICE, STATES, asked_in, with_standing
from indicators.models import Message, Period, Reminder, Return
from indicators.returns.approving import send_back
from indicators.returns.closing import acknowledge_missing
from organisation.access import access_of
from organisation.models import Cover, Person, Role
from tests.factories import (
    TODAY,
    approved,
    entered,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db


def quarter_with(*refs: str, service: str = "Children", directorate: str = "People") -> None:
    for ref in refs:
        make_terms(make_measure(ref, service=make_service(service, directorate)))


def refs(**by: str) -> list[str]:
    """The refs of a narrowed list, in order."""
    period = Period.objects.get()
    asked = asked_in(period, access_of(make_performance(), TODAY))
    return [each.measure.ref for each in narrowed(asked, TODAY, **by)]


def row(ref: str = "25", by: Person | None = None) -> ListedRow:
    period, access = Period.objects.get(), access_of(by or make_performance(), TODAY)
    found = narrowed(asked_in(period, access), TODAY)
    return next(each for each in rows(found, period, access, TODAY) if each.ref == ref)


# Which


def test_list_is_in_the_order_of_places_and_refs() -> None:
    indicator = make_measure("B1", kind="INDICATOR")
    make_terms(indicator)
    indicator.service = None
    indicator.save()
    quarter_with("3", service="Waste", directorate="Place")
    quarter_with("10", "2", service="Housing")
    quarter_with("4")
    open_quarter()
    assert refs() == ["4", "2", "10", "3", "B1"]


def test_list_is_narrowed_by_place_state_and_lead() -> None:
    quarter_with("1", "2")
    quarter_with("3", service="Housing")
    quarter_with("4", service="Waste", directorate="Place")
    indicator = make_measure("B1", kind="INDICATOR")
    make_terms(indicator)
    indicator.service = None
    indicator.lead = make_officer(make_service())
    indicator.save()
    open_quarter()
    submitted(make_return("1"))
    service = str(make_service().pk)
    assert refs(service=service) == ["1", "2"]
    assert refs(service="people") == ["1", "2", "3"]
    assert refs(service=NO_SERVICE) == ["B1"]
    assert refs(state="late") == ["2", "3", "4", "B1"]
    assert refs(service=service, state="late") == ["2"]
    assert refs(person=str(make_officer(make_service()).pk)) == ["B1"]


def test_every_number_is_as_long_as_its_list() -> None:
    quarter_with("1", "2", "3")
    period = open_quarter()
    approved(make_return("1"), on=date(2018, 1, 10))
    entered(make_return("2"))
    asked = asked_in(period, access_of(make_performance(), TODAY))
    for state, shown in STATES.items():
        assert len(refs(state=state)) == with_standing(asked, TODAY).filter(shown.which).count()


def test_choices_name_directorates_before_their_services() -> None:
    quarter_with("1", service="Housing")
    quarter_with("2")
    quarter_with("3", service="Waste", directorate="Place")
    period = open_quarter()
    known = choices(asked_in(period, access_of(make_performance(), TODAY)), period)
    ids = {name: str(make_service(name).pk) for name in ("Children", "Housing")}
    assert known.services[:4] == (
        Choice("people", "People"),
        Choice(ids["Children"], "– Children"),
        Choice(ids["Housing"], "– Housing"),
        Choice("place", "Place"),
    )
    assert [each.words for each in known.states][-4:] == [
        "Red as they stand",
        "Red without key risks",
        "Red without mitigation",
        "Red without actions",
    ]


@pytest.mark.parametrize(
    ("service", "state", "person"),
    [("nowhere", "", ""), ("99", "", ""), ("", "purple", ""), ("", "", "x"), ("", "", "1" * 30)],
)
def test_unknown_list_is_not_found(service: str, state: str, person: str) -> None:
    quarter_with("1")
    period = open_quarter()
    known = choices(asked_in(period, access_of(make_performance(), TODAY)), period)
    with pytest.raises(Http404):
        refuse_unless_known(known, service=service, state=state, person=person)


def test_titles_say_what_and_how_many() -> None:
    quarter_with("1")
    period = open_quarter()
    assert title(1, period, "late") == "Late now: 1 return"
    assert title(2, period, "") == "Asked for: 2 returns"
    assert title(3, period, "no-risks") == "Red without key risks: 3 returns"


# What a row says


def test_row_of_what_is_not_started() -> None:
    make_return()
    assert row() == ListedRow(
        ref="25",
        name="Measure 25",
        url="/returns/2017-18-q3/25/",
        service="Children",
        lead=None,
        state="Not started",
        late="3 days",
        waits_for="Nothing is entered yet",
        said="",
        reminder="",
    )


def test_row_of_what_awaits_information_shows_why() -> None:
    entered(
        make_return(),
        None,
        no_value_reason="AWAITING",
        commentary="The system is down until Friday.",
        expected_on=date(2018, 1, 19),
    )
    found = row()
    assert (found.state, found.waits_for, found.said) == (
        "Draft",
        "Awaiting information, expected on 19 January 2018",
        "The system is down until Friday.",
    )


def test_row_of_what_was_sent_back_shows_the_reason() -> None:
    returned = submitted(make_return())
    send_back(returned, reason="December is missing.", by=make_approver(make_service()), on=TODAY)
    found = row()
    assert (found.state, found.waits_for, found.said) == (
        "Sent back",
        "Sent back to be mended",
        "December is missing.",
    )


def test_row_of_what_is_being_mended_still_shows_the_reason() -> None:
    quarter_with("25", "26")
    open_quarter()
    for ref in ("25", "26"):
        returned = submitted(make_return(ref))
        send_back(returned, reason="No.", by=make_approver(make_service()), on=TODAY)
    entered(make_return("25"), "83")
    entered(make_return("26"), None)
    assert (row("25").waits_for, row("25").said) == (
        "Mended, not yet submitted again; it was sent back",
        "No.",
    )
    assert row("26").waits_for == "Being mended, not yet submitted again; it was sent back"


def test_row_of_a_draft_says_whether_it_is_complete() -> None:
    quarter_with("25", "26")
    open_quarter()
    entered(make_return("25"))
    entered(make_return("26"), None, commentary="Only words so far.")
    assert (row("25").state, row("25").waits_for) == (
        "Ready to submit",
        "Complete; it has only to be submitted",
    )
    assert (row("26").state, row("26").waits_for) == ("Draft", "Begun; something is still missing")


def test_row_of_what_is_submitted_names_its_approver() -> None:
    submitted(make_return(), on=date(2018, 1, 14))
    assert row().waits_for == "Approval, but nobody is appointed to approve it"
    make_person("Dora", Role.APPROVER, directorate=make_service().directorate)
    assert row().waits_for == "Approval by Dora since 14 January 2018"
    make_approver(make_service(), "Asha")
    make_approver(make_service(), "Bela")
    found = row()
    assert (found.waits_for, found.late) == (
        "Approval by Asha or Bela since 14 January 2018",
        "came 2 days late",
    )


def test_row_of_what_was_acknowledged_says_why_it_is_missing() -> None:
    acknowledge_missing(make_return(), reason="Post vacant.", by=make_performance(), on=TODAY)
    assert (row().waits_for, row().said) == ("Acknowledged as missing", "Post vacant.")


def test_row_of_what_is_approved_waits_for_nothing() -> None:
    approved(make_return(), on=date(2018, 1, 10))
    found = row()
    assert (found.state, found.late, found.waits_for) == ("Approved", "", "")


def test_approver_opens_the_return_where_it_is_approved() -> None:
    make_return()
    assert row(by=make_approver(make_service())).url == "/approvals/2017-18-q3/25/"


# Whom to ask


def lead_named(**fields: object) -> Person:
    lead = make_officer(make_service(), "Lena")
    measure = make_return().measure
    measure.lead = lead
    for name, value in fields.items():
        setattr(measure, name, value)
    measure.save()
    return lead


def test_lead_is_written_to_about_the_return_without_its_figure() -> None:
    lead_named(deputy=make_officer(make_service(), "Dan"))
    assert row().lead == Who(
        name="Lena",
        mail="mailto:lena%40council.example?subject=Return%2025%20for%202017/18%20Q3",
        note="deputy: Dan",
    )


def test_lead_who_is_away_is_named_with_the_cover() -> None:
    lead, other = lead_named(), make_officer(make_service(), "Otto")
    Cover.objects.create(
        absent=lead, by=other, starts_on=date(2018, 1, 8), ends_on=date(2018, 1, 19)
    )
    found = row().lead
    assert found is not None
    assert found.note == "away; Otto covers until 19 January 2018"


def test_lead_who_has_left_is_told_of_as_such() -> None:
    lead = lead_named()
    lead.is_active = False
    lead.save()
    found = row().lead
    assert found is not None
    assert found.note == "has left"


def test_last_reminder_that_went_out_is_shown() -> None:
    lead = lead_named()
    return_ = Return.objects.get()
    for on, kind, state in (
        (date(2018, 1, 8), "BEFORE_DUE", "SENT"),
        (date(2018, 1, 13), "OVERDUE", "SENT"),
        (date(2018, 1, 14), "ESCALATED", "FAILED"),
    ):
        message = Message.objects.create(
            to=lead, address=lead.email, on=on, subject="Returns", state=state
        )
        Reminder.objects.create(message=message, person=lead, of=return_, kind=kind)
    assert row().reminder == "Overdue, 13 January 2018"


@pytest.mark.parametrize("number", [1, 12])
def test_list_takes_as_many_queries_for_one_as_for_many(number: int) -> None:
    for each in range(number):
        quarter_with(f"{each}", service=f"S{each}", directorate=f"D{each % 3}")
    period = open_quarter()
    access = access_of(make_performance(), TODAY)
    for return_ in Return.objects.select_related("measure__service"):
        measure = return_.measure
        assert measure.service is not None
        measure.lead = make_officer(measure.service)
        measure.save()
        submitted(return_)
    asked = asked_in(period, access)
    with CaptureQueriesContext(connection) as made:
        rows(narrowed(asked, TODAY), period, access, TODAY)
    assert len(made) == 4
