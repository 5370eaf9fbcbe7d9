"""Which measures nobody answers for: no lead, one who has left, one who never returned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.urls import reverse

from indicators.board.board_standing import NO_SERVICE, in_sight
from indicators.models import Measure, Return, State, Terms
from indicators.refs import ref_order
from organisation.access import Access
from organisation.models import Appointment, Change, Role

NONE, LEFT, NEVER = "none", "left", "never"
#: What can be wrong with a lead, under its name in addresses: in a few words, and as a sentence.
AILMENTS = {
    NONE: ("Without a lead", "Nobody is reminded of their returns and nobody answers for them."),
    LEFT: (
        "Lead has left",
        "Whoever is named can't sign in now, or is no officer of the service.",
    ),
    NEVER: ("Lead never returned", "Returns came due, and the lead has never submitted one."),
}
SHOWN_AT_MOST = 5


@dataclass(frozen=True)
class AilingMeasure:
    """A measure with nobody who answers for it, as a link to where a lead is named."""

    ref: str
    name: str
    lead: str
    url: str


@dataclass(frozen=True)
class Ailment:
    """The measures of which one thing is wrong; `more`: how many of them are not listed."""

    words: str
    meaning: str
    count: int
    measures: tuple[AilingMeasure, ...]
    more: int
    url: str


def leads_url(**narrowed: object) -> str:
    """The page of measure leads, narrowed to what is asked."""
    address = reverse("indicators:leads")
    return f"{address}?{urlencode(narrowed)}" if narrowed else address


def measures_with_health(access: Access, on: date) -> QuerySet[Measure]:
    """The measures in the basket that this person may follow, with `health` annotated.

    Health is the name of what is wrong, or "". Nobody has "never returned" who was named only
    after the measure last came due.
    """
    terms = Terms.objects.filter(measure=OuterRef("pk")).order_by("-year", "-from_quarter")
    last_named = Change.objects.filter(
        object_type=Measure._meta.label_lower, object_id=OuterRef("pk"), field="lead"
    ).order_by("-id")
    return (
        Measure.objects.filter(in_sight(access, ""))
        .annotate(
            in_basket=Subquery(terms.values("in_force")[:1]),
            named_on=Subquery(last_named.values("on")[:1]),
        )
        .filter(Q(in_basket=None) | Q(in_basket=True) | _asked_now())
        .annotate(health=_health(on))
        .select_related("lead")
    )


def _asked_now() -> Exists:
    """Whether a return is asked for in a period that is still open."""
    returns = Return.objects.current().filter(measure=OuterRef("pk"), terms__in_force=True)
    return Exists(returns.filter(period__state="OPEN"))


def _health(on: date) -> Case:
    held = Appointment.objects.on(on).filter(person=OuterRef("lead"))
    enters = Exists(held.filter(role=Role.OFFICER, service=OuterRef("service")))
    in_team = Q(service=None) & Exists(held.filter(role=Role.PERFORMANCE))
    there = Q(lead__is_active=True) & (enters | in_team)
    return Case(
        When(lead=None, then=Value(NONE)),
        When(~there, then=Value(LEFT)),
        When(_came_due(on) & ~_ever_submitted(), then=Value(NEVER)),
        default=Value(""),
        output_field=CharField(),
    )


def _came_due(on: date) -> Q:
    """Whether a return of the measure came due since its lead was named."""
    due = Return.objects.current().filter(
        measure=OuterRef("pk"), terms__in_force=True, period__due_on__lt=on
    )
    since = due.filter(period__due_on__gte=OuterRef("named_on"))
    return Q(Exists(since)) | Q(Exists(due), named_on=None)


def _ever_submitted() -> Exists:
    """Whether the lead ever submitted any return; one that was sent back since counts."""
    submitted = Q(submitted_by=OuterRef("lead"))
    sent_back = Q(entered_by=OuterRef("lead")) & (
        Q(state=State.SENT_BACK) | ~Q(sent_back_reason="")
    )
    return Exists(Return.objects.filter(submitted | sent_back))


def ailing(access: Access, on: date) -> tuple[Ailment, ...]:
    """What is wrong with measures' leads, each kind with its measures: one query."""
    found: dict[str, list[Any]] = {kind: [] for kind in AILMENTS}
    unwell: Iterable[Any] = measures_with_health(access, on).filter(~Q(("health", "")))
    for measure in unwell:
        found[measure.health].append(measure)
    return tuple(_ailment(kind, measures) for kind, measures in found.items() if measures)


def _ailment(kind: str, measures: list[Any]) -> Ailment:
    in_order = sorted(measures, key=lambda each: ref_order(each.ref))
    words, meaning = AILMENTS[kind]
    return Ailment(
        words=words,
        meaning=meaning,
        count=len(in_order),
        measures=tuple(_linked(each, kind) for each in in_order[:SHOWN_AT_MOST]),
        more=max(len(in_order) - SHOWN_AT_MOST, 0),
        url=leads_url(show=kind),
    )


def _linked(measure: Measure, kind: str) -> AilingMeasure:
    service = measure.service_id or NO_SERVICE
    return AilingMeasure(
        ref=measure.ref,
        name=measure.name,
        lead=measure.lead.name if measure.lead else "",
        url=f"{leads_url(show=kind, service=service)}#id_lead_{measure.pk}",
    )
