"""What became of a return after a page of it was made."""

from datetime import UTC, date, datetime

import pytest

from indicators.approvals.meantime import Meantime, Moved, Step, meantime_of
from indicators.models import Return
from indicators.returns.approving import approve, send_back
from indicators.returns.recorded import newest_change
from organisation.models import Change, ChangeText
from organisation.record import Edit, record
from tests.factories import TODAY, make_approver, make_return, make_service, submitted

pytestmark = pytest.mark.django_db

DAY = "15 January 2018"


def waiting() -> tuple[Return, int]:
    """A return that waits, and the newest change that its page shows."""
    return_ = submitted(make_return(), commentary="All in time.")
    return return_, newest_change(return_)


def since(return_: Return, seen: int) -> Meantime:
    found = meantime_of(return_, seen)
    assert found is not None
    return found


def test_nothing_happened() -> None:
    assert meantime_of(*waiting()) is None


def test_approval_is_one_step_and_one_field() -> None:
    return_, seen = waiting()
    approve(return_, by=make_approver(make_service(), "Asha"), on=TODAY)
    assert since(return_, seen) == Meantime(
        steps=(Step("Approved", "Asha", DAY, ""),),
        moved=(Moved("State", "Submitted", "Approved", "Asha", DAY),),
    )


def test_field_that_is_again_as_it_was_seen_has_not_moved() -> None:
    return_, seen = waiting()
    send_back(return_, reason="Is it right?", by=make_approver(make_service(), "Asha"), on=TODAY)
    submitted(return_, commentary="All in time.")
    found = since(return_, seen)
    assert [each.what for each in found.steps] == ["Sent back", "Submitted"]
    assert found.moved == ()


def test_field_changed_twice_shows_what_was_seen_and_what_it_is_now() -> None:
    return_, seen = waiting()
    for value in ("7", "8"):
        edits = [Edit("value", "82" if value == "7" else "7", value)]
        record("return saved", return_, by=None, on=TODAY, edits=edits)
    assert since(return_, seen).moved == (Moved("Figure", "82.0%", "8.0%", "The system", DAY),)


def test_value_that_is_no_figure_is_shown_as_it_is_recorded() -> None:
    return_, seen = waiting()
    record("return saved", return_, by=None, on=TODAY, edits=[Edit("value", "", "a lot")])
    assert [(each.seen, each.now) for each in since(return_, seen).moved] == [("", "a lot")]


def test_text_that_was_redacted_says_so() -> None:
    return_, seen = waiting()
    edit = Edit("commentary", "All in time.", "Mrs Green was late.", text=True)
    record("return saved", return_, by=None, on=TODAY, edits=[edit])
    ChangeText.objects.filter(text="Mrs Green was late.").update(text="")
    assert [each.now for each in since(return_, seen).moved] == ["(text removed)"]


def test_time_of_day_stands_beside_the_day_on_which_it_was_written() -> None:
    return_, seen = waiting()
    Change.objects.create(
        at=datetime(2018, 7, 16, 13, 5, tzinfo=UTC),
        on=date(2018, 7, 16),
        deed="return approved",
        object_type="indicators.return",
        object_id=return_.pk,
        object_label=str(return_),
        origin="program",
    )
    assert [each.when for each in since(return_, seen).steps] == ["16 July 2018, 14:05"]
