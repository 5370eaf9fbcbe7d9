"""On which day which reminder holds, from a due date and the council's habits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from indicators.models import ReminderKind
from organisation.models import Council

NEWS_DAYS = 7  # what was approved longer ago is no news, for example after cron stood still
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Habits:
    """How many days before and after a due date the council reminds."""

    before: int
    again: int
    escalate: int

    @classmethod
    def of(cls, council: Council) -> Habits:
        return cls(
            before=council.remind_days_before,
            again=council.remind_again_days,
            escalate=council.escalate_days_after,
        )


@dataclass(frozen=True)
class Call:
    """A reminder that holds on a day. Whoever was told it on `since` or later knows already."""

    kind: ReminderKind
    since: date


def calls(due_on: date, on: date, habits: Habits) -> tuple[Call, ...]:
    """The reminders of a return that is still to come, as they hold `on` a day.

    They follow from the day alone, so that a run that was missed is made up for by what holds
    now. Overdue is said again once the last time is `habits.again` days ago, however late that
    was. `since` follows the due date, so a due date that moves is reminded of anew.
    """
    if on < due_on:
        first = due_on - habits.before * DAY
        return (Call(ReminderKind.BEFORE_DUE, first),) if on >= first else ()
    if on == due_on:
        return (Call(ReminderKind.DUE, due_on),)
    first_late = due_on + DAY
    overdue = Call(ReminderKind.OVERDUE, max(first_late, on - (habits.again - 1) * DAY))
    if on < due_on + habits.escalate * DAY:
        return (overdue,)
    return overdue, Call(ReminderKind.ESCALATED, first_late)
