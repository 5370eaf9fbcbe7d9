"""What the pages of terms show: what holds now, how it came about, and all measures at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Prefetch

from indicators.models import Measure, PeriodTarget, Terms
from indicators.officers.facts import target_agreed
from indicators.refs import ref_order
from indicators.rules.periods import Quarter
from indicators.rules.ruler import Ruler, ruler
from indicators.terms.terms_changing import first_to_change, held_in
from indicators.terms.terms_words import (
    NOT_AGREED,
    guide_for,
    in_prose,
    reach_in_words,
    target_figure,
    tolerance_rule,
)
from organisation.models import Council

BOROUGH = "Indicators of the borough"


@dataclass(frozen=True)
class Said:
    """One thing that the terms say."""

    name: str
    value: str


@dataclass(frozen=True)
class Holding:
    """What holds in a quarter, in words."""

    quarter: str
    in_force: bool
    reach: str
    ruler: Ruler | None
    said: tuple[Said, ...]


@dataclass(frozen=True)
class MeasureRow:
    """A measure in the list, with what holds for it now."""

    ref: str
    name: str
    target: str
    tolerance: str
    agreed: str
    changed: str


@dataclass(frozen=True)
class ServiceRows:
    """A service's measures."""

    service: str
    rows: tuple[MeasureRow, ...]


def holding(measure: Measure, quarter: Quarter, council: Council) -> Holding | None:
    """What holds in a quarter; None where the measure has no terms."""
    try:
        terms = held_in(measure, quarter)
    except Terms.DoesNotExist:
        return None
    guide = guide_for(terms, quarter, council)
    unit = measure.figure_unit
    return Holding(
        quarter=in_prose(quarter),
        in_force=terms.in_force,
        reach=reach_in_words(guide.bands, unit) if guide.bands else guide.sentence,
        ruler=ruler(guide.bands, None, unit),
        said=tuple(_said(terms, guide.target_words, guide.tolerance_words)),
    )


def _said(terms: Terms, target: str, tolerance: str) -> Iterable[Said]:
    yield Said("Target", target)
    if own := terms.period_targets.all():
        yield Said("Targets by quarter", ", ".join(map(_own_target, own)))
    yield Said("Tolerance", f"{tolerance}, {_tolerance_agreed(terms)}")
    yield Said("Aim", terms.get_polarity_display())
    yield Said("Basis", terms.get_basis_display())
    yield Said("In-year profile", terms.get_profile_display())
    yield Said("Rating", terms.get_policy_display())
    yield Said("Terms agreed", target_agreed(terms) or NOT_AGREED)


def _own_target(own: PeriodTarget) -> str:
    return f"Q{own.quarter} {target_figure(own.terms, own.quarter)}"


def _tolerance_agreed(terms: Terms) -> str:
    return f"agreed by {terms.tolerance_agreed_by}" if terms.tolerance_agreed_by else NOT_AGREED


def all_measures(on: date) -> list[ServiceRows]:
    """Each measure with the terms that hold in its quarter now, by service: three queries."""
    targets = PeriodTarget.objects.select_related("terms__measure")
    terms = Terms.objects.order_by("year", "from_quarter").select_related("measure")
    found = Measure.objects.select_related("service__directorate").prefetch_related(
        Prefetch("terms", terms.prefetch_related(Prefetch("period_targets", targets)))
    )
    quarter = first_to_change(on)
    ordered = sorted(found, key=lambda each: (_service(each), ref_order(each.ref)))
    return [
        ServiceRows(service, tuple(_row(each, quarter) for each in group))
        for service, group in groupby(ordered, key=_service)
    ]


def _service(measure: Measure) -> str:
    return str(measure.service) if measure.service else BOROUGH


def _row(measure: Measure, now: Quarter) -> MeasureRow:
    """What holds in the quarter now, and from when else something holds in its year."""
    rows = [each for each in measure.terms.all() if each.year <= now.year]
    begun = [each for each in rows if (each.year, each.from_quarter) <= (now.year, now.number)]
    if not begun:
        return MeasureRow(measure.ref, measure.name, "no terms yet", "–", NOT_AGREED, "")
    held = begun[-1]
    changed = [each.from_quarter for each in rows if each.year == now.year][1:]
    return MeasureRow(
        ref=measure.ref,
        name=measure.name,
        target=target_figure(held) if held.in_force else "out of the basket",
        tolerance=tolerance_rule(held) if held.in_force else "–",
        agreed=target_agreed(held) or NOT_AGREED,
        changed=", ".join(
            f"{'changed' if number <= now.number else 'will change'} from Q{number}"
            for number in changed
        ),
    )
