"""Every row of the tables, then the exact boundaries and what a rating carries."""

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.rules import rag
from tests.indicators.rules.tables import Row, cases, number, rating_of

PERCENT = rag.Unit("percent", "%", 1)
RATE = rag.Unit("rate", " per 10,000", 1)
YEAR_END = rag.Place(4, 4)
FIVE_PERCENT = rag.Tolerance(rag.ToleranceMode.PERCENT_OF_TARGET, amber=Decimal(5))
CHILD_PROTECTION = rag.Terms(
    rag.Polarity.RANGE, RATE, low=Decimal("45.7"), high=Decimal("52.3"), tolerance=FIVE_PERCENT
)
SATISFACTION = rag.Terms(rag.Polarity.MAX, PERCENT, target=Decimal(80), tolerance=FIVE_PERCENT)


def rated(terms: rag.Terms, value: str, place: rag.Place = YEAR_END) -> rag.Rating:
    return rag.rate(terms, rag.Figure(Decimal(value)), place)


def target_in(rating: rag.Rating) -> str | Decimal | None:
    return rating.target if rating.low is None else f"{rating.low} to {rating.high}"


def expected_target(row: Row) -> str | Decimal | None:
    text = row["expected_effective_target"]
    return text if " to " in text else number(text)


@pytest.mark.parametrize("row", cases("rag_truth_table"))
def test_rate_on_the_shared_table(row: Row) -> None:
    rating = rating_of(row)
    found = (rating.status, target_in(rating), rating.gap)
    assert found == (
        rag.Status(row["expected_status"]),
        expected_target(row),
        number(row["expected_adverse_gap"]),
    )


@pytest.mark.parametrize("row", cases("rag_more_cases"))
def test_rate_on_our_own_table(row: Row) -> None:
    rating = rating_of(row)
    found = (rating.status, target_in(rating), rating.gap, rating.sentence)
    assert found == (
        rag.Status(row["expected_status"]),
        expected_target(row),
        number(row["expected_adverse_gap"]),
        row["expected_sentence"],
    )


def test_rating_carries_everything_that_explains_it() -> None:
    colour = rag.Colour
    assert rated(CHILD_PROTECTION, "56.5") == rag.Rating(
        status=rag.Status.RED,
        calculated=rag.Status.RED,
        value=Decimal("56.5"),
        target=None,
        low=Decimal("45.7"),
        high=Decimal("52.3"),
        gap=Decimal("4.2"),
        bands=(
            rag.Band(colour.RED, None, Decimal("43.4")),
            rag.Band(colour.AMBER, Decimal("43.5"), Decimal("45.6")),
            rag.Band(colour.GREEN, Decimal("45.7"), Decimal("52.3")),
            rag.Band(colour.AMBER, Decimal("52.4"), Decimal("54.9")),
            rag.Band(colour.RED, Decimal("55.0"), None),
        ),
        sentence=(
            "Red: 56.5 is 4.2 above the range 45.7 to 52.3; "
            "amber reaches to 54.9 (5% of the upper limit)"
        ),
        tolerance_words="5% of the limit passed (amber from 43.5 to 54.9)",
        target_words="45.7 to 52.3",
        gap_words="4.2 above the range 45.7 to 52.3",
    )


def test_judged_rating_keeps_what_was_calculated() -> None:
    judgement = rag.Judgement(rag.Colour.AMBER, approved=True)
    rating = rag.rate(SATISFACTION, rag.Figure(Decimal("74.9")), YEAR_END, judgement=judgement)
    calculated = rated(SATISFACTION, "74.9")
    assert rating == replace(
        calculated,
        status=rag.Status.AMBER_JUDGED,
        sentence=f"Amber (judgement). Calculated: {calculated.sentence}",
    )


def test_rating_without_a_return_still_shows_the_target() -> None:
    rating = rag.rate(SATISFACTION, rag.Figure(), YEAR_END)
    assert (rating.status, rating.value, rating.target, rating.gap, rating.gap_words) == (
        rag.Status.RED_AWAITING,
        None,
        None,
        None,
        "",
    )
    assert rating.bands == rated(SATISFACTION, "80").bands
    assert rating.target_words == "80% or more"


@pytest.mark.parametrize("numerator", ["1", "-1"])
def test_rate_refuses_something_of_nothing(numerator: str) -> None:
    figure = rag.Figure(numerator=Decimal(numerator), denominator=Decimal(0))
    with pytest.raises(ValueError, match="The denominator is 0 but the numerator is not"):
        rag.rate(SATISFACTION, figure, YEAR_END)


def test_parts_come_before_a_typed_value() -> None:
    figure = rag.Figure(Decimal(1), numerator=Decimal(45), denominator=Decimal(70))
    assert rag.rate(SATISFACTION, figure, YEAR_END).value == Decimal("64.3")


def test_parts_of_a_rate_are_multiplied_by_its_own_base() -> None:
    unit = rag.Unit("rate", " per 10,000", 1, per=Decimal(10_000))
    figure = rag.Figure(numerator=Decimal(3), denominator=Decimal(7_000))
    assert rag.rate(replace(CHILD_PROTECTION, unit=unit), figure, YEAR_END).value == Decimal("4.3")


