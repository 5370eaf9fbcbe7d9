"""Measures as rows of a table: rating, value, target, direction of travel, sparkline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from indicators.models import Return
from indicators.querysets import ReturnQuerySet
from indicators.refs import ref_order
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from reporting.charts import svg
from reporting.charts.description import Sparkline
from reporting.scorecard import words
from reporting.scorecard.series import Series, series_of
from reporting.scorecard.standing import Standing, standing, status_of
from reporting.scorecard.travel import Travel, travel


@dataclass(frozen=True)
class MeasureRow:
    """One measure in one period, ready to print."""

    ref: str
    name: str
    url: str
    service: str
    directorate: str
    standing: Standing
    travel: Travel
    sparkline: SafeString
    quarters_red: int
    status_before: Status | None
    missing_reason: str
    late: str = ""

    @property
    def status(self) -> Status:
        return self.standing.status


def rows(returns: ReturnQuerySet, quarter: Quarter, on: date) -> tuple[MeasureRow, ...]:
    """The rows of these returns of one quarter, by ref, in three queries; needs `with_status`.

    An outturn takes two more, for its target is made of those of the quarters.
    """
    more = ["terms__measure__terms__period_targets"] if quarter.is_outturn else []
    found = list(
        returns.with_everything()
        .select_related("terms__measure")
        .prefetch_related("terms__period_targets", *more)
        .order_by("measure__ref")
    )
    series = series_of((each.measure_id for each in found), quarter)
    made = (_row(each, series.get(each.measure_id, Series(quarter)), on) for each in found)
    return tuple(sorted(made, key=lambda row: ref_order(row.ref)))


def measure_url(ref: str, quarter: Quarter) -> str:
    return reverse("reporting:measure", kwargs={"ref": ref, "period": quarter})


def _row(return_: Return, series: Series, on: date) -> MeasureRow:
    measure = return_.measure
    service = measure.service
    return MeasureRow(
        ref=measure.ref,
        name=measure.name,
        url=measure_url(measure.ref, series.until),
        service=service.name if service else "",
        directorate=service.directorate.name if service else "",
        standing=standing(return_, on),
        travel=travel(return_, series),
        sparkline=spark(return_, series),
        quarters_red=series.quarters_red,
        status_before=series.status_before,
        missing_reason=return_.missing_reason,
        late=_late(return_, on),
    )


def _late(return_: Return, on: date) -> str:
    """How late it is, while it can still come."""
    period = return_.period
    waited_for = status_of(return_).is_awaiting and period.is_open
    return words.days_late(period.days_late(on)) if waited_for else ""


def spark(return_: Return, series: Series) -> SafeString:
    """The run of the figures with the target now in force; nothing from a single figure."""
    if sum(value is not None for value in series.line) < 2:  # noqa: PLR2004
        return SafeString("")
    low, high = _target(return_)
    description = described(return_, series)
    return svg.sparkline(Sparkline(series.line, target=low, high=high, description=description))


def described(return_: Return, series: Series) -> str:
    """The sparkline in words: from the first figure to the last."""
    unit = return_.measure.figure_unit
    known = [(quarter, value) for quarter, value in sorted(series.values.items())]
    (first, was), (last, now) = known[0], known[-1]
    return f"{unit.short(was)} in {first.name}, {unit.short(now)} in {last.name}"


def _target(return_: Return) -> tuple[Decimal | None, Decimal | None]:
    rating = getattr(return_, "rating", None)
    if rating is None:
        return None, None
    return (rating.target, None) if rating.low is None else (rating.low, rating.high)


def by_group(found: Iterable[MeasureRow], attribute: str) -> dict[str, tuple[MeasureRow, ...]]:
    """Rows by service or directorate, in the order of the names."""
    groups: dict[str, list[MeasureRow]] = {}
    for row in found:
        groups.setdefault(getattr(row, attribute), []).append(row)
    return {name: tuple(groups[name]) for name in sorted(groups)}
