"""Measures with a history, in few words, for the tests of the sense checks."""

from decimal import Decimal

from indicators.rules.periods import Quarter
from indicators.rules.sense import Check, Earlier, Known, doubts
from indicators.rules.terms import Figure, Profile, Terms
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Basis, Polarity, TargetState

NOW = Quarter(2017, 3)
PERCENT = Unit("percent", "%", 1)
RATE = Unit("rate", " per 10,000", 1)
COUNT = Unit("count")
MONEY = Unit("currency")
RATIO = Unit("ratio", decimals=1)
YES_NO = Unit("yes_no")


def figure(given: str = "") -> Figure:
    """A figure from "59.6", or from its parts "45/80"."""
    numerator, stroke, denominator = given.partition("/")
    if stroke:
        return Figure(numerator=Decimal(numerator), denominator=Decimal(denominator))
    return Figure(Decimal(given)) if given else Figure()


def terms(
    unit: Unit = PERCENT,
    target: str = "",
    *,
    polarity: Polarity = Polarity.MAX,
    basis: Basis = Basis.SNAPSHOT,
    start: str = "0",
) -> Terms:
    """Terms with a target or without one."""
    return Terms(
        polarity,
        unit,
        basis=basis,
        target=Decimal(target) if target else None,
        target_state=TargetState.SET if target else TargetState.NONE,
        profile=Profile(start=Decimal(start)),
    )


def history(*given: str, now: Quarter = NOW, every: int = 1) -> tuple[Earlier, ...]:
    """Approved figures of the periods before, newest first as one lists them; "" has none."""
    found, quarter = [], now
    for each in given:
        for _ in range(every):
            quarter = quarter.previous()
        found.append(Earlier(quarter, figure(each)))
    return tuple(found)


def known(*given: str, of: Terms | None = None, now: Quarter = NOW) -> Known:
    """A percentage with the figures before, unless the terms say otherwise."""
    return Known(of or terms(), now, history(*given, now=now))


def codes(given: str, about: Known, **texts: str) -> list[str]:
    """The codes of the checks that a figure sets off."""
    return [each.code for each in doubts(figure(given), texts, about)]


def said(check: Check, given: str, about: Known, **texts: str) -> str:
    """What one check says, blank where it says nothing."""
    found = doubts(figure(given), texts, about)
    return next((each.message for each in found if each.code == check), "")
