"""What the record says of returns that somebody decides on."""

from decimal import Decimal

import pytest

from indicators.models import Return
from indicators.returns.approving import approve, is_own, send_back
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, save_draft
from indicators.returns.recorded import (
    Recorded,
    SendingBack,
    is_ones_own,
    newest_change,
    recorded_of,
    sendings_back,
)
from indicators.returns.submitting import submit
from organisation.models import Change, ChangeText, Person
from tests.factories import (
    TODAY,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)
from tests.indicators.returns.corrections import begun, olga

pytestmark = pytest.mark.django_db


def both() -> Person:
    """Somebody who enters and approves for the same service."""
    make_officer(make_service(), "Both")
    return make_approver(make_service(), "Both")


def test_return_without_record_is_not_among_them() -> None:
    return_ = make_return()
    assert recorded_of([return_], both().pk) == {}
    assert newest_change(return_) == 0
    assert not is_ones_own(return_, None, both().pk)


def test_record_counts_what_came_back_and_knows_its_newest_change() -> None:
    return_, approver = make_return(), make_approver(make_service())
    for reason in ("October is missing.", "So is November."):
        send_back(submitted(return_), reason=reason, by=approver, on=TODAY)
    submitted(return_)
    newest = Change.objects.about(return_).last()
    assert newest is not None
    assert recorded_of([return_], both().pk) == {return_.pk: Recorded(newest.pk, 2, saved=False)}
    assert newest_change(return_) == newest.pk


def test_sendings_back_say_who_when_and_why_the_last_first() -> None:
    return_, approver = make_return(), make_person("Asha", post="Head of Children")
    make_approver(make_service(), "Asha")
    for reason in ("October is missing.", "So is November."):
        send_back(submitted(return_), reason=reason, by=approver, on=TODAY)
    who, when = "Asha, Head of Children", "15 January 2018"
    assert sendings_back(return_) == (
        SendingBack(who, when, "So is November."),
        SendingBack(who, when, "October is missing."),
    )


def test_reason_that_was_redacted_says_so() -> None:
    return_ = submitted(make_return())
    send_back(return_, reason="Ask Mrs Green.", by=make_approver(make_service()), on=TODAY)
    ChangeText.objects.filter(text="Ask Mrs Green.").update(text="")
    assert [each.reason for each in sendings_back(return_)] == ["(text removed)"]


@pytest.mark.parametrize("part", ["entered", "saved before another did", "submitted", "nothing"])
def test_own_is_what_the_deed_calls_own(part: str) -> None:
    person = both()
    if part == "saved before another did":
        save_draft(make_return(), Entry(commentary="A start."), by=person, on=TODAY)
    return_ = submitted(make_return())
    if part in {"entered", "submitted"}:
        Return.objects.filter(pk=return_.pk).update(**{f"{part}_by": person})
        return_.refresh_from_db()
    recorded = recorded_of([return_], person.pk)[return_.pk]
    found = is_ones_own(return_, recorded, person.pk)
    assert (found, is_own(return_, person)) == (part != "nothing", part != "nothing")


@pytest.mark.parametrize("is_theirs", [True, False])
def test_correction_of_ones_own_figure_is_ones_own(is_theirs: bool) -> None:
    person, approver = both(), make_approver(make_service())
    by = person if is_theirs else olga()
    return_ = save_draft(make_return(), Entry(value=Decimal(82)), by=by, on=TODAY)
    submit(return_, by=by, on=TODAY)
    approve(return_, by=approver, on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    made = begun(return_)
    save_draft(made, Entry(value=Decimal(83)), by=olga(), on=TODAY)
    made = submit(made, by=olga(), on=TODAY)
    recorded = recorded_of([made], person.pk)[made.pk]
    found = is_ones_own(made, recorded, person.pk)
    assert (found, is_own(made, person)) == (is_theirs, is_theirs)
