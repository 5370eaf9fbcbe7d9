"""Messages that broke off between us and the mail server: a person decides what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from indicators.models import Message, MessageState
from indicators.reminding.sending import BEGUN, finish
from indicators.returns.refusals import RefusedError
from organisation.access import NotAllowedError, access_of
from organisation.models import Change, Person

# A run sends one message at a time and waits 20 seconds for each answer of the mail server.
STILL_BEING_SENT = timedelta(minutes=10)
NO_TRACE = "The program stopped while it was being sent. It may have arrived or not."


@dataclass(frozen=True)
class Unfinished:
    """A message of which nobody knows whether it arrived, or that is just being sent."""

    message: Message
    is_broken_off: bool

    @property
    def what(self) -> str:
        return self.message.error or NO_TRACE


def unfinished(now: datetime) -> list[Unfinished]:
    """What was started and not finished, newest first: two queries."""
    started = list(Message.objects.filter(state=MessageState.STARTED).select_related("to"))
    begun = dict(
        Change.objects.filter(
            object_type=Message._meta.label_lower,
            object_id__in=[each.pk for each in started],
            deed=BEGUN,
        ).values_list("object_id", "at")
    )
    return [
        Unfinished(each, bool(each.error) or begun.get(each.pk, now) <= now - STILL_BEING_SENT)
        for each in started
    ]


@transaction.atomic
def release(message: Message, *, by: Person, on: date, now: datetime) -> None:
    """Let what a broken-off message told be told again: it did not arrive, or that does no harm."""
    stored = _to_decide(message, by, on, now)
    error = f"Broke off; {by.name} had it sent again."
    finish(stored, MessageState.FAILED, by=by, on=on, error=error)


@transaction.atomic
def take_as_arrived(message: Message, *, by: Person, on: date, now: datetime) -> None:
    """Leave a broken-off message as sent, so that it is not sent again."""
    stored = _to_decide(message, by, on, now)
    error = f"Broke off; taken as arrived by {by.name}."
    finish(stored, MessageState.SENT, by=by, on=on, error=error)


def _to_decide(message: Message, by: Person, on: date, now: datetime) -> Message:
    if not access_of(by, on).is_performance:
        raise NotAllowedError("Only the performance team decides on messages that broke off.")
    stored = Message.objects.select_for_update().get(pk=message.pk)
    open_ = {each.message.pk: each.is_broken_off for each in unfinished(now)}
    if stored.pk not in open_:
        raise RefusedError(f"The message to {stored.address} was decided on already.")
    if not open_[stored.pk]:
        raise RefusedError(
            f"The message to {stored.address} may still be on its way. Try again in ten minutes."
        )
    return stored
