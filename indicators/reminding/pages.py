"""What the page of reminders shows: letters of today, what broke off or failed, what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse

from indicators.models import Message, MessageState
from indicators.reminding.broken_off import unfinished
from indicators.reminding.letters import Letter
from indicators.returns.wording import day
from organisation.models import Council

LATELY = 50
FAILED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class LetterRow:
    """A message as it will read."""

    name: str
    address: str
    subject: str
    text: str
    html_url: str
    has_calendar: bool


@dataclass(frozen=True)
class MessageRow:
    """A message that was sent, failed or broke off."""

    id: int
    name: str
    address: str
    subject: str
    on: str
    state: str
    error: str
    is_broken_off: bool = False


def letter_row(letter: Letter) -> LetterRow:
    return LetterRow(
        name=letter.person.name,
        address=letter.person.email,
        subject=letter.subject,
        text=letter.text.strip(),
        html_url=f"{reverse('indicators:reminder-html')}?to={letter.person.pk}",
        has_calendar=bool(letter.calendar),
    )


def habits_in_words(council: Council) -> str:
    """When the council reminds, in sentences."""
    before = f"{_days(council.remind_days_before)} before the due date, "
    again = (
        f"every {_days(council.remind_again_days)}" if council.remind_again_days > 1 else "daily"
    )
    escalated = _days(max(council.escalate_days_after, 1))
    return (
        f"People are reminded {before if council.remind_days_before else ''}on the due date, "
        f"and {again} from the day after it until the return is in. "
        f"Heads of service are told once a return is {escalated} late."
    )


def carrier_in_words() -> str:
    """By which way messages go, or that they go nowhere."""
    if settings.EMAIL_HOST:
        return f"Messages go out through the mail server {settings.EMAIL_HOST}."
    return (
        "No mail server is set up (EMAIL_HOST), so no message leaves the council's machine: each "
        "is printed where the application runs, and counts as sent."
    )


def unfinished_rows(now: datetime) -> list[MessageRow]:
    """What broke off, or is just being sent."""
    return [
        _row(each.message, each.what, is_broken_off=each.is_broken_off) for each in unfinished(now)
    ]


def failed_rows(on: date) -> list[MessageRow]:
    """What failed and was followed by no other message to the same person."""
    later = Message.objects.filter(to=OuterRef("to"), pk__gt=OuterRef("pk"))
    found = Message.objects.filter(
        ~Exists(later), state=MessageState.FAILED, on__gt=on - FAILED_FOR
    )
    return [_row(each, each.error) for each in found.select_related("to")]


def lately_rows() -> list[MessageRow]:
    """The last messages, newest first."""
    return [_row(each, each.error) for each in Message.objects.select_related("to")[:LATELY]]


def _row(message: Message, error: str, *, is_broken_off: bool = False) -> MessageRow:
    return MessageRow(
        id=message.pk,
        name=message.to.name,
        address=message.address,
        subject=message.subject,
        on=day(message.on),
        state=message.get_state_display(),
        error=error,
        is_broken_off=is_broken_off,
    )


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
