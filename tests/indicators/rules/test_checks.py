"""What saving the terms refuses, and that a rating agrees."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators.rules import rag
from tests.indicators.rules.tables import Row, cases, place_of, rating_of, terms_of

MODE = rag.ToleranceMode
POINTS = rag.Tolerance(MODE.POINTS, amber=Decimal(5))
PERCENTAGE = rag.Tolerance(MODE.PERCENT_OF_TARGET, amber=Decimal(5))
SOUND = rag.Terms(
    rag.Polarity.MAX, rag.Unit("percent", decimals=1), target=Decimal(80), tolerance=POINTS
)
RANGE = replace(SOUND, polarity=rag.Polarity.RANGE, target=None, low=Decimal(50), high=Decimal(60))
TOTAL = replace(SOUND, basis=rag.Basis.CUMULATIVE_TOTAL, unit=rag.Unit("count"))


def limits(*figures: int) -> rag.Tolerance:
    names = ("limit",) if len(figures) == 1 else ("limit_low", "limit_high")
    given: dict[str, Any] = dict(zip(names, map(Decimal, figures), strict=True))
    return rag.Tolerance(MODE.THRESHOLD, **given)


REFUSED = {
    "negative tolerance": (
        replace(SOUND, tolerance=rag.Tolerance(MODE.POINTS, amber=Decimal(-1))),
        "A tolerance cannot be negative; enter 0 or more.",
    ),
    "negative cap": (
        replace(SOUND, tolerance=rag.Tolerance(MODE.LOWER_OF, amber=Decimal(5), cap=Decimal(-1))),
        "A tolerance cannot be negative; enter 0 or more.",
    ),
    "negative margin": (
        replace(SOUND, exceed_margin=Decimal(-1)),
        "A tolerance cannot be negative; enter 0 or more.",
    ),
    "green wider than amber": (
        replace(SOUND, tolerance=rag.Tolerance(MODE.POINTS, Decimal(6), Decimal(5))),
        (
            "The green tolerance (6) is wider than the amber one (5); "
            "make amber at least as wide, or leave it empty."
        ),
    ),
    "no cap": (
        replace(SOUND, tolerance=rag.Tolerance(MODE.LOWER_OF, amber=Decimal(5))),
        "“Whichever is lower” needs a cap; enter the cap, or choose a percentage alone.",
    ),
    "no limit": (
        replace(SOUND, tolerance=rag.Tolerance(MODE.THRESHOLD)),
        "The amber limit is missing; enter it, or choose another kind of tolerance.",
    ),
    "one limit of a range": (
        replace(RANGE, tolerance=rag.Tolerance(MODE.THRESHOLD, limit_low=Decimal(40))),
        "A range needs an amber limit on each side; enter the lower and the upper one.",
    ),
    "limit above a target to reach": (
        replace(SOUND, tolerance=limits(81)),
        "The amber limit is above the target, on the good side; enter one at or below it.",
    ),
    "limit below a target to stay under": (
        replace(SOUND, polarity=rag.Polarity.MIN, tolerance=limits(79)),
        "The amber limit is below the target, on the good side; enter one at or above it.",
    ),
    "lower limit inside the range": (
        replace(RANGE, tolerance=limits(51, 65)),
        "The amber limit is above the target, on the good side; enter one at or below it.",
    ),
    "upper limit inside the range": (
        replace(RANGE, tolerance=limits(45, 59)),
        "The amber limit is below the target, on the good side; enter one at or above it.",
    ),
    "limit above the target of this period": (
        replace(SOUND, tolerance=limits(75), profile=rag.Profile(explicit=Decimal(70))),
        "The amber limit is above the target, on the good side; enter one at or below it.",
    ),
    "limit for zero": (
        replace(SOUND, polarity=rag.Polarity.ZERO, target=None, tolerance=limits(2)),
        "A measure that aims to reach zero has no set amber limit; choose points.",
    ),
    "target missing": (
        replace(SOUND, target=None),
        "The target is missing; enter it, or mark it as to be confirmed.",
    ),
    "half a range": (
        replace(RANGE, high=None),
        "The range is incomplete; enter both ends, or mark the target to be confirmed.",
    ),
    "range upside down": (
        replace(RANGE, low=Decimal(61)),
        "The lower end of the range (61) is above the upper end (60); swap them.",
    ),
    "single figure without tolerance": (
        replace(RANGE, low=Decimal(60), tolerance=rag.Tolerance()),
        "The range is the single figure 60; give it a tolerance, or two ends.",
    ),
    "single figure with a tolerance of nothing": (
        replace(RANGE, low=Decimal(60), tolerance=rag.Tolerance(MODE.POINTS)),
        "The range is the single figure 60; give it a tolerance, or two ends.",
    ),
    "single figure with limits on it": (
        replace(RANGE, low=Decimal(60), tolerance=limits(60, 60)),
        "The range is the single figure 60; give it a tolerance, or two ends.",
    ),
    "single figure with a cap of nothing": (
        replace(
            RANGE,
            low=Decimal(60),
            tolerance=rag.Tolerance(MODE.LOWER_OF, amber=Decimal(5), cap=Decimal(0)),
        ),
        "The range is the single figure 60; give it a tolerance, or two ends.",
    ),
    "target finer than the decimals": (
        replace(SOUND, target=Decimal("80.04")),
        (
            "The target 80.04 is finer than the measure's decimals (1); "
            "round the target or show more decimals."
        ),
    ),
    "period target finer than the decimals": (
        replace(SOUND, profile=rag.Profile(explicit=Decimal("70.04"))),
        (
            "The target 70.04 is finer than the measure's decimals (1); "
            "round the target or show more decimals."
        ),
    ),
    "percentage of a zero target": (
        replace(SOUND, target=Decimal(0), tolerance=PERCENTAGE),
        "A percentage of a zero target is zero; give the tolerance in points instead.",
    ),
    "percentage of a zero target this period": (
        replace(SOUND, tolerance=PERCENTAGE, profile=rag.Profile(explicit=Decimal(0))),
        "A percentage of a zero target is zero; give the tolerance in points instead.",
    ),
    "limit in proportion to zero": (
        replace(TOTAL, polarity=rag.Polarity.MIN, target=Decimal(0), tolerance=limits(2)),
        (
            "The amber limit of a running total follows its target, which is zero; "
            "give the tolerance in points instead."
        ),
    ),
    "zero with another target": (
        replace(SOUND, polarity=rag.Polarity.ZERO),
        "A measure that aims to reach zero has the target 0; enter 0 or change the aim.",
    ),
    "zero with a benchmark": (
        replace(
            SOUND,
            polarity=rag.Polarity.ZERO,
            target=None,
            policy=rag.RatingPolicy.BENCHMARK,
            benchmark=Decimal(0),
        ),
        "A measure that aims to reach zero has no benchmark; rate it against its target.",
    ),
    "exceeding a range": (
        replace(RANGE, exceed_margin=Decimal(1)),
        "Only maximise and minimise can be exceeded; clear the margin for exceeded.",
    ),
    "period target of a range": (
        replace(RANGE, profile=rag.Profile(explicit=Decimal(55))),
        (
            "A target for each period is one figure, which a range or a zero does not have; "
            "choose another in-year profile."
        ),
    ),
    "straight line of a snapshot": (
        replace(SOUND, profile=rag.Profile(rag.ProfileMethod.LINEAR)),
        (
            "Only a running total has a straight-line or seasonal profile; "
            "choose that basis, or type a target for each period."
        ),
    ),
    "yes or no with a tolerance": (
        replace(SOUND, unit=rag.Unit("yes_no"), target=Decimal(1)),
        "A yes or no measure aims for Yes; choose maximise, target 1 (Yes) and no tolerance.",
    ),
    "yes or no that aims for no": (
        replace(SOUND, unit=rag.Unit("yes_no"), target=Decimal(0), tolerance=rag.Tolerance()),
        "A yes or no measure aims for Yes; choose maximise, target 1 (Yes) and no tolerance.",
    ),
}
ALLOWED = {
    "points": SOUND,
    "percentage": replace(SOUND, tolerance=PERCENTAGE),
    "green alone": replace(SOUND, tolerance=rag.Tolerance(MODE.POINTS, green=Decimal(9))),
    "green as wide as amber": replace(
        SOUND, tolerance=rag.Tolerance(MODE.POINTS, Decimal(5), Decimal(5))
    ),
    "limit on the target": replace(SOUND, tolerance=limits(80)),
    "limit above this period's target of a running total": replace(
        TOTAL, tolerance=limits(75), profile=rag.Profile(explicit=Decimal(20))
    ),
    "range": RANGE,
    "range of one figure with tolerance": replace(RANGE, low=Decimal(60)),
    "range from 0 that cannot be passed": replace(RANGE, low=Decimal(0), tolerance=PERCENTAGE),
    "zero": replace(SOUND, polarity=rag.Polarity.ZERO, target=None),
    "target with needless zeros": replace(SOUND, target=Decimal("80.0000")),
    "benchmark finer than the decimals": replace(
        SOUND, policy=rag.RatingPolicy.BENCHMARK, benchmark=Decimal("64.256")
    ),
    "nothing to hold a monitored measure to": replace(
        RANGE, policy=rag.RatingPolicy.TREND_ONLY, low=Decimal(99)
    ),
    "no target yet": replace(SOUND, target_state=rag.TargetState.TBC, target=None),
}


def rated(terms: rag.Terms) -> rag.Rating:
    return rag.rate(terms, rag.Figure(Decimal(1)), rag.Place(4, 4))


@pytest.mark.parametrize(("terms", "sentence"), REFUSED.values(), ids=REFUSED)
def test_impossible_terms_are_refused_with_a_remedy(terms: rag.Terms, sentence: str) -> None:
    assert rag.problems(terms) == (sentence,)


@pytest.mark.parametrize(("terms", "sentence"), REFUSED.values(), ids=REFUSED)
def test_refused_terms_are_never_rated(terms: rag.Terms, sentence: str) -> None:
    rating = rated(terms)
    assert rating.status is rag.Status.CONFIG_ERROR
    assert rating.sentence == f"Not rated: the settings need mending. {sentence}"
    assert rating.target_words == "Check the settings"
    assert rating.bands == ()


@pytest.mark.parametrize("terms", ALLOWED.values(), ids=ALLOWED)
def test_possible_terms_are_allowed(terms: rag.Terms) -> None:
    assert rag.problems(terms) == ()
    assert rated(terms).status is not rag.Status.CONFIG_ERROR


@pytest.mark.parametrize("row", cases("rag_truth_table") + cases("rag_more_cases"))
def test_saving_refuses_what_the_tables_call_a_wrong_setting(row: Row) -> None:
    if row["expected_status"] == "CONFIG_ERROR":
        assert rag.problems(terms_of(row))
    elif rating_of(row).bands:
        assert not rag.problems(terms_of(row))
    guide = rag.rating_bands(terms_of(row), place_of(row))
    assert bool(guide.sentence) is not bool(guide.bands)


def test_every_problem_is_told_at_once() -> None:
    tolerance = rag.Tolerance(MODE.LOWER_OF, amber=Decimal(-5))
    terms = replace(RANGE, low=Decimal("61.04"), tolerance=tolerance)
    assert rag.problems(terms) == (
        "A tolerance cannot be negative; enter 0 or more.",
        "“Whichever is lower” needs a cap; enter the cap, or choose a percentage alone.",
        (
            "The target 61.04 is finer than the measure's decimals (1); "
            "round the target or show more decimals."
        ),
        "The lower end of the range (61.04) is above the upper end (60); swap them.",
    )
