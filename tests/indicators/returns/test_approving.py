"""Approving and sending back: who may, when, and what it leaves."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.agreeing import agree_terms
from indicators.models import Return, State
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, save_draft
from indicators.returns.recorded import told
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.returns.submitting import submit
from organisation.access import NotAllowedError
from organisation.models import Change, Cover, Person, Role
from tests.factories import (
    EXPLAINED,
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
    submitted,
)

pytestmark = pytest.mark.django_db


def approver() -> Person:
    return make_approver(make_service())


def test_second_person_approves() -> None:
    return_ = approve(submitted(make_return(), "82"), by=approver(), on=TODAY)
    assert (return_.state, return_.approved_by, return_.approved_on) == (
        "APPROVED",
        approver(),
        TODAY,
    )
    assert return_.rating.status == "GREEN"


def test_approver_of_the_directorate_approves() -> None:
    directorate = make_service().directorate
    director = make_person("Director", Role.APPROVER, directorate=directorate)
    assert approve(submitted(make_return()), by=director, on=TODAY).state == State.APPROVED


def test_nobody_approves_what_they_submitted() -> None:
    both = make_officer(make_service(), "Both")
    make_approver(make_service(), "Both")
    return_ = submit(entered(make_return(), "82"), by=both, on=TODAY)
    with pytest.raises(NotAllowedError, match="somebody else has to approve it"):
        approve(return_, by=both, on=TODAY)


def test_nobody_approves_what_they_entered_for_somebody_else_to_submit() -> None:
    both = make_officer(make_service(), "Both")
    make_approver(make_service(), "Both")
    entry = Entry(no_value_reason="NO_CASES")
    return_ = save_draft(make_return(), entry, by=both, on=TODAY)
    submit(return_, by=make_officer(make_service()), on=TODAY)
    with pytest.raises(NotAllowedError):
        approve(return_, by=both, on=TODAY)


@pytest.mark.parametrize("who", ["other approver", "officer", "performance team"])
def test_nobody_else_approves(who: str) -> None:
    return_ = submitted(make_return())
    person = {
        "other approver": make_approver(make_service("Housing")),
        "officer": make_officer(make_service(), "Second officer"),
        "performance team": make_performance(),
    }[who]
    with pytest.raises(NotAllowedError, match="Returns of Children are approved by its own"):
        approve(return_, by=person, on=TODAY)
    with pytest.raises(NotAllowedError):
        send_back(return_, reason="Wrong.", by=person, on=TODAY)


def test_indicator_is_approved_by_the_performance_team() -> None:
    measure = make_measure("I1", kind="INDICATOR")
    measure.service = None
    measure.save()
    return_ = submitted(make_return("I1"), "10")
    second = make_performance("Second")
    assert approve(return_, by=second, on=TODAY).state == State.APPROVED


@pytest.mark.parametrize("state", ["not started", "draft", "approved"])
def test_only_what_is_submitted_can_be_decided(state: str) -> None:
    return_ = make_return()
    if state == "draft":
        entered(return_)
    if state == "approved":
        approve(submitted(return_), by=approver(), on=TODAY)
    with pytest.raises(RefusedError, match=f"This return is {state}"):
        approve(return_, by=approver(), on=TODAY)


def test_version_not_seen_is_not_approved() -> None:
    return_ = submitted(make_return())
    with pytest.raises(ConflictError):
        approve(return_, by=approver(), on=TODAY, seen_edit=return_.edit - 1)
    assert Return.objects.get().state == State.SUBMITTED


def test_figure_published_later_is_approved_without_rating() -> None:
    return_ = submitted(
        make_return(), None, no_value_reason="PUBLISHED_LATER", expected_on=date(2018, 2, 1)
    )
    approve(return_, by=approver(), on=TODAY)
    assert Return.objects.with_status(TODAY).get().status == "CARRY_OVER"


def test_sent_back_return_is_the_officers_again_with_the_reason() -> None:
    return_ = send_back(
        submitted(make_return()), reason=" October is missing. ", by=approver(), on=TODAY
    )
    assert (return_.state, return_.sent_back_reason, return_.submitted_by) == (
        "SENT_BACK",
        "October is missing.",
        None,
    )
    assert return_.is_with_officer
    change = Change.objects.get(deed="return sent back")
    assert (change.before, change.after) == ("SUBMITTED", "SENT_BACK")
    assert [each.text for each in change.texts.all()] == ["October is missing."]


def test_sending_back_needs_a_reason() -> None:
    return_ = submitted(make_return())
    with pytest.raises(RefusedError) as refused:
        send_back(return_, reason="  ", by=approver(), on=TODAY)
    assert refused.value.problems == {
        "reason": "Say what has to change, so that the officer can mend it."
    }


def test_mended_return_can_be_submitted_and_approved() -> None:
    return_ = submitted(make_return(), "70", **EXPLAINED)
    send_back(return_, reason="It was 78.", by=approver(), on=TODAY)
    mended = submitted(return_, "78")
    assert (mended.sent_back_reason, mended.rating.status) == ("", "AMBER")
    assert approve(mended, by=approver(), on=TODAY).state == State.APPROVED


def test_nobody_approves_what_they_entered_before_another_saved_it() -> None:
    both = make_officer(make_service(), "Both")
    make_approver(make_service(), "Both")
    return_ = save_draft(make_return(), Entry(value=Decimal(82)), by=both, on=TODAY)
    submitted(return_, "82", commentary="A word from the officer.")
    with pytest.raises(NotAllowedError, match="somebody else has to approve it"):
        approve(return_, by=both, on=TODAY)


@pytest.mark.parametrize("who", ["approver", "performance team"])
def test_approved_return_goes_back_while_its_period_is_open(who: str) -> None:
    by = approver() if who == "approver" else make_performance()
    return_ = send_back(approved(make_return()), reason="It was 28.", by=by, on=TODAY)
    assert (return_.state, return_.approved_by, return_.approved_on) == ("SENT_BACK", None, None)
    assert Return.objects.with_status(TODAY).get().status == "RED_AWAITING"
    change = Change.objects.get(deed="return sent back")
    assert (change.before, change.after, change.person) == ("APPROVED", "SENT_BACK", by)
    assert submitted(return_, "78").rating.status == "AMBER"


def test_officer_does_not_take_an_approved_return_back() -> None:
    return_ = approved(make_return())
    with pytest.raises(NotAllowedError):
        send_back(return_, reason="Oh.", by=make_officer(make_service()), on=TODAY)


def test_closed_return_is_not_sent_back() -> None:
    return_ = approved(make_return())
    close_period(return_.period, by=make_performance(), on=TODAY)
    with pytest.raises(RefusedError, match="2017/18 Q3 is closed"):
        send_back(return_, reason="Oh.", by=approver(), on=TODAY)


# For whoever is away


def covering(absent: Person, name: str = "Bela") -> Person:
    """An approver of another service of the directorate, who covers for somebody."""
    by = make_approver(make_service("Housing"), name)
    Cover.objects.create(absent=absent, by=by, starts_on=TODAY, ends_on=TODAY)
    return by


def rows_of(return_: Return, deed: str) -> dict[str, tuple[str, str]]:
    """What the record says of a deed, field by field, from and to."""
    found = Change.objects.about(return_).filter(deed=deed).prefetch_related("texts")
    return {each.field: (told(each, "before"), told(each, "after")) for each in found}


def test_approval_on_cover_says_for_whom() -> None:
    return_ = submitted(make_return())
    made = approve(return_, by=covering(approver()), on=TODAY)
    assert Return.objects.get(pk=made.pk).approved_for == approver()
    assert rows_of(made, "return approved") == {
        "state": ("SUBMITTED", "APPROVED"),
        "approved_for": ("", str(approver().pk)),
    }


def test_approval_on_cover_for_a_director_says_so() -> None:
    director = make_person("Dora", Role.APPROVER, directorate=make_service().directorate)
    made = approve(submitted(make_return()), by=covering(director), on=TODAY)
    assert made.approved_for == director


def test_approver_of_the_service_is_stood_in_for_before_the_director() -> None:
    director = make_person("Dora", Role.APPROVER, directorate=make_service().directorate)
    by = covering(director)
    Cover.objects.create(absent=approver(), by=by, starts_on=TODAY, ends_on=TODAY)
    assert approve(submitted(make_return()), by=by, on=TODAY).approved_for == approver()


def test_whoever_approves_there_anyway_approves_for_nobody() -> None:
    by = covering(approver())
    make_approver(make_service(), by.name)
    assert approve(submitted(make_return()), by=by, on=TODAY).approved_for is None
    assert approved(make_return("26")).approved_for is None


def test_cover_for_somebody_who_approves_elsewhere_counts_for_nothing() -> None:
    absent = make_approver(make_service("Schools"), "Asha")
    by = covering(absent)
    make_approver(make_service(), by.name)
    assert approve(submitted(make_return()), by=by, on=TODAY).approved_for is None


def test_sending_back_on_cover_says_for_whom_and_forgets_who_was_approved_for() -> None:
    by = covering(approver())
    made = approve(submitted(make_return()), by=by, on=TODAY)
    send_back(made, reason="Which?", by=by, on=TODAY)
    assert Return.objects.get(pk=made.pk).approved_for is None
    assert rows_of(made, "return sent back") == {
        "state": ("APPROVED", "SENT_BACK"),
        "approved_for": (str(approver().pk), ""),
        "on behalf of": ("", str(approver())),
    }


def test_sending_back_of_ones_own_right_is_for_nobody() -> None:
    made = send_back(approved(make_return()), reason="Which?", by=approver(), on=TODAY)
    assert rows_of(made, "return sent back") == {"state": ("APPROVED", "SENT_BACK")}


def test_new_terms_that_void_an_approval_forget_for_whom_it_was() -> None:
    made = approve(submitted(make_return()), by=covering(approver()), on=TODAY)
    terms = made.terms
    terms.target = Decimal(95)
    agree_terms(terms, by=make_performance(), on=TODAY)
    assert Return.objects.get(pk=made.pk).approved_for is None
    assert rows_of(made, "return rated again")["approved_for"] == (str(approver().pk), "")
