"""Fills a database with a council of any size, written in bulk: benchmarks are not about deeds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from indicators.models import Measure, Period, Rating, Return, Terms
from indicators.rules.periods import Quarter
from organisation.models import Directorate, Person, Service

LAST = Quarter(2017, 3)
SERVICES = 12
DIRECTORATES = 3


def quarters(number: int) -> list[Quarter]:
    """So many quarters up to the last, oldest first."""
    found = [LAST]
    while len(found) < number:
        found.append(found[-1].previous())
    return found[::-1]


def make_council(measures: int, periods: int) -> Person:
    """Measures over all services, each with an approved and rated return in every period."""
    officer = Person.objects.create_user("officer@council.example", name="Officer")
    approver = Person.objects.create_user("approver@council.example", name="Approver")
    services = list(make_services())
    made = Measure.objects.bulk_create(
        Measure(
            ref=str(number + 1),
            title=f"Measure number {number + 1} of the council",
            value_type="percent",
            decimals=1,
            service=services[number % SERVICES],
        )
        for number in range(measures)
    )
    wanted = quarters(periods)
    terms = make_terms(made, sorted({each.year for each in wanted}))
    for quarter in wanted:
        make_period(quarter, made, terms, officer, approver)
    return officer


def make_services() -> Iterator[Service]:
    directorates = [Directorate.objects.create(name=f"Directorate {n}") for n in "ABC"]
    for number in range(SERVICES):
        above = directorates[number % DIRECTORATES]
        yield Service.objects.create(directorate=above, name=f"Service {number}")


def make_terms(measures: list[Measure], years: list[int]) -> dict[tuple[int, int], Terms]:
    made = Terms.objects.bulk_create(
        Terms(
            measure=measure,
            year=year,
            polarity="MAX",
            basis="SNAPSHOT",
            target_state="SET",
            target=Decimal(80),
            tolerance_mode="POINTS",
            tolerance_amber=Decimal(5),
        )
        for measure in measures
        for year in years
    )
    return {(each.measure_id, each.year): each for each in made}


def make_period(
    quarter: Quarter,
    measures: list[Measure],
    terms: dict[tuple[int, int], Terms],
    officer: Person,
    approver: Person,
) -> None:
    period = Period.objects.create(
        year=quarter.year,
        number=quarter.number,
        due_on=quarter.end + timedelta(days=12),
        opened_on=quarter.end,
    )
    sent = quarter.end + timedelta(days=5)
    returns = Return.objects.bulk_create(
        Return(
            measure=measure,
            period=period,
            terms=terms[measure.pk, quarter.year],
            state="APPROVED",
            value=Decimal(60 + (measure.pk * 7 + quarter.number * 3) % 40),
            submitted_by=officer,
            submitted_on=sent,
            approved_by=approver,
            approved_on=sent,
        )
        for measure in measures
    )
    Rating.objects.bulk_create(rating_of(each) for each in returns)


def rating_of(return_: Return) -> Rating:
    value = return_.value or Decimal(0)
    status = "GREEN" if value >= 80 else "AMBER" if value >= 75 else "RED"  # noqa: PLR2004
    return Rating(
        of=return_,
        status=status,
        calculated=status,
        value=value,
        target=Decimal(80),
        sentence=f"{status.capitalize()}: {value}% beside the target of 80%",
        rated_on=return_.period.due_on,
    )
