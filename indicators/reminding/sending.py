"""Sending letters: each is written down before it goes, so that none goes twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from indicators.models import Message, MessageState, Reminder
from indicators.reminding.delivering import NoServerError, NotTakenError, UnsureError, deliver
from indicators.reminding.letters import Letter
from organisation.models import Person
from organisation.record import Edit, record

BEGUN, BROKE_OFF = "reminder begun", "reminder broke off"  # as the record calls it
DONE = {MessageState.SENT: "reminder sent", MessageState.FAILED: "reminder failed"}
LONGEST_ERROR = 300


@dataclass(frozen=True)
class Outcome:
    """What became of a letter. Without a message another run has told the same meanwhile."""

    letter: Letter
    message: Message | None

    @property
    def is_sent(self) -> bool:
        return self.message is not None and self.message.state == MessageState.SENT

    @property
    def error(self) -> str:
        return self.message.error if self.message else ""


def send(
    letters: Iterable[Letter], *, by: Person | None, seconds: float | None = None
) -> list[Outcome]:
    """Send each letter; after `seconds` begin no more, so that a page's request ends in time.

    A letter stands in the database as started before it goes out. Where the mail server can't be
    used the rest isn't tried. What failed is released and told at the next run.
    """
    until = None if seconds is None else monotonic() + seconds
    outcomes: list[Outcome] = []
    no_server = ""
    for letter in letters:
        if until is not None and monotonic() > until:
            break
        message = begin(letter, by=by)
        if message is not None:
            no_server = _go(letter, message, no_server, by)
        outcomes.append(Outcome(letter, message))
    return outcomes


def begin(letter: Letter, *, by: Person | None) -> Message | None:
    """Write down and commit that these matters are told; None if another run was first."""
    try:
        with transaction.atomic(durable=True):
            return _written(letter, by)
    except IntegrityError:  # reminder_once
        return None


def _written(letter: Letter, by: Person | None) -> Message:
    message = Message.objects.create(
        to=letter.person, address=letter.person.email, on=letter.on, subject=letter.subject
    )
    Reminder.objects.bulk_create(
        Reminder(
            message=message,
            person=each.person,
            of=each.of,
            kind=each.kind,
            occasion=each.occasion,
        )
        for each in letter.matters
    )
    record(BEGUN, message, by=by, on=letter.on)
    return message


def _go(letter: Letter, message: Message, no_server: str, by: Person | None) -> str:
    """Deliver and write down what came of it; the reason if there is no use in trying the next."""
    host = urlsplit(settings.SITE_URL).hostname
    try:
        if no_server:
            raise NoServerError(no_server)
        deliver(letter.as_email(message.address, f"<message-{message.pk}@{host}>"))
    except NotTakenError as error:
        finish(message, MessageState.FAILED, by=by, on=letter.on, error=str(error))
        return str(error) if isinstance(error, NoServerError) else ""
    except UnsureError as error:
        _leave_started(message, str(error), by=by, on=letter.on)
    else:
        finish(message, MessageState.SENT, by=by, on=letter.on)
    return ""


@transaction.atomic
def finish(
    message: Message, state: MessageState, *, by: Person | None, on: date, error: str = ""
) -> None:
    """Write what became of a message. What failed releases its reminders, to be told again."""
    stored = Message.objects.select_for_update().get(pk=message.pk)
    if stored.state != MessageState.STARTED:
        return  # so slow that a person has decided on it meanwhile
    edits = [Edit("state", stored.state, state), *_error(message, error)]
    message.state = state
    message.save()
    if state is MessageState.FAILED:
        message.reminders.all().delete()
    record(DONE[state], message, by=by, on=on, edits=edits)


@transaction.atomic
def _leave_started(message: Message, error: str, *, by: Person | None, on: date) -> None:
    """Say why nobody but a person can tell whether it arrived."""
    record(BROKE_OFF, message, by=by, on=on, edits=_error(message, error))
    message.save()


def _error(message: Message, error: str) -> list[Edit]:
    edits = [Edit("error", message.error, error, text=True)] if error else []
    message.error = error[:LONGEST_ERROR]
    return edits
