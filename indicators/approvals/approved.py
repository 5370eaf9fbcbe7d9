"""What was approved in periods that are still open, and can therefore still go back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from indicators.approvals.queue import LONG, may_decide, place
from indicators.models import Return, State
from indicators.officers.pages import value_words
from indicators.returns.addresses import approved_url, decide_url, key_of, name_of
from indicators.returns.wording import day, stood_in
from indicators.rules import rag
from organisation.access import Access


@dataclass(frozen=True)
class ApprovedRow:
    """An approved return, and by whom."""

    ref: str
    name: str
    url: str
    value: str
    status: rag.Status | None
    approved: str


@dataclass(frozen=True)
class ApprovedService:
    """What was approved of one service in one period."""

    service: str
    period: str
    url: str
    number: int
    rows: tuple[ApprovedRow, ...]


def approved_of(access: Access, chosen: str = "") -> list[ApprovedService]:
    """By period and service; without rows where so much was approved that one has to choose."""
    found = sorted(
        Return.objects.current()
        .filter(may_decide(access), state=State.APPROVED, period__state="OPEN")
        .select_related(
            "measure__service__directorate", "period", "rating", "approved_by", "approved_for"
        )
        .defer("rating__bands"),
        key=place,
    )
    if chosen:
        found = [each for each in found if key_of(each.measure.service) == chosen]
    groups = groupby(found, key=lambda each: (each.period.quarter, each.measure.service))
    return [
        ApprovedService(
            service=name_of(service),
            period=quarter.name,
            url=approved_url(key_of(service)),
            number=len(returns),
            rows=()
            if len(found) > LONG and not chosen
            else tuple(_row(each, access.person_id) for each in returns),
        )
        for (quarter, service), group in groups
        if (returns := list(group))
    ]


def _row(return_: Return, person_id: int) -> ApprovedRow:
    kept, measure, by = getattr(return_, "rating", None), return_.measure, return_.approved_by
    who = "you" if return_.approved_by_id == person_id else by.name if by else ""
    when = f", {day(return_.approved_on)}" if return_.approved_on else ""
    return ApprovedRow(
        ref=measure.ref,
        name=measure.name,
        url=decide_url(return_),
        value=value_words(return_, kept.unit if kept else measure.figure_unit),
        status=rag.Status(kept.status) if kept else None,
        approved=f"By {who}{stood_in(return_)}{when}",
    )
