"""Sense checks: what a figure can not be, and what makes it doubtful."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import Baseline
from indicators.returns.checks import FAR, Usual, doubts, refusals, usual
from indicators.rules.periods import Quarter
from indicators.rules.rag import Figure, Unit
from tests.factories import entered, make_history, make_measure, make_return, make_terms, submitted

PERCENT = Usual(Unit("percent", "%", 1))
COUNT = Usual(Unit("count"))
RATIO = Usual(Unit("ratio", decimals=1))
YES_NO = Usual(Unit("yes_no"))
MONEY = Usual(Unit("currency"))


def figure(value: str = "", parts: str = "") -> Figure:
    """A figure from "59.6", or from its parts "45/80"."""
    numerator, _, denominator = parts.partition("/")
    found = [Decimal(text) if text else None for text in (value, numerator, denominator)]
    return Figure(*found)


@pytest.mark.parametrize(
    ("given_", "usual_", "problems"),
    [
        (figure("100"), PERCENT, {}),
        (figure("0"), PERCENT, {}),
        (
            figure("100.1"),
            PERCENT,
            {"value": "A percentage can't be above 100. Check the decimal point."},
        ),
        (figure("-0.1"), PERCENT, {"value": "This figure can't be below 0."}),
        (figure(parts="45/80"), PERCENT, {}),
        (figure(parts="80/80"), PERCENT, {}),
        (
            figure(parts="81/80"),
            PERCENT,
            {"numerator": "The numerator can't be above the denominator: it is a part of it."},
        ),
        (figure(parts="81/80"), RATIO, {}),
        (figure(parts="-1/80"), PERCENT, {"numerator": "This figure can't be below 0."}),
        (figure(parts="45/-80"), PERCENT, {"denominator": "The denominator can't be below 0."}),
        (figure(parts="0/0"), PERCENT, {}),
        (
            figure(parts="45/"),
            PERCENT,
            {"denominator": "Enter the denominator too, or leave both parts empty."},
        ),
        (
            figure(parts="/80"),
            PERCENT,
            {"numerator": "Enter the numerator too, or leave both parts empty."},
        ),
        (figure("56.3", "45/80"), PERCENT, {}),
        (
            figure("61", "45/80"),
            PERCENT,
            {
                "value": "You entered 61.0%, but numerator and denominator give 56.3%. "
                "Mend one of them, or leave one empty."
            },
        ),
        (
            figure("61", "0/0"),
            PERCENT,
            {
                "value": "You entered 61.0%, but numerator and denominator give nothing. "
                "Mend one of them, or leave one empty."
            },
        ),
        (figure("-3"), COUNT, {"value": "This figure can't be below 0."}),
        (figure("101"), COUNT, {}),
        (figure("-3"), MONEY, {}),
        (figure("2"), YES_NO, {"value": "Choose Yes or No."}),
        (figure("1"), YES_NO, {}),
        (figure(), PERCENT, {}),
    ],
)
def test_what_a_figure_cannot_be(given_: Figure, usual_: Usual, problems: dict[str, str]) -> None:
    assert refusals(given_, usual_) == problems


def test_numerator_over_nothing_is_refused_with_a_remedy() -> None:
    assert refusals(figure(parts="3/0"), PERCENT) == {
        "denominator": "The denominator is 0 but the numerator is not; correct one of them, "
        "or enter 0 for both if there were no cases."
    }


@pytest.mark.parametrize(
    "known", [{"targets": (Decimal(120),)}, {"earlier": (Decimal("100.1"), Decimal(90))}]
)
def test_percentage_that_passes_100_elsewhere_may_pass_it(
    known: dict[str, tuple[Decimal, ...]],
) -> None:
    assert refusals(figure("130"), Usual(PERCENT.unit, **known)) == {}


def test_figure_below_zero_is_right_where_its_target_is() -> None:
    assert refusals(figure("-4.5"), Usual(PERCENT.unit, targets=(Decimal(-5),))) == {}


USUAL = Usual(Unit("rate", " per 10,000", 1), tuple(map(Decimal, ("58.2", "57.6", "57.0"))))


def test_hundred_times_the_usual_is_doubted() -> None:
    assert doubts(figure("5964"), USUAL) == (
        (
            "5,964.0 per 10,000 is about 104 times the usual 57.6 per 10,000. "
            "Look at the decimal point and the unit."
        ),
    )


def test_hundredth_of_the_usual_is_doubted() -> None:
    assert doubts(figure("0.596"), USUAL) == (
        (
            "0.6 per 10,000 is about 1/97 of the usual 57.6 per 10,000. "
            "Look at the decimal point and the unit."
        ),
    )


def test_figure_too_small_to_print_is_shown_as_typed() -> None:
    assert doubts(figure("0.01"), USUAL)[0].startswith("0.01 is about 1/5,760 of the usual")


@pytest.mark.parametrize(
    ("value", "doubted"),
    [("3000", True), ("2999.9", False), ("3.3", True), ("3.4", False), ("0", False), ("", False)],
)
def test_doubt_begins_at_thirty_times(value: str, doubted: bool) -> None:
    hundred = Usual(Unit("count"), (Decimal(100),))
    assert bool(doubts(figure(value), hundred)) is doubted


@pytest.mark.parametrize("earlier", [(), (Decimal(0),)])
def test_nothing_usual_leaves_nothing_to_doubt(earlier: tuple[Decimal, ...]) -> None:
    assert doubts(figure("5964"), Usual(Unit("count"), earlier)) == ()


@given(st.decimals("0.1", "10000", places=1), st.decimals("0.1", "10000", places=1))
def test_doubt_works_both_ways(one: Decimal, other: Decimal) -> None:
    """If one figure is doubtful beside the other, so is the other beside the one."""
    unit = Unit("count", decimals=1)
    assert bool(doubts(Figure(one), Usual(unit, (other,)))) == bool(
        doubts(Figure(other), Usual(unit, (one,)))
    )
    assert bool(doubts(Figure(one), Usual(unit, (other,)))) == (
        max(one, other) / min(one, other) >= FAR
    )


def test_only_the_last_eight_figures_are_usual() -> None:
    known = Usual(Unit("count"), (Decimal(1),) * 8 + (Decimal(900),) * 20)
    assert known.middle == 1


@pytest.mark.django_db
def test_usual_is_read_from_approved_returns_and_baselines() -> None:
    measure = make_measure()
    make_history(measure, {Quarter(2017, 1): "81", Quarter(2017, 2): "82.04"})
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal("79.5"),
        source_file="workbook.xlsx",
    )
    return_ = submitted(make_return())
    assert usual(return_) == Usual(
        unit=measure.figure_unit,
        earlier=(Decimal(82), Decimal(81), Decimal("79.5")),
        targets=(Decimal(80),),
    )


@pytest.mark.django_db
def test_drafts_and_other_measures_are_not_usual() -> None:
    make_terms(make_measure("26"))
    entered(make_return("25", Quarter(2017, 2)), "1")
    submitted(make_return("26", Quarter(2017, 2)), "85")
    assert usual(make_return("25")).earlier == ()
