"""About a measure: its aim, what its figure covers, where it comes from and who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import Frequency, Kind, Measure, Terms
from indicators.rules.periods import Quarter
from indicators.rules.rag import Basis, Polarity
from organisation.models import PortfolioHolder, PortfolioRemit
from reporting.scorecard.places import directorate_url

AIMS = {
    Polarity.MAX: "maximise: higher is better",
    Polarity.MIN: "minimise: lower is better",
    Polarity.RANGE: "stay in range: neither too high nor too low",
    Polarity.ZERO: "reach zero",
    Polarity.NEUTRAL: "context only: neither high nor low is good",
}
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class Link:
    """A word that leads somewhere; with no address it is only a word."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing to know about a measure."""

    name: str
    parts: tuple[Link, ...]


def about(measure: Measure, terms: Terms | None, quarter: Quarter) -> tuple[Entry, ...]:
    """What the panel beside a measure says, for the quarter shown."""
    entries = [
        ("Aim", _said(AIMS[Polarity(terms.polarity)] if terms else "")),
        ("Figure", _said(Basis(terms.basis).label if terms else "")),
        ("Reported", _said(Frequency(measure.frequency).label)),
        ("Source", _said(measure.source)),
        *_who(measure, quarter),
        ("Outcomes", _outcomes(measure, quarter)),
        ("Definition", _said(measure.definition or measure.title)),
    ]
    if measure.is_new:
        entries.append(("Basket", _said("new to the basket")))
    return tuple(Entry(name, parts) for name, parts in entries)


def _said(text: str) -> tuple[Link, ...]:
    return (Link(_sentence(text or NOT_RECORDED)),)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _who(measure: Measure, quarter: Quarter) -> list[tuple[str, tuple[Link, ...]]]:
    """Who answers for it; nobody alone answers for an indicator."""
    service = measure.service
    if measure.kind == Kind.INDICATOR or service is None:
        return [("Responsible", _said("nobody alone: this is about the whole borough"))]
    directorate = service.directorate
    return [
        ("Responsible post", _said(measure.lead_post)),
        ("Service", _said(service.name)),
        ("Directorate", (Link(directorate.name, directorate_url(directorate, quarter)),)),
        ("Portfolio", _portfolio(service.pk, quarter.end)),
    ]


def _portfolio(service_id: int, on: date) -> tuple[Link, ...]:
    """The portfolios that covered the service at the quarter's end, with holders: two queries."""
    remits = PortfolioRemit.objects.on(on).filter(service_id=service_id)
    portfolios = [each.portfolio for each in remits.select_related("portfolio")]
    held = PortfolioHolder.objects.on(on).filter(portfolio__in=portfolios)
    holders = {each.portfolio_id: each.person.name for each in held.select_related("person")}
    links = tuple(
        Link(f"{each.name} ({holders[each.pk]})" if each.pk in holders else each.name)
        for each in portfolios
    )
    return links or _said("")


def _outcomes(measure: Measure, quarter: Quarter) -> tuple[Link, ...]:
    found = measure.alignments.select_related("outcome").order_by("outcome__position")
    links = tuple(
        Link(
            f"{each.outcome.code} {each.outcome.short_name}",
            reverse("reporting:outcome", kwargs={"code": each.outcome.code, "period": quarter}),
        )
        for each in found
    )
    return links or _said("none yet")
