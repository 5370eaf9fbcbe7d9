"""Saving a draft: what is kept, what is recorded, who may."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Action, ExceptionReport, Return, State
from indicators.returns.closing import acknowledge_missing, close_period
from indicators.returns.entering import Entry, PlannedAction, Waved, entry_of, save_draft
from indicators.returns.refusals import ConflictError, RefusedError
from indicators.rules.periods import Quarter
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import (
    TODAY,
    approved,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db

WHOLE = Entry(
    value=Decimal("59.6"),
    numerator=None,
    denominator=None,
    quality="ESTIMATED",
    commentary="Two large families.",
    waved=(Waved("copied", "It says the same as last time.", "It is the same."),),
    cause="More referrals.",
    key_risks="Longer waits.",
    mitigation="A second team.",
    expected_recovery=Quarter(2018, 1),
    recovery_reason="Nobody applied.",
    actions=(
        PlannedAction("Review plans", "Head of Safeguarding", date(2018, 3, 31)),
        PlannedAction("Recruit", "Director", date(2018, 2, 28)),
    ),
)


def save(return_: Return, entry: Entry, seen_edit: int | None = None) -> Return:
    service = return_.measure.service
    assert service is not None
    return save_draft(return_, entry, by=make_officer(service), on=TODAY, seen_edit=seen_edit)


def changes(return_: Return) -> list[tuple[str, str, str]]:
    found = Change.objects.filter(object_type="indicators.return", object_id=return_.pk)
    return list(found.order_by("id").values_list("deed", "field", "after"))


def test_what_was_entered_is_what_is_stored() -> None:
    saved = save(make_return(), WHOLE)
    assert entry_of(saved) == WHOLE
    assert (saved.state, saved.edit, str(saved.entered_by)) == ("DRAFT", 1, "Officer of Children")


def test_nothing_of_a_red_is_stored_where_nothing_was_said() -> None:
    save(make_return(), Entry(value=Decimal(82)))
    assert not ExceptionReport.objects.exists()


def test_actions_are_replaced_as_a_whole() -> None:
    return_ = save(make_return(), WHOLE)
    save(return_, Entry(actions=WHOLE.actions[1:]))
    assert [(each.position, each.text) for each in Action.objects.all()] == [(1, "Recruit")]


def test_zero_is_kept_as_zero_and_blank_as_blank() -> None:
    assert save(make_return("25"), Entry(value=Decimal(0))).value == 0
    assert save(make_return("25"), Entry()).value is None


def test_each_changed_field_is_recorded_with_texts_as_hashes() -> None:
    return_ = save(make_return(), Entry(value=Decimal("59.60"), commentary="First."))
    save(return_, Entry(value=Decimal("59.6"), commentary="Second."))
    found = changes(return_)
    assert [(deed, field) for deed, field, _ in found] == [
        ("return saved", "value"),
        ("return saved", "commentary"),
        ("return saved", "commentary"),
    ]
    assert found[0][2] == "59.6"
    assert all(after.startswith("sha256:") for _, field, after in found if field == "commentary")


def test_saving_the_same_again_changes_nothing() -> None:
    return_ = save(make_return(), WHOLE)
    before = changes(return_)
    assert save(return_, WHOLE).edit == 1
    assert changes(return_) == before


def test_version_seen_may_be_saved_over() -> None:
    return_ = save(make_return(), WHOLE, seen_edit=0)
    assert save(return_, Entry(value=Decimal(60)), seen_edit=1).edit == 2


def test_version_not_seen_is_never_saved_over() -> None:
    return_ = save(make_return(), WHOLE)
    with pytest.raises(ConflictError) as refused:
        save(return_, Entry(value=Decimal(60)), seen_edit=0)
    assert refused.value.stored == return_
    assert entry_of(Return.objects.get()) == WHOLE


def test_officer_of_another_service_may_not_enter() -> None:
    other = make_officer(make_service("Housing"))
    with pytest.raises(NotAllowedError, match="Returns of Children are entered by its own"):
        save_draft(make_return(), WHOLE, by=other, on=TODAY)


def test_officer_may_not_enter_after_the_appointment_ended() -> None:
    return_ = make_return()
    service = return_.measure.service
    assert service is not None
    former = make_officer(service)
    former.appointments.update(ends_on=date(2018, 1, 14))
    with pytest.raises(NotAllowedError):
        save_draft(return_, WHOLE, by=former, on=TODAY)


def test_person_without_a_role_may_not_enter() -> None:
    with pytest.raises(NotAllowedError):
        save_draft(make_return(), WHOLE, by=make_person("Nobody"), on=TODAY)


def test_performance_team_may_enter_for_all() -> None:
    saved = save_draft(make_return(), WHOLE, by=make_performance(), on=TODAY)
    assert saved.state == State.DRAFT


@pytest.mark.parametrize(("played", "state"), [(submitted, "submitted"), (approved, "approved")])
def test_what_is_sent_is_no_longer_the_officers(played: object, state: str) -> None:
    return_ = make_return()
    assert callable(played)
    played(return_)
    with pytest.raises(RefusedError, match=f"This return is {state} already"):
        save(return_, WHOLE)


def test_closed_period_takes_no_entries() -> None:
    return_ = make_return()
    team = make_performance()
    acknowledge_missing(return_, reason="The source failed.", by=team, on=TODAY)
    close_period(return_.period, by=team, on=TODAY)
    with pytest.raises(RefusedError, match="2017/18 Q3 is closed"):
        save(return_, WHOLE)
