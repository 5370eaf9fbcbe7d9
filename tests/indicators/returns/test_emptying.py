"""An empty draft stands as not started again."""

from __future__ import annotations

import pytest

from indicators.returns.emptying import as_not_started
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import TODAY, entered, make_officer, make_return, make_service

pytestmark = pytest.mark.django_db


def test_empty_draft_is_not_started_and_recorded() -> None:
    return_ = entered(entered(make_return(), "82"), None)
    olive = make_officer(make_service(), "Olive")
    done = as_not_started(return_, by=olive, on=TODAY)
    assert (done.state, done.entered_by, done.edit) == ("NOT_STARTED", None, 3)
    change = Change.objects.about(done).filter(field="state").latest("pk")
    assert (change.deed, change.before, change.after, change.person) == (
        "return taken back to not started",
        "DRAFT",
        "NOT_STARTED",
        olive,
    )


def test_draft_that_says_anything_stays() -> None:
    return_ = entered(make_return(), None, commentary="Awaited.")
    olive = make_officer(make_service(), "Olive")
    done = as_not_started(return_, by=olive, on=TODAY)
    assert (done.state, done.edit) == ("DRAFT", 1)


def test_nobody_of_another_service_takes_it_back() -> None:
    return_ = entered(entered(make_return(), "82"), None)
    other = make_officer(make_service("Waste", "Place"))
    with pytest.raises(NotAllowedError):
        as_not_started(return_, by=other, on=TODAY)
