"""How each return on the grid stands: its colour, and what is missing before it is submitted."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.models import NoValueReason, Return, State
from indicators.returns import rating
from indicators.returns.needs import missing_from
from indicators.rules.rag import Status
from organisation.models import Council


@dataclass(frozen=True)
class Found:
    """The colour that a return has or would get, and what it needs first; blank for nothing."""

    status: Status | None = None
    missing: str = ""


def standing(return_: Return, council: Council) -> Found:
    """Of a draft what it would get, with a few queries; of what was sent what it got, with none."""
    if return_.state == State.NOT_STARTED:
        return Found()
    if not return_.is_with_officer:
        kept = getattr(return_, "rating", None)
        return Found(Status(kept.status) if kept else None)
    status = _would_get(return_, council)
    if return_.is_ready:
        return Found(status)
    missing = list(missing_from(return_).values())
    more = f" And {len(missing) - 1} more: open it." if len(missing) > 1 else ""
    return Found(status, f"{missing[0]}{more}" if missing else "")


def _would_get(return_: Return, council: Council) -> Status | None:
    reason = return_.no_value_reason
    if reason == NoValueReason.AWAITING or not (return_.has_figure or reason):
        return None
    return Status(rating.as_entered(return_, council).status)
