"""The words of ratings, tolerances and targets in the measures' own units."""

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.rules import rag

MODE = rag.ToleranceMode
YEAR_END = rag.Place(4, 4)
PERCENT = rag.Unit("percent", "%", 1)
FIVE_PERCENT = rag.Tolerance(MODE.PERCENT_OF_TARGET, amber=Decimal(5))
EDUCATION_PLANS = rag.Terms(rag.Polarity.MAX, PERCENT, target=Decimal(56), tolerance=FIVE_PERCENT)
ARREARS = rag.Terms(
    rag.Polarity.MIN,
    rag.Unit("percent", "%", 2),
    target=Decimal("1.77"),
    tolerance=rag.Tolerance(MODE.PERCENT_OF_TARGET, amber=Decimal(10)),
)
CHILDREN = rag.Terms(
    rag.Polarity.RANGE,
    rag.Unit("rate", " per 10,000", 1),
    low=Decimal("45.7"),
    high=Decimal("52.3"),
    tolerance=FIVE_PERCENT,
)
VOLUNTEERS = rag.Terms(
    rag.Polarity.MAX,
    rag.Unit("count"),
    basis=rag.Basis.CUMULATIVE_TOTAL,
    target=Decimal(13000),
    tolerance=rag.Tolerance(MODE.PERCENT_OF_TARGET, amber=Decimal(10)),
    profile=rag.Profile(rag.ProfileMethod.LINEAR),
)
BUDGET = rag.Terms(
    rag.Polarity.MIN,
    rag.Unit("currency", "k"),
    target=Decimal(46267),
    tolerance=rag.Tolerance(MODE.LOWER_OF, amber=Decimal(5), cap=Decimal(100)),
)
MILESTONE = rag.Terms(
    rag.Polarity.MIN,
    rag.Unit("days"),
    target=Decimal(0),
    tolerance=rag.Tolerance(MODE.POINTS, amber=Decimal(30)),
)
PLAN_EXISTS = rag.Terms(rag.Polarity.MAX, rag.Unit("yes_no"), target=Decimal(1))
VARIANCE = rag.Terms(
    rag.Polarity.ZERO,
    rag.Unit("percent", "%", 1, signed=True),
    tolerance=rag.Tolerance(MODE.POINTS, Decimal("0.5"), Decimal(2)),
)


def points(terms: rag.Terms, amber: int, green: int = 0) -> rag.Terms:
    return replace(terms, tolerance=rag.Tolerance(MODE.POINTS, Decimal(green), Decimal(amber)))


