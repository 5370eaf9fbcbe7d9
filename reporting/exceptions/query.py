"""What the exception reports of a period are made from, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from indicators.models import Baseline, Kind, Period, Return
from indicators.querysets import REDS
from indicators.refs import ref_order
from indicators.rules.vocabulary import Status
from organisation.models import Council, PortfolioHolder, PortfolioRemit
from reporting.charts.history import baselines_until, returns_until
from reporting.judged import judged_in_words
from reporting.scorecard.counting import performance_returns

AWAITING = tuple(each.value for each in Status if each.is_awaiting)
TOLD = (*REDS, *AWAITING, Status.NOT_YET_APPROVED.value)


@dataclass(frozen=True)
class Portfolio:
    """A portfolio and who held it on the last day of the period."""

    name: str
    holder: str

    def __str__(self) -> str:
        return f"{self.name} ({self.holder})" if self.holder else self.name


@dataclass(frozen=True)
class Told:
    """The returns of a period that an exception report tells of, each list in order of ref."""

    red: tuple[Return, ...]
    awaiting: tuple[Return, ...]
    not_yet_approved: int
    judged: str = ""  # how many ratings of performance measures were judged, and which way


@dataclass(frozen=True)
class Background:
    """What stands around the reds: their history, their baselines, their portfolios."""

    history: dict[int, list[Return]]
    baselines: dict[int, list[Baseline]]
    portfolios: dict[int, tuple[Portfolio, ...]]


def told_of(period: Period, *, on: date, council: Council) -> Told:
    """Reds among the approved returns, and performance measures whose return is missing."""
    # An outturn's target is made of those of the year's quarters
    more = ["terms__measure__terms__period_targets"] if period.quarter.is_outturn else []
    found = sorted(
        Return.objects.current()
        .filter(period=period)
        .with_everything()
        .with_status(on, council.awaiting_policy)
        .filter(Q(status__in=TOLD))
        .select_related(
            "terms__measure",
            "judgement__by",
            "judgement__agreed_by",
            "exception_report__waived_by",
            "approved_by",
            "approved_for",
        )
        .prefetch_related("terms__period_targets", "exception_report__actions", *more),
        key=lambda return_: ref_order(return_.measure.ref),
    )
    measures = [each for each in found if each.measure.kind == Kind.PERFORMANCE_MEASURE]
    return Told(
        red=tuple(each for each in found if status_of(each).is_red),
        awaiting=tuple(each for each in measures if status_of(each).is_awaiting),
        not_yet_approved=sum(status_of(each) is Status.NOT_YET_APPROVED for each in measures),
        judged=judged_in_words(performance_returns(period, on=on, council=council)),
    )


def status_of(return_: Return) -> Status:
    """The status that `with_status` worked out in SQL."""
    return Status(return_.status)


def background_of(reds: Iterable[Return], period: Period) -> Background:
    """Four queries, however many reds."""
    reds = list(reds)
    measures = [each.measure_id for each in reds]
    services = [each.measure.service_id for each in reds if each.measure.service_id is not None]
    return Background(
        history=returns_until(measures, period.quarter),
        baselines=baselines_until(measures, period.quarter),
        portfolios=_portfolios(services, period.quarter.end),
    )


def _portfolios(services: Sequence[int], day: date) -> dict[int, tuple[Portfolio, ...]]:
    """The portfolios over each service on a day: they change at annual council."""
    remits = list(
        PortfolioRemit.objects.on(day)
        .filter(service_id__in=services)
        .select_related("portfolio")
        .order_by("portfolio__name")
    )
    held = PortfolioHolder.objects.on(day).filter(
        portfolio_id__in=[each.portfolio_id for each in remits]
    )
    holders: dict[int, list[str]] = {}
    for each in held.select_related("person").order_by("starts_on"):
        holders.setdefault(each.portfolio_id, []).append(each.person.name)
    found: dict[int, list[Portfolio]] = {}
    for remit in remits:
        names = " and ".join(holders.get(remit.portfolio_id, []))
        found.setdefault(remit.service_id, []).append(Portfolio(remit.portfolio.name, names))
    return {service: tuple(portfolios) for service, portfolios in found.items()}
