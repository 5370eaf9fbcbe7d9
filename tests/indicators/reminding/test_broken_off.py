"""Messages that broke off: noticed after ten minutes, and a person decides once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from indicators.models import Message, MessageState, Reminder
from indicators.reminding.broken_off import (
    NO_TRACE,
    STILL_BEING_SENT,
    release,
    take_as_arrived,
    unfinished,
)
from indicators.reminding.preview import preview
from indicators.reminding.sending import begin, send
from indicators.returns.refusals import RefusedError
from organisation.access import NotAllowedError
from organisation.models import Change
from tests.factories import make_officer, make_performance, make_service
from tests.indicators.reminding.chased import DUE, led
from tests.indicators.reminding.post_office import PostOffice

pytestmark = pytest.mark.django_db


@pytest.fixture
def message() -> Message:
    """A message that was begun and never ended."""
    led()
    [letter] = preview(DUE).letters
    begun = begin(letter, by=None)
    assert begun is not None
    return begun


def test_message_breaks_off_ten_minutes_after_it_was_begun(message: Message) -> None:
    begun = Change.objects.get(deed="reminder begun").at
    broken = {
        seconds: unfinished(begun + STILL_BEING_SENT + timedelta(seconds=seconds))[0].is_broken_off
        for seconds in (-1, 0)
    }
    assert broken == {-1: False, 0: True}
    [found] = unfinished(timezone.now())
    assert (found.message, found.what) == (message, NO_TRACE)


def test_message_whose_connection_broke_needs_no_wait(post_office: PostOffice) -> None:
    led()
    post_office.breaks_off_after_taking = True
    send(preview(DUE).letters, by=None)
    [found] = unfinished(timezone.now())
    assert found.is_broken_off
    assert found.what.startswith("The connection broke while it was being sent: ")


@pytest.mark.usefixtures("message")
def test_released_message_is_told_again() -> None:
    team = make_performance("Petra Team")
    stored = Message.objects.get()
    release(stored, by=team, on=DUE, now=later())
    stored.refresh_from_db()
    assert (stored.state, stored.error) == (
        MessageState.FAILED,
        "Broke off; Petra Team had it sent again.",
    )
    assert not Reminder.objects.exists()
    assert [each.person.name for each in preview(DUE).letters] == ["Lena Lead"]


@pytest.mark.usefixtures("message")
def test_message_taken_as_arrived_is_not_told_again() -> None:
    team = make_performance("Petra Team")
    stored = Message.objects.get()
    take_as_arrived(stored, by=team, on=DUE, now=later())
    stored.refresh_from_db()
    assert (stored.state, stored.error) == (
        MessageState.SENT,
        "Broke off; taken as arrived by Petra Team.",
    )
    assert preview(DUE).letters == ()
    assert unfinished(later()) == []


@pytest.mark.parametrize("deed", [release, take_as_arrived])
def test_deciding_is_on_the_record(deed: object, message: Message) -> None:
    assert callable(deed)
    team = make_performance("Petra Team")
    deed(message, by=team, on=DUE, now=later())
    row = Change.objects.get(object_id=message.pk, field="state")
    assert (row.person, row.before, row.on) == (team, "STARTED", DUE)


@pytest.mark.parametrize("deed", [release, take_as_arrived])
def test_nobody_decides_twice(deed: object, message: Message) -> None:
    assert callable(deed)
    team = make_performance()
    take_as_arrived(message, by=team, on=DUE, now=later())
    with pytest.raises(RefusedError, match="decided on already"):
        deed(message, by=team, on=DUE, now=later())


@pytest.mark.parametrize("deed", [release, take_as_arrived])
def test_nobody_decides_while_it_may_be_on_its_way(deed: object, message: Message) -> None:
    assert callable(deed)
    with pytest.raises(RefusedError, match="may still be on its way"):
        deed(message, by=make_performance(), on=DUE, now=timezone.now())


@pytest.mark.parametrize("deed", [release, take_as_arrived])
def test_only_the_performance_team_decides(deed: object, message: Message) -> None:
    assert callable(deed)
    with pytest.raises(NotAllowedError):
        deed(message, by=make_officer(make_service()), on=DUE, now=later())


def later() -> datetime:
    return timezone.now() + STILL_BEING_SENT