@pytest.mark.parametrize(
    ("terms", "value", "sentence"),
    [
        (
            CHILDREN,
            "56.5",
            (
                "Red: 56.5 is 4.2 above the range 45.7 to 52.3; "
                "amber reaches to 54.9 (5% of the upper limit)"
            ),
        ),
        (
            CHILDREN,
            "44",
            (
                "Amber: 44.0 is 1.7 below the range 45.7 to 52.3; "
                "amber reaches down to 43.5 (5% of the lower limit)"
            ),
        ),
        (
            CHILDREN,
            "50",
            (
                "Green: 50.0 is inside the range 45.7 to 52.3; "
                "amber reaches from 43.5 to 54.9 (5% of the limit passed)"
            ),
        ),
        (
            EDUCATION_PLANS,
            "8.8",
            (
                "Red: 8.8% is 47.2 percentage points below 56%; "
                "amber reaches down to 53.2% (5% of target)"
            ),
        ),
        (
            replace(EDUCATION_PLANS, target=Decimal(80)),
            "87.3",
            (
                "Green: 87.3% meets the target of 80% or more; "
                "amber reaches down to 76.0% (5% of target)"
            ),
        ),
        (
            ARREARS,
            "1.94",
            (
                "Amber: 1.94% is 0.17 percentage points above 1.77%; "
                "amber reaches to 1.94% (10% of target)"
            ),
        ),
        (
            ARREARS,
            "1.43",
            (
                "Green: 1.43% meets the target of 1.77% or less; "
                "amber reaches to 1.94% (10% of target)"
            ),
        ),
        (
            BUDGET,
            "46919",
            (
                "Red: £46,919k is £652k above £46,267k; "
                "amber reaches to £46,367k (5% of target or £100k, whichever is lower)"
            ),
        ),
        (
            MILESTONE,
            "31",
            (
                "Red: 31 days is 31 days above 0 days; "
                "amber reaches to 30 days (a tolerance of 30 days)"
            ),
        ),
        (PLAN_EXISTS, "1", "Green: the answer is Yes, as it should be"),
        (PLAN_EXISTS, "0", "Red: the answer is No and should be Yes"),
        (
            VARIANCE,
            "-2.1",
            (
                "Red: -2.1% is 2.1 percentage points below 0%; green reaches down to -0.5% "
                "and amber down to -2.0% (tolerances of 0.5 and 2 percentage points)"
            ),
        ),
        (
            VARIANCE,
            "0.5",
            (
                "Green: 0.5% is 0.5 percentage points above 0%, within the green tolerance; green "
                "reaches to 0.5% and amber to 2.0% (tolerances of 0.5 and 2 percentage points)"
            ),
        ),
        (
            VARIANCE,
            "0",
            (
                "Green: 0.0% is on the target of 0%; green reaches from -0.5% to 0.5% "
                "and amber from -2.0% to 2.0% (tolerances of 0.5 and 2 percentage points)"
            ),
        ),
        (
            replace(EDUCATION_PLANS, tolerance=rag.Tolerance()),
            "55.9",
            "Red: 55.9% is 0.1 percentage points below 56%; there is no tolerance",
        ),
        (
            points(EDUCATION_PLANS, 0),
            "55.9",
            "Red: 55.9% is 0.1 percentage points below 56%; there is no tolerance",
        ),
        (
            points(EDUCATION_PLANS, 0, green=10),
            "46",
            (
                "Green: 46.0% is 10.0 percentage points below 56%, within the green tolerance; "
                "green reaches down to 46.0% (a tolerance of 10 percentage points)"
            ),
        ),
        (
            replace(EDUCATION_PLANS, unit=rag.Unit("count"), target=Decimal(2)),
            "1",
            "Red: 1 is 1 below 2; no room is left for amber (5% of target)",
        ),
        (
            replace(
                EDUCATION_PLANS,
                tolerance=rag.Tolerance(MODE.THRESHOLD, limit=Decimal("50.04")),
            ),
            "50",
            (
                "Red: 50.0% is 6.0 percentage points below 56%; "
                "amber reaches down to 50.1% (the amber limit)"
            ),
        ),
    ],
)
def test_sentence_explains_the_colour(terms: rag.Terms, value: str, sentence: str) -> None:
    assert rag.rate(terms, rag.Figure(Decimal(value)), YEAR_END).sentence == sentence


def test_sentence_of_a_running_total_names_target_to_date_and_year() -> None:
    rating = rag.rate(VOLUNTEERS, rag.Figure(Decimal(7000)), rag.Place(8, 12))
    assert rating.sentence == (
        "Red: 7,000 is 1,667 below the target of 8,667 to date (13,000 for the year); "
        "amber reaches down to 7,801 (10% of target)"
    )


