"""The rows of the workbook for returns: what is asked, what is known, and what was entered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from indicators.models import Baseline, Return
from indicators.officers.due import Work
from indicators.refs import ref_order
from indicators.returns import rating
from indicators.returns.addresses import name_of
from indicators.returns.checks import read_ahead, usual
from indicators.rules import rag
from indicators.rules.known import Earlier
from indicators.rules.periods import Quarter
from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.returns.desk import why_locked
from indicators.spreadsheets.kinds.returns.versions import Version
from indicators.spreadsheets.kinds.returns.vocabulary import (
    LAST,
    LAST_YEAR,
    PARTS,
    PERIOD,
    SERVICE,
    STATE,
    TARGET,
    TO_FILL,
    TOLERANCE,
    UNIT,
    VERSION,
)
from indicators.spreadsheets.stored.returns import columns_of
from indicators.spreadsheets.tables.headings import TITLE
from organisation.models import Council

WITH_PARTS: Final = ("percent", "ratio")
SEASONAL: Final = "by season: see its own page"
NOT_KNOWN: Final = "[x]"
NOT_ASKED: Final = "[z]"
UNITS: Final = {"percent": "%", "currency": "£", "days": "days", "yes_no": "Yes or No"}
TO_FILL_IN: Final = "To fill in"
Ended = Mapping[int, Sequence[Baseline]]


@dataclass(frozen=True)
class TemplateRow:
    """A return as a row: `shown` are texts nobody changes, `entered` what stands in the others."""

    return_: Return
    shown: Mapping[str, str]
    entered: Mapping[str, str]
    locked: str = ""

    @property
    def ref(self) -> str:
        return self.return_.measure.ref

    @property
    def unit(self) -> Unit:
        unit: Unit = self.return_.measure.figure_unit
        return unit

    @property
    def has_parts(self) -> bool:
        return self.return_.measure.value_type in WITH_PARTS

    def asks(self, name: str) -> bool:
        """Whether there is anything to fill in under a heading."""
        return not self.locked and (name not in PARTS or self.has_parts)


def rows_of(returns: Iterable[Return], work: Work, council: Council) -> tuple[TemplateRow, ...]:
    """Returns of one period in the order of their measures; as many queries for one as for all."""
    found = sorted(returns, key=lambda each: ref_order(each.measure.ref))
    read_ahead(found)
    before = _baselines(found)
    return tuple(_row(each, work, council, before) for each in found)


def _baselines(returns: Sequence[Return]) -> Ended:
    """Figures from before the system by measure, newest first."""
    rows = Baseline.objects.filter(measure__in={each.measure_id for each in returns})
    found: dict[int, list[Baseline]] = defaultdict(list)
    for each in rows.order_by("-period_end"):
        found[each.measure_id].append(each)
    return found


def _row(return_: Return, work: Work, council: Council, before: Ended) -> TemplateRow:
    columns = columns_of(return_)
    entered = {name: columns[name] for name in TO_FILL}
    locked = why_locked(return_, work)
    return TemplateRow(return_, _shown(return_, council, before, locked, entered), entered, locked)


def _shown(
    return_: Return,
    council: Council,
    before: Ended,
    locked: str,
    entered: Mapping[str, str],
) -> dict[str, str]:
    measure, quarter = return_.measure, return_.period.quarter
    target, tolerance = _aim(return_, council)
    earlier = before.get(measure.pk, ())
    return {
        TITLE: measure.name,
        UNIT: unit_words(measure.figure_unit),
        TARGET: target or NOT_ASKED,
        TOLERANCE: tolerance or NOT_ASKED,
        LAST_YEAR: _same_last_year(return_, earlier),
        LAST: _last(return_, earlier),
        STATE: f"Locked: {locked}" if locked else state_words(return_),
        SERVICE: name_of(measure.service),
        PERIOD: quarter.name,
        VERSION: str(Version.of(return_.edit, entered)),
    }


def unit_words(unit: Unit) -> str:
    """What a figure is written in."""
    return unit.suffix.strip() or UNITS.get(unit.kind, "number")


def state_words(return_: Return) -> str:
    """Where a return stands that can be filled in."""
    if return_.no_value_reason or return_.has_figure or return_.commentary:
        return "Ready to submit" if return_.is_ready else return_.get_state_display()
    return "Sent back" if return_.sent_back_reason else TO_FILL_IN


def _aim(return_: Return, council: Council) -> tuple[str, str]:
    """Target and tolerance in words."""
    if return_.terms.profile == rag.ProfileMethod.SEASONAL:
        return SEASONAL, SEASONAL  # its share takes a question for each measure
    ready = rating.rules_terms(return_.terms, return_.period, council)
    guide = rag.rating_bands(ready, rating.place_of(return_.period))
    return guide.target_words, guide.tolerance_words


def _same_last_year(return_: Return, baselines: Sequence[Baseline]) -> str:
    quarter = return_.period.quarter.same_last_year()
    found = [each for each in usual(return_).earlier if each.quarter == quarter]
    old = [each for each in baselines if each.period_end == quarter.end]
    return _told(return_, found, old, quarter)


def _last(return_: Return, baselines: Sequence[Baseline]) -> str:
    quarter = return_.period.quarter
    old = [each for each in baselines if each.period_end < quarter.end]
    return _told(return_, list(usual(return_).earlier[:1]), old)


def _told(
    return_: Return,
    found: Sequence[Earlier],
    old: Sequence[Baseline],
    quarter: Quarter | None = None,
) -> str:
    """The first figure with its period; the letter for none where there is none."""
    unit = return_.measure.figure_unit
    for each in found:
        amount = each.figure.amount(unit)
        if amount is not None:
            return _with_period(unit, amount, each.quarter.name)
    for baseline in old:
        if baseline.value is not None:
            name = quarter.name if quarter else baseline.period_name
            return _with_period(unit, baseline.value, name)
    return NOT_KNOWN


def _with_period(unit: Unit, amount: Decimal, period: str) -> str:
    return f"{unit.short(amount)} ({period})"
