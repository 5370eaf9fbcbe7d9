"""Where the year will end: forecast outturn, its rating, and whether a curve was turned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .rag import rate
from .rating import Rating
from .targets import Interval
from .terms import ZERO, Figure, Place, Terms
from .vocabulary import Basis, Labelled, Polarity, ProfileMethod, ReturnState

#: One period says too little for a run rate; two in a row show that a curve has turned.
RUN_RATE_FROM = 2
PERIODS_TO_TURN = 2


class ForecastMethod(Labelled):
    """How the year-end figure is worked out."""

    MANUAL = "MANUAL", "Officer's estimate"
    RUN_RATE = "RUN_RATE", "At the rate so far"
    PROFILE = "PROFILE", "By the in-year profile"
    PLAN_REMAINDER = "PLAN_REMAINDER", "So far, then as planned"
    LAST_YEAR_REMAINDER = "LAST_YEAR_REMAINDER", "So far, then as last year"
    LAST = "LAST", "As it stands"
    SEASONAL_NAIVE = "SEASONAL_NAIVE", "Last year end, moved by the change on last year"


class Curve(Labelled):
    """Whether things go better than they were forecast to go."""

    TURNED = "TURNED", "Curve turned"
    NOT_YET = "NOT_YET", "Not yet"


@dataclass(frozen=True)
class History:
    """The figures that a forecast may need; None where there is none."""

    now: Decimal | None = None
    share: Decimal | None = None
    annual_target: Decimal | None = None
    target_to_date: Decimal | None = None
    last_year_to_date: Decimal | None = None
    last_year_outturn: Decimal | None = None
    manual: Decimal | None = None


@dataclass(frozen=True)
class Forecast:
    """A year-end figure with how it was reached; value None where it cannot be worked out."""

    value: Decimal | None
    method: ForecastMethod | None
    words: str


def default_method(
    basis: Basis, profile: ProfileMethod, place: Place, *, manual: bool = False
) -> ForecastMethod | None:
    """Return the method used unless chosen otherwise; None where it is too early to say."""
    if manual:
        return ForecastMethod.MANUAL
    if basis is not Basis.CUMULATIVE_TOTAL:
        return ForecastMethod.LAST
    if profile is not ProfileMethod.NONE:
        return ForecastMethod.PROFILE
    return ForecastMethod.RUN_RATE if place.period >= RUN_RATE_FROM else None


def forecast(method: ForecastMethod | None, history: History, place: Place) -> Forecast:
    """Work out the year-end figure; at year end it is the outturn, whichever the method."""
    if place.is_year_end and history.now is not None:
        return Forecast(history.now, method, "Outturn")
    value = None if method is None else _value(method, history, place)
    if method is None or value is None:
        return Forecast(None, method, "No forecast: there is too little to go on")
    mark = " [f]" if method is ForecastMethod.MANUAL else ""
    return Forecast(value, method, f"Forecast year-end{mark}: {method.label.lower()}")


def _value(method: ForecastMethod, history: History, place: Place) -> Decimal | None:
    """Apply one method; None when a figure that it needs is missing or a share is 0."""
    now, share = history.now, history.share
    run_rate = None if now is None else now * place.of / place.period
    return {
        ForecastMethod.MANUAL: history.manual,
        ForecastMethod.LAST: now,
        ForecastMethod.RUN_RATE: run_rate,
        ForecastMethod.PROFILE: now / share if now is not None and share else None,
        ForecastMethod.PLAN_REMAINDER: _plus(now, history.annual_target, history.target_to_date),
        ForecastMethod.LAST_YEAR_REMAINDER: _plus(
            now, history.last_year_outturn, history.last_year_to_date
        ),
        ForecastMethod.SEASONAL_NAIVE: _plus(
            history.last_year_outturn, now, history.last_year_to_date
        ),
    }[method]


def _plus(start: Decimal | None, whole: Decimal | None, part: Decimal | None) -> Decimal | None:
    """Return start + (whole - part)."""
    if start is None or whole is None or part is None:
        return None
    return start + (whole - part)


def rate_forecast(terms: Terms, value: Decimal | None, periods_in_year: int) -> Rating:
    """Rate a forecast against the annual target, never against this period's own target."""
    year_end = replace(terms, profile=replace(terms.profile, explicit=None))
    return rate(
        year_end,
        Figure(value),
        Place(periods_in_year, periods_in_year),
        return_state=ReturnState.SUBMITTED if value is not None else ReturnState.MISSING_BEFORE_DUE,
    )


def turned_curve(
    polarity: Polarity,
    baseline: Sequence[Decimal],
    actual: Sequence[Decimal],
    delta: Decimal,
    span: Interval | None = None,
) -> Curve:
    """Say whether the last two periods both beat the stored forecast by delta or more.

    Slowing down a decline counts. ``span`` is the range of a range measure.
    """
    leads = [
        _lead(polarity, expected, got, span) for expected, got in zip(baseline, actual, strict=True)
    ][-PERIODS_TO_TURN:]
    beaten = len(leads) == PERIODS_TO_TURN and all(lead > 0 and lead >= delta for lead in leads)
    return Curve.TURNED if beaten else Curve.NOT_YET


def _lead(polarity: Polarity, expected: Decimal, got: Decimal, span: Interval | None) -> Decimal:
    """Return by how much the figure is better than was forecast."""
    match polarity:
        case Polarity.MAX:
            return got - expected
        case Polarity.MIN:
            return expected - got
        case Polarity.ZERO:
            return abs(expected) - abs(got)
        case Polarity.RANGE if span is not None:
            return span.adverse_gap(expected) - span.adverse_gap(got)
        case _:
            return ZERO