def test_sentence_does_not_depend_on_how_a_figure_was_kept() -> None:
    kept = replace(EDUCATION_PLANS, target=Decimal("56.0000"))
    figures = (Decimal("8.8"), Decimal("8.8000"))
    ratings = [
        rag.rate(terms, rag.Figure(figure), YEAR_END)
        for terms in (EDUCATION_PLANS, kept)
        for figure in figures
    ]
    assert len({(rating.sentence, rating.tolerance_words) for rating in ratings}) == 1


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            replace(EDUCATION_PLANS, target=Decimal(80)),
            "5% of target (4.0 percentage points: amber down to 76.0%)",
        ),
        (
            points(replace(EDUCATION_PLANS, target=Decimal(80)), 5),
            "5 percentage points (amber down to 75.0%)",
        ),
        (ARREARS, "10% of target (0.17 percentage points: amber up to 1.94%)"),
        (CHILDREN, "5% of the limit passed (amber from 43.5 to 54.9)"),
        (BUDGET, "5% of target or £100k, whichever is lower (£100k: amber up to £46,367k)"),
        (MILESTONE, "30 days (amber up to 30 days)"),
        (
            VARIANCE,
            "0.5 and 2 percentage points (green from -0.5% to 0.5% and amber from -2.0% to 2.0%)",
        ),
        (PLAN_EXISTS, "no tolerance"),
        (
            replace(EDUCATION_PLANS, tolerance=rag.Tolerance(MODE.THRESHOLD, limit=Decimal(50))),
            "set amber limit (amber down to 50.0%)",
        ),
        (
            replace(EDUCATION_PLANS, unit=rag.Unit("count"), target=Decimal(2)),
            "5% of target (no room is left for amber)",
        ),
        (replace(EDUCATION_PLANS, target_state=rag.TargetState.TBC), "5% of target"),
        (replace(EDUCATION_PLANS, policy=rag.RatingPolicy.TREND_ONLY), "not rated"),
    ],
)
def test_tolerance_is_told_in_words(terms: rag.Terms, words: str) -> None:
    assert rag.rating_bands(terms, YEAR_END).tolerance_words == words


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (EDUCATION_PLANS, "56% or more"),
        (ARREARS, "1.77% or less"),
        (CHILDREN, "45.7 to 52.3"),
        (replace(CHILDREN, unit=PERCENT), "45.7% to 52.3%"),
        (points(replace(CHILDREN, low=Decimal(66), high=Decimal(66)), 4, green=2), "66"),
        (VARIANCE, "0%"),
        (PLAN_EXISTS, "Yes"),
        (VOLUNTEERS, "6,500 or more to date (13,000 for the year)"),
        (
            replace(VOLUNTEERS, profile=rag.Profile()),
            "13,000 for the year, no in-year profile",
        ),
        (replace(EDUCATION_PLANS, target_state=rag.TargetState.TBC), "To be confirmed"),
        (replace(EDUCATION_PLANS, target_state=rag.TargetState.NONE), "No target"),
        (replace(EDUCATION_PLANS, polarity=rag.Polarity.NEUTRAL), "Context only"),
        (replace(EDUCATION_PLANS, policy=rag.RatingPolicy.NONE), "Not rated"),
        (replace(EDUCATION_PLANS, policy=rag.RatingPolicy.BENCHMARK), "No benchmark"),
        (
            replace(EDUCATION_PLANS, policy=rag.RatingPolicy.BENCHMARK, benchmark=Decimal(60)),
            "60% or more (benchmark)",
        ),
        (replace(CHILDREN, low=Decimal(60)), "Check the settings"),
    ],
)
def test_target_is_told_in_words(terms: rag.Terms, words: str) -> None:
    assert rag.rating_bands(terms, rag.Place(2, 4)).target_words == words


@pytest.mark.parametrize(
    ("terms", "value", "words"),
    [
        (EDUCATION_PLANS, "8.8", "47.2 percentage points below 56%"),
        (EDUCATION_PLANS, "60", "meets the target of 56% or more"),
        (CHILDREN, "50", "inside the range 45.7 to 52.3"),
        (PLAN_EXISTS, "0", "should be Yes"),
        (PLAN_EXISTS, "1", "as it should be"),
    ],
)
def test_gap_is_told_in_words(terms: rag.Terms, value: str, words: str) -> None:
    assert rag.rate(terms, rag.Figure(Decimal(value)), YEAR_END).gap_words == words


def test_every_status_has_a_word_and_a_family() -> None:
    families = {"green", "amber", "red", "exceeded", "awaiting", "unrated"}
    assert {status.family for status in rag.Status} == families
    assert all(status.word for status in rag.Status)
