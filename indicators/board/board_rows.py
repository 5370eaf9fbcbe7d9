"""Returns as rows of a list: who has each, how late it is, what it waits for, who was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from indicators.approvals.approvers import approvers_of
from indicators.board.board import INDICATORS, days
from indicators.board.board_standing import READY, UNPUBLISHED, last_day
from indicators.models import (
    MessageState,
    NoValueReason,
    Period,
    Reminder,
    ReminderKind,
    Return,
    State,
)
from indicators.officers.due import edit_url
from indicators.returns.addresses import decide_url
from indicators.returns.wording import day
from organisation.access import Access
from organisation.models import Cover, Person

STANDING_WORDS = {READY: "Ready to submit", UNPUBLISHED: "Not published yet"}


@dataclass(frozen=True)
class Who:
    """A person to turn to."""

    name: str
    mail: str
    note: str = ""


@dataclass(frozen=True)
class ListedRow:
    """A return, and what it waits for. `said`: what was written about that."""

    ref: str
    name: str
    url: str
    service: str
    lead: Who | None
    state: str
    late: str
    waits_for: str
    said: str
    reminder: str


@dataclass(frozen=True)
class Listed:
    """What the rows of a list go by, besides the returns themselves."""

    period: Period
    access: Access
    on: date
    approvers: Mapping[int, str]
    away: Mapping[int, Cover]
    reminders: Mapping[int, str]


def rows(returns: Sequence[Return], period: Period, access: Access, on: date) -> list[ListedRow]:
    """Returns as rows: three queries."""
    services = [each.measure.service for each in returns if each.measure.service is not None]
    listed = Listed(
        period=period,
        access=access,
        on=on,
        approvers=approvers_of(services, on),
        away=_away(returns, on),
        reminders=_reminders(returns),
    )
    return [_row(each, listed) for each in returns]


def _away(returns: Iterable[Return], on: date) -> dict[int, Cover]:
    """The leads who are away on a day, with their cover."""
    leads = {each.measure.lead_id for each in returns} - {None}
    covers = Cover.objects.on(on).filter(absent__in=leads).select_related("by")
    return {each.absent_id: each for each in covers}


def _reminders(returns: Iterable[Return]) -> dict[int, str]:
    """The last reminder that went out about each return."""
    found = (
        Reminder.objects.filter(of__in=[each.pk for each in returns])
        .filter(message__state=MessageState.SENT)
        .select_related("message")
        .order_by("message__on", "id")
    )
    return {
        each.of_id: f"{ReminderKind(each.kind).label}, {day(each.message.on)}" for each in found
    }


def _row(return_: Return, listed: Listed) -> ListedRow:
    measure = return_.measure
    standing: str = return_.standing  # type: ignore[attr-defined]  # `with_standing` asked for it
    waits_for, said = _waits_for(return_, standing, listed)
    return ListedRow(
        ref=measure.ref,
        name=measure.name,
        url=_url(return_, listed.access),
        service=measure.service.name if measure.service else INDICATORS,
        lead=_lead(return_, listed),
        state=STANDING_WORDS.get(standing) or return_.get_state_display(),
        late=_late(return_, listed),
        waits_for=waits_for,
        said=said,
        reminder=listed.reminders.get(return_.pk, ""),
    )


def _url(return_: Return, access: Access) -> str:
    """The return as this person may open it."""
    return edit_url(return_) if access.may_enter(return_.measure.service) else decide_url(return_)


def _lead(return_: Return, listed: Listed) -> Who | None:
    """Whom to ask: the lead, with the deputy, or who covers while the lead is away."""
    measure = return_.measure
    if measure.lead is None:
        return None
    note = f"deputy: {measure.deputy.name}" if measure.deputy else ""
    if cover := listed.away.get(measure.lead.pk):
        until = f" until {day(cover.ends_on)}" if cover.ends_on else ""
        note = f"away; {cover.by.name} covers{until}"
    if not measure.lead.is_active:
        note = "has left"
    return Who(measure.lead.name, _mail(measure.lead, return_), note)


def _mail(person: Person, return_: Return) -> str:
    """An address to write to, with the return as the subject; no figure and no text."""
    subject = f"Return {return_.measure.ref} for {return_.period.quarter.name}"
    return f"mailto:{quote(person.email)}?subject={quote(subject)}"


def _late(return_: Return, listed: Listed) -> str:
    """3 days; "came 2 days late" of what is in by now."""
    if return_.is_late:  # type: ignore[attr-defined]
        since: date = return_.late_since  # type: ignore[attr-defined]
        return days((last_day(listed.period, listed.on) - since).days)
    if return_.came_late:  # type: ignore[attr-defined]
        sent: date = return_.sent_on  # type: ignore[attr-defined]
        return f"came {days((sent - listed.period.due_on).days)} late"
    return ""


def _waits_for(return_: Return, standing: str, listed: Listed) -> tuple[str, str]:
    """What has to happen next, and what was written about it."""
    if return_.missing_acknowledged_by_id is not None:
        return "Acknowledged as missing", return_.missing_reason
    if standing == UNPUBLISHED and return_.expected_on:
        return f"Its source was to publish it on {day(return_.expected_on)}", return_.commentary
    if return_.state == State.SENT_BACK:
        return "Sent back to be mended", return_.sent_back_reason
    if return_.no_value_reason == NoValueReason.AWAITING:
        return _awaiting(return_)
    if return_.state == State.DRAFT and return_.sent_back_reason:
        return _being_mended(return_, standing)
    words = {
        State.NOT_STARTED.value: "Nothing is entered yet",
        State.DRAFT.value: "Begun; something is still missing",
        READY: "Complete; it has only to be submitted",
        State.SUBMITTED.value: _approval(return_, listed),
        State.APPROVED.value: "",
    }
    return words[standing], ""


def _being_mended(return_: Return, standing: str) -> tuple[str, str]:
    words = "Mended" if standing == READY else "Being mended"
    return f"{words}, not yet submitted again; it was sent back", return_.sent_back_reason


def _awaiting(return_: Return) -> tuple[str, str]:
    expected = f", expected on {day(return_.expected_on)}" if return_.expected_on else ""
    return f"Awaiting information{expected}", return_.commentary


def _approval(return_: Return, listed: Listed) -> str:
    service = return_.measure.service_id
    who = listed.approvers.get(service, "") if service else "the performance team"
    if not who:
        return "Approval, but nobody is appointed to approve it"
    since = f" since {day(return_.submitted_on)}" if return_.submitted_on else ""
    return f"Approval by {who}{since}"
