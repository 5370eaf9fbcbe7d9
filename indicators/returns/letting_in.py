"""Who may enter when: everybody while a period is open, then only those let in by name."""

from __future__ import annotations

from datetime import date

from indicators.models import Period, Reopening, Return
from indicators.returns.refusals import RefusedError
from organisation.access import access_of
from organisation.models import Person


def let_in(period: Period, person: Person, on: date) -> Reopening | None:
    """The reopening by which a person may enter in a locked or closed period, if any."""
    found = Reopening.objects.filter(period=period, people=person, made_on__lte=on, until__gte=on)
    if period.closed_on is not None:
        # Whoever was let in before it closed was to enter, not to correct.
        found = found.filter(made_on__gte=period.closed_on)
    return found.order_by("-until").first()


def refuse_unless_let_in(return_: Return, by: Person, on: date) -> None:
    """RefusedError where a locked or closed period is not open for this person.

    While it is open, what was sent back can be mended whatever the lock. Once it is closed only a
    correction can be entered, sent back or not: by those let in until their last day, and by the
    performance team, who let them in.
    """
    period = return_.period
    if period.is_open:
        was_sent_back = bool(return_.sent_back_reason)  # until it is submitted again
        if not period.is_locked(on) or was_sent_back or let_in(period, by, on):
            return
        raise RefusedError(
            f"{period} is locked for entering. Ask the performance team to let you in."
        )
    if not return_.is_correction:
        raise RefusedError(f"{period} is closed; its figures can't be changed here.")
    if not let_in(period, by, on) and not access_of(by, on).is_performance:
        raise RefusedError(
            f"{period} is closed, and it is not reopened for you. Ask the performance team to let "
            "you in until a day; the correction waits as it is."
        )
