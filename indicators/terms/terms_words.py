"""Terms in words: what they ask for, how far each colour reaches, what a change of them changed."""

from __future__ import annotations

from decimal import Decimal

from indicators.models import Period, Terms
from indicators.officers.facts import target_agreed
from indicators.returns.rating import place_of, rules_terms
from indicators.rules import rag
from indicators.rules.periods import QUARTERS, Quarter
from indicators.rules.units import Unit, plain
from organisation.models import Council

NOT_AGREED = "not yet agreed"
RANGE = " to "  # between the two ends of a range
NO_TARGET = {"TBC": "to be confirmed", "NONE": "no target"}
#: What is compared beside the target and tolerance, with what it is called.
OTHER_TERMS = {
    "polarity": "Aim",
    "basis": "Basis",
    "policy": "Rating",
    "profile": "In-year profile",
}


def in_prose(quarter: Quarter) -> str:
    """Quarter 3 2017/18."""
    if quarter.is_outturn:
        return f"{quarter.financial_year.label} outturn"
    return f"Quarter {quarter.number} {quarter.financial_year.label}"


def guide_for(terms: Terms, quarter: Quarter, council: Council) -> rag.Guide:
    """Colours and words for a quarter, before there is a figure."""
    period = Period(year=quarter.year, number=quarter.number)
    return rag.rating_bands(rules_terms(terms, period, council), place_of(period))


def reach_in_words(bands: tuple[rag.Band, ...], unit: Unit) -> str:
    """Where each colour begins: "Green at 82.0% or more, amber down to 77.9%"."""
    [place] = [index for index, each in enumerate(bands) if each.colour is rag.Colour.GREEN]
    if unit.kind == "yes_no":
        return "Green at Yes, red at No"
    below = next((each for each in bands[:place] if each.colour is rag.Colour.AMBER), None)
    above = next((each for each in bands[place:] if each.colour is rag.Colour.AMBER), None)
    green = _green(bands[place], unit)
    if below is None and above is None:
        return green if len(bands) == 1 else f"{green}, otherwise red"
    return f"{green}, {_amber(below, above, unit)}"


def _green(band: rag.Band, unit: Unit) -> str:
    low, high = band.low, band.high
    if low is not None and high is not None:
        if low == high:
            return f"Green at {unit.short(low)}"
        return f"Green from {unit.short(low)} to {unit.short(high)}"
    if low is not None:
        return f"Green at {unit.short(low)} or more"
    if high is None:
        return "Green whatever the figure"
    only_zero = high == 0 and not unit.can_be_negative
    return f"Green at {unit.short(high)}{'' if only_zero else ' or less'}"


def _amber(below: rag.Band | None, above: rag.Band | None, unit: Unit) -> str:
    """Amber on one side of green or on both; where it has no end, everything beyond is amber."""
    low = below.low if below else None
    high = above.high if above else None
    if low is not None and high is not None:
        return f"amber from {unit.short(low)} to {unit.short(high)}"
    if low is not None:
        return f"amber down to {unit.short(low)}"
    if high is not None:
        return f"amber up to {unit.short(high)}"
    return "amber otherwise"


def target_figure(terms: Terms, quarter_number: int | None = None) -> str:
    """The target alone: 82%, 45.7 to 52.3, to be confirmed; in a quarter, or for the year."""
    unit = terms.measure.figure_unit
    if terms.policy == rag.RatingPolicy.BENCHMARK:
        return "no benchmark" if terms.benchmark is None else unit.target(terms.benchmark)
    if terms.target_state in NO_TARGET:
        return NO_TARGET[terms.target_state]
    own = terms.target_in(quarter_number) if quarter_number else None
    if own is not None and own.target is not None:
        return unit.target(own.target)
    low, high = terms.range_in(quarter_number) if quarter_number else (terms.low, terms.high)
    if low is None or high is None:
        return "none" if terms.target is None else unit.target(terms.target)
    if low == high:
        return unit.target(low)
    return f"{plain(low)}{RANGE}{unit.target(high)}"


def _target_of_change(terms: Terms, quarter_number: int | None = None) -> str:
    """The same as one reads it after "changed from": "a range of 64 to 70"."""
    figure = target_figure(terms, quarter_number)
    is_range = RANGE in figure and figure not in NO_TARGET.values()
    return f"a range of {figure}" if is_range else figure


def tolerance_rule(terms: Terms) -> str:
    """The tolerance as it was agreed, whatever it makes of a target: "5% of the target"."""
    unit, held = terms.measure.figure_unit, terms.tolerance
    widest = max(held.green, held.amber)
    sides = f"{plain(held.green)} and " if 0 < held.green < held.amber else ""
    match held.mode:
        case rag.ToleranceMode.POINTS if widest:
            return f"{sides}{unit.width(widest)}"
        case rag.ToleranceMode.PERCENT_OF_TARGET if widest:
            return f"{sides}{plain(widest)}% of the target"
        case rag.ToleranceMode.LOWER_OF:
            cap = unit.width(held.cap or Decimal(0))
            return f"{plain(held.amber)}% of the target or {cap}, whichever is lower"
        case rag.ToleranceMode.THRESHOLD:
            limits = [held.limit, held.limit_low, held.limit_high]
            set_at = " and ".join(unit.target(each) for each in limits if each is not None)
            return f"an amber limit of {set_at}"
    return "none"


def changed_in_words(before: Terms, after: Terms) -> str:
    """What the later terms changed, from when, why and by whose agreement, in one sentence.

    For example "Target changed from 80% to 82% from Quarter 3 2017/18: the new contract; agreed
    by Cabinet on 15 December 2017 (minute 45)". Blank where nothing that decides a colour did.
    """
    changes = differences_in_words(before, after)
    if not changes:
        return ""
    *first, last = changes
    what = f"{', '.join(first)} and {last}" if first else last
    since = in_prose(Quarter(after.year, after.from_quarter))
    ending = "; ".join(part for part in (after.reason.rstrip("."), target_agreed(after)) if part)
    return f"{what} from {since}" + (f": {ending}" if ending else "")


def differences_in_words(before: Terms, after: Terms) -> list[str]:
    """What differs, each in a clause: "Target changed from 80% to 82%"."""
    if not after.in_force:
        return ["Taken out of the basket"] if before.in_force else []
    found = [] if before.in_force else ["Back in the basket"]
    pairs = [("Target", _target_of_change(before), _target_of_change(after))]
    pairs += [
        (f"Target for Quarter {number}", *_own_targets(before, after, number))
        for number in QUARTERS
        if number >= after.from_quarter
    ]
    pairs.append(("Tolerance", tolerance_rule(before), tolerance_rule(after)))
    pairs += [
        (name, _label(before, field), _label(after, field)) for field, name in OTHER_TERMS.items()
    ]
    found += [f"{name} changed from {old} to {new}" for name, old, new in pairs if old != new]
    return [found[0], *(each[:1].lower() + each[1:] for each in found[1:])] if found else []


def _own_targets(before: Terms, after: Terms, number: int) -> tuple[str, str]:
    """A quarter's targets, where either terms name one of its own; else nothing to compare."""
    if before.target_in(number) is None and after.target_in(number) is None:
        return "", ""
    return _target_of_change(before, number), _target_of_change(after, number)


def _label(terms: Terms, field: str) -> str:
    """The value of a choice as pages say it."""
    label = str(getattr(terms, f"get_{field}_display")())
    return label[:1].lower() + label[1:]
