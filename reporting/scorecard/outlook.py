"""Where a measure's year is heading: the forecast year-end figure and the colour it would have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Rating, Return
from indicators.returns.rating import place_of, rules_terms
from indicators.rules import rag
from indicators.rules.forecast import History, default_method, forecast, rate_forecast
from organisation.models import Council

QUARTERS_IN_YEAR = 4
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Outlook:
    """A forecast in words; `status` is None where it would have no colour."""

    value: str
    how: str
    status: rag.Status | None

    @property
    def would_be(self) -> str:
        """The colour in words: would be red."""
        return f"would be {self.status.word.lower()}" if self.status else ""


def outlook(return_: Return, rating: Rating | None, council: Council) -> Outlook | None:
    """The forecast from one period's figure; None at year end or where nothing can be said."""
    place = place_of(return_.period)
    if rating is None or rating.value is None or place.is_year_end:
        return None
    terms = rules_terms(return_.terms, return_.period, council)
    method = default_method(terms.basis, terms.profile.method, place)
    found = forecast(method, History(now=rating.value, share=_share(terms, rating)), place)
    if found.value is None or found.method is None or _is_impossible(found.value, rating, terms):
        return None
    rated = rate_forecast(terms, found.value, QUARTERS_IN_YEAR)
    return Outlook(
        value=rating.unit.short(found.value),
        how=found.method.label.lower(),
        status=rated.status if rated.status.is_rated else None,
    )


def _is_impossible(value: Decimal, rating: Rating, terms: rag.Terms) -> bool:
    """Above 100%, where neither the figure nor its target is: no such year-end can come."""
    known = [each for each in (rating.value, terms.target) if each is not None]
    return terms.unit.is_percent and value > WHOLE >= max(known)


def _share(terms: rag.Terms, rating: Rating) -> Decimal | None:
    """How much of the year's target was due by now: what the in-year profile says."""
    if not terms.target or rating.target is None:
        return None
    return rating.target / terms.target
