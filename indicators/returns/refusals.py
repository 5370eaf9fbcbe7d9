"""What a deed says when it can't be done: which field, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.models import Period, Return
from indicators.returns.checks import keep_known

REASON = "Give the reason; it stays on record."
REASON_AT_MOST = 300
GONE = "This correction was dropped in the meantime. The version that it corrected counts."


class RefusedError(Exception):
    """A deed refused with nothing changed. `problems`: message by field ("" is the whole)."""

    def __init__(self, problems: Mapping[str, str] | str) -> None:
        self.problems = {"": problems} if isinstance(problems, str) else dict(problems)
        super().__init__(" ".join(self.problems.values()))


class ConflictError(RefusedError):
    """Somebody else saved the return in the meantime; `stored` is what they saved."""

    def __init__(self, stored: Return) -> None:
        self.stored = stored
        super().__init__(
            "Somebody else has saved this return since you opened it. "
            "Nothing of yours is lost: compare the two and save again."
        )


def reason_given(reason: str, missing: str = REASON) -> str:
    """The reason for a deed. RefusedError where there is none, or it does not fit."""
    given = reason.strip()
    if not given:
        raise RefusedError({"reason": missing})
    if len(given) > REASON_AT_MOST:
        raise RefusedError(
            {"reason": f"Say it in {REASON_AT_MOST} characters; this has {len(given)}."}
        )
    return given


def locked(return_: Return) -> Return:
    """The return as it is stored now, held against others until the transaction ends.

    Every deed takes hold of the period first, then of returns: so a closing period waits, and
    nobody waits for somebody who waits for them.
    """
    period = Period.objects.select_for_update().get(pk=return_.period_id)
    stored = (
        Return.objects.select_for_update(of=("self",))
        .select_related("measure__service__directorate", "terms")
        .prefetch_related("terms__period_targets")
        .filter(pk=return_.pk)
        .first()
    )
    if stored is None:
        raise RefusedError(GONE)
    stored.period, stored.terms.measure = period, stored.measure
    keep_known(return_, stored)
    return stored
