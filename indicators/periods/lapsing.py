"""Judgements that nobody has agreed to when a period is about to close."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from indicators.models import Judgement, Period
from indicators.refs import ref_order
from indicators.rules.rag import Colour, Status


@dataclass(frozen=True)
class Lapsing:
    """A colour that was judged, and would not count."""

    ref: str
    name: str
    url: str
    words: str


def lapsing(period: Period) -> tuple[Lapsing, ...]:
    """Those that wait for a second person, in order of ref: one query."""
    found = Judgement.objects.filter(
        of__period=period, of__is_current=True, agreed_by=None, of__rating__isnull=False
    ).select_related("of__measure", "of__rating", "by")
    waiting = [each for each in found if not Status(each.of.rating.status).is_judged]
    ordered = sorted(waiting, key=lambda each: ref_order(each.of.measure.ref))
    return tuple(
        Lapsing(
            ref=each.of.measure.ref,
            name=each.of.measure.name,
            url=reverse("indicators:judge", args=(period.quarter, each.of.measure.ref)),
            words=f"judged {Colour(each.colour).label.lower()} by {each.by.name}",
        )
        for each in ordered
    )