@pytest.mark.parametrize(
    ("polarity", "value", "status"),
    [
        ("MAX", "80.0", "GREEN"),
        ("MAX", "79.9", "AMBER"),
        ("MAX", "76.0", "AMBER"),
        ("MAX", "75.9", "RED"),
        ("MIN", "80.0", "GREEN"),
        ("MIN", "80.1", "AMBER"),
        ("MIN", "84.0", "AMBER"),
        ("MIN", "84.1", "RED"),
    ],
)
def test_a_limit_belongs_to_the_better_colour(polarity: str, value: str, status: str) -> None:
    terms = replace(SATISFACTION, polarity=rag.Polarity(polarity))
    assert rated(terms, value).status is rag.Status(status)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("43.4", "RED"),
        ("43.5", "AMBER"),
        ("45.6", "AMBER"),
        ("45.7", "GREEN"),
        ("52.3", "GREEN"),
        ("52.4", "AMBER"),
        ("54.9", "AMBER"),
        ("55.0", "RED"),
    ],
)
def test_a_range_owns_both_its_ends(value: str, status: str) -> None:
    assert rated(CHILD_PROTECTION, value).status is rag.Status(status)


@pytest.mark.parametrize("margin", ["0", "0.0"])
def test_exceeded_margin_of_nothing_begins_at_the_target(margin: str) -> None:
    terms = replace(SATISFACTION, exceed_margin=Decimal(margin))
    found = [rated(terms, value).status for value in ("79.9", "80.0")]
    assert found == [rag.Status.AMBER, rag.Status.EXCEEDED]


@pytest.mark.parametrize("verdict", list(rag.Verdict))
def test_uplift_only_when_improved_or_held(verdict: rag.Verdict) -> None:
    terms = replace(SATISFACTION, improving_uplift=True)
    status = rag.rate(terms, rag.Figure(Decimal(1)), YEAR_END, long_direction=verdict).status
    lifted = verdict in {rag.Verdict.BETTER, rag.Verdict.SAME, rag.Verdict.SAME_AT_BEST}
    assert status is (rag.Status.AMBER if lifted else rag.Status.RED)


def test_uplift_leaves_other_colours_alone() -> None:
    terms = replace(SATISFACTION, improving_uplift=True)
    found = [
        rag.rate(terms, rag.Figure(Decimal(value)), YEAR_END, long_direction=rag.Verdict.BETTER)
        for value in ("80", "76")
    ]
    assert [rating.status for rating in found] == [rag.Status.GREEN, rag.Status.AMBER]


def test_guide_is_the_rating_without_a_figure() -> None:
    rating, guide = rated(SATISFACTION, "80"), rag.rating_bands(SATISFACTION, YEAR_END)
    assert guide == rag.Guide(
        target=rating.target,
        low=None,
        high=None,
        bands=rating.bands,
        sentence="",
        tolerance_words="5% of target (4.0 percentage points: amber down to 76.0%)",
        target_words="80% or more",
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"target_state": rag.TargetState.TBC}, "Not rated: the target is to be confirmed"),
        (
            {"policy": rag.RatingPolicy.TREND_ONLY},
            "Not rated: this measure is followed by its trend",
        ),
    ],
)
def test_guide_says_why_there_will_be_no_colour(change: dict[str, str], sentence: str) -> None:
    guide = rag.rating_bands(replace(SATISFACTION, **change), YEAR_END)  # type: ignore[arg-type]
    assert (guide.sentence, guide.bands, guide.target) == (sentence, (), None)


def test_nothing_impossible_is_drawn_on_the_scale() -> None:
    terms = rag.Terms(
        rag.Polarity.ZERO,
        rag.Unit("count"),
        tolerance=rag.Tolerance(rag.ToleranceMode.POINTS, amber=Decimal(2)),
    )
    assert rated(terms, "1").bands == (
        rag.Band(rag.Colour.GREEN, None, Decimal(0)),
        rag.Band(rag.Colour.AMBER, Decimal(1), Decimal(2)),
        rag.Band(rag.Colour.RED, Decimal(3), None),
    )


def test_tolerance_past_zero_leaves_no_red_on_the_scale() -> None:
    terms = rag.Terms(
        rag.Polarity.MAX,
        rag.Unit("count"),
        target=Decimal(4),
        tolerance=rag.Tolerance(rag.ToleranceMode.POINTS, amber=Decimal(5)),
    )
    assert rated(terms, "4").bands == (
        rag.Band(rag.Colour.AMBER, None, Decimal(3)),
        rag.Band(rag.Colour.GREEN, Decimal(4), None),
    )


def test_a_change_to_be_maximised_from_zero_has_a_scale_below_it() -> None:
    terms = rag.Terms(
        rag.Polarity.MAX,
        PERCENT,
        target=Decimal(0),
        tolerance=rag.Tolerance(rag.ToleranceMode.POINTS, amber=Decimal(1)),
    )
    assert rag.rating_bands(terms, YEAR_END).bands == (
        rag.Band(rag.Colour.RED, None, Decimal("-1.1")),
        rag.Band(rag.Colour.AMBER, Decimal("-1.0"), Decimal("-0.1")),
        rag.Band(rag.Colour.GREEN, Decimal("0.0"), None),
    )


def test_not_applicable_is_a_rating_with_its_reason() -> None:
    rating = rag.not_applicable("no inspections were made")
    assert rating.status is rating.calculated is rag.Status.NOT_APPLICABLE
    assert rating.sentence == "Not applicable: no inspections were made"


@pytest.mark.parametrize(("period", "of"), [(0, 4), (5, 4), (1, 0)])
def test_place_outside_the_year_is_refused(period: int, of: int) -> None:
    with pytest.raises(ValueError, match=f"Period {period} of {of} does not exist"):
        rag.Place(period, of)
