"""A reminder as it will read: for each person one letter of all that they are to be told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from indicators.models import Period, ReminderKind
from indicators.reminding.due_dates import FILE_NAME, calendar_of
from indicators.reminding.matters import Matter
from indicators.reminding.wording import ABOUT, address, sections, shown, subject
from organisation.models import Council, Person

TEMPLATE = "indicators/email/reminder"
STILL_DUE = {ReminderKind.BEFORE_DUE, ReminderKind.DUE, ReminderKind.SENT_BACK}
NOT_TO_ENTER = {ReminderKind.ESCALATED, ReminderKind.APPROVED}
# So that nobody's out-of-office assistant answers; the second is how Exchange is told.
NO_ANSWERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person. It holds no figure, no colour and nobody's words."""

    person: Person
    on: date
    subject: str
    text: str
    html: str
    calendar: str
    matters: tuple[Matter, ...]

    @property
    def digest(self) -> str:
        """The same for the same letter: what was shown is what is sent."""
        said = [self.person.email, self.subject, self.text, self.html, self.calendar]
        keys = sorted(each.key for each in self.matters)
        return hashlib.sha256(json.dumps([said, keys]).encode()).hexdigest()[:32]

    def as_email(self, to: str, message_id: str) -> EmailMultiAlternatives:
        """Plain text and HTML, and the due dates as a calendar file where anything is still due."""
        mail = EmailMultiAlternatives(
            subject=self.subject,
            body=self.text,
            to=[to],
            headers={"Message-ID": message_id, **NO_ANSWERS},
        )
        mail.attach_alternative(self.html, "text/html")
        if self.calendar:
            mail.attach(FILE_NAME, self.calendar, "text/calendar")
        return mail


def letters(matters: Iterable[Matter], on: date) -> list[Letter]:
    """A letter for each person, in order of their names."""
    council = Council.current().name
    ordered = sorted(matters, key=_by_person)
    return [
        _letter(tuple(group), council, on)
        for _, group in groupby(ordered, key=lambda each: each.person.pk)
    ]


def _by_person(matter: Matter) -> tuple[str, int]:
    return matter.person.name.casefold(), matter.person.pk


def _letter(matters: tuple[Matter, ...], council: str, on: date) -> Letter:
    said = shown(matters)
    about = subject(said, on)
    person = matters[0].person
    context = {
        "name": person.name,
        "council": council,
        "subject": about,
        "lead": about.removesuffix(ABOUT),
        "sections": sections(said, on),
        "all_returns": _all_returns(said),
    }
    return Letter(
        person=person,
        on=on,
        subject=about,
        text=render_to_string(f"{TEMPLATE}.txt", context),
        html=render_to_string(f"{TEMPLATE}.html", context),
        calendar=_calendar(said, on),
        matters=matters,
    )


def _all_returns(said: Iterable[Matter]) -> str:
    """Where the person's own list is, if there is anything to enter."""
    if all(each.kind in NOT_TO_ENTER for each in said):
        return ""
    return address(reverse("indicators:returns"))


def _calendar(said: Iterable[Matter], on: date) -> str:
    periods: dict[int, Period] = {
        each.of.period_id: each.of.period
        for each in said
        if each.kind in STILL_DUE and each.of.period.is_open and each.of.period.due_on >= on
    }
    return (
        calendar_of(sorted(periods.values(), key=lambda each: each.due_on), on) if periods else ""
    )
