"""What is left open is asked once for all it applies to, and answered for all or for one."""

from decimal import Decimal

import pytest

from indicators.rules.vocabulary import Basis, ProfileMethod, TargetState, ToleranceMode
from indicators.spreadsheets.kinds.measures.reading import MeasuresRead
from indicators.spreadsheets.kinds.measures.settled import (
    SettledMeasure,
    SettledProfile,
    SettledTarget,
    SettledTolerance,
)
from tests.indicators.spreadsheets.books import MEASURE, Understand

SECOND = (2, "No", "Visits [Cumulative]", "Aim to Maximise", "7 (Nov)", 9, 10, "Place Roads", "")
SATISFIED = (3, "No", "Satisfied", "Aim to Maximise", "7% (Nov)", "9%", "10%", "Place Roads", "")
FIRST = (*MEASURE[:7], "Place Housing", "")
ANSWERS = {
    "basis.cumulative.count": "CUMULATIVE_TOTAL",
    "basis.unstated": "SNAPSHOT",
    "profile": "linear",
    "month.nov": "2016",
    "tolerance": "default",
}
DEFAULT = SettledTolerance(
    ToleranceMode.PERCENT_OF_TARGET, amber=Decimal(5), is_council_default=True
)


def open_keys(found: MeasuresRead) -> list[str]:
    return [each.key for each in found.problems if each.severity == "question"]


def messages(found: MeasuresRead) -> list[tuple[str, str]]:
    return [(each.severity.value, each.message) for each in found.problems]


def measure(found: MeasuresRead, ref: str) -> SettledMeasure:
    return next(row.measure for row in found.rows if row.ref == ref)


def test_question_is_put_once_for_all(understood: Understand) -> None:
    found = understood(FIRST, SECOND)

    keys = ["month.nov", "basis.cumulative.count", "profile", "tolerance"]
    assert open_keys(found) == keys
    assert [(each.key, each.refs, each.waiting) for each in found.questions] == [
        (key, ("1", "2"), ("1", "2")) for key in keys
    ]
    assert not found.committable


def test_profile_is_asked_of_running_totals_once_they_are_known(understood: Understand) -> None:
    answers = {**ANSWERS, "basis.2": "YTD_RATIO"}
    del answers["profile"]

    found = understood(FIRST, SECOND, SATISFIED, answers=answers)

    assert [(each.key, each.refs) for each in found.questions if each.waiting] == [
        ("profile", ("1",))
    ]


def test_question_that_hangs_on_another_is_put_with_it(understood: Understand) -> None:
    unstated = (4, "No", "Signed up", *SECOND[3:])

    found = understood(FIRST, SECOND, unstated, answers={"basis.1": "CUMULATIVE_TOTAL"})

    profile = next(each for each in found.problems if each.key == "profile")
    assert profile.message == (
        "A running total is rated within the year against an in-year profile of its target. Which "
        "profile? It applies to measures 1, 2 and 4; for one alone, answer profile.1 and the like. "
        "For 2 the answer to basis.cumulative.count decides whether it is needed. "
        "For 4 the answer to basis.unstated decides whether it is needed."
    )


@pytest.mark.parametrize("nothing", [None, "", " "])
def test_empty_answer_is_none(understood: Understand, nothing: str | None) -> None:
    found = understood(FIRST, answers={**ANSWERS, "tolerance": nothing})

    assert open_keys(found) == ["tolerance"]


def test_answered_for_all_and_for_one(understood: Understand) -> None:
    answers = {**ANSWERS, "profile.2": "start:5", "tolerance.1": "points:2,4"}

    found = understood(FIRST, SECOND, answers={**answers})

    first, second = measure(found, "1"), measure(found, "2")
    assert (first.profile, second.profile) == (
        SettledProfile(ProfileMethod.LINEAR),
        SettledProfile(ProfileMethod.LINEAR, start=Decimal(5)),
    )
    assert (first.tolerance, second.tolerance) == (
        SettledTolerance(ToleranceMode.POINTS, green=Decimal(2), amber=Decimal(4)),
        DEFAULT,
    )


@pytest.mark.parametrize(
    ("key", "answer", "said"),
    [
        ("month.nov", "1999", "choose 2016, 2017 or 2015."),
        ("profile", "start:5", "it is for one measure: give it as profile.1 and the like."),
        ("profile.1", "start:soon", "after the colon write one figure."),
        ("profile.1", "explicit:1,2", "after the colon write 3 figures, with commas between them."),
        ("tolerance", "wide", "choose default, none, percent:GREEN,AMBER or points:GREEN,AMBER."),
        ("tolerance", "points:5,2", "green can't reach further than amber, and neither below 0."),
    ],
)
def test_answer_that_is_no_choice_stops(
    understood: Understand, key: str, answer: str, said: str
) -> None:
    found = understood(FIRST, answers={**ANSWERS, "basis.unstated": "SNAPSHOT", key: answer})

    wrong = [each for each in found.problems if each.key == key]
    assert [(each.severity.value, each.message) for each in wrong] == [
        ("error", f"The answer “{answer}” to {key} can't be taken: {said}")
    ]
    assert wrong[0].choices
    assert not found.committable


def test_answer_that_answers_nothing_is_warned_of(understood: Understand) -> None:
    found = understood(SATISFIED, answers={**ANSWERS, "colour": "red"})

    assert messages(found) == [
        ("warning", "The answer basis.cumulative.count answers no question."),
        ("warning", "The answer profile answers no question."),
        ("warning", "The answer colour answers no question."),
    ]
    assert found.committable


@pytest.mark.parametrize(
    ("answer", "value", "unit"),
    [("yes", "10", "percent"), ("no", "10", "")],
)
def test_percentage_without_its_sign(
    understood: Understand, answer: str, value: str, unit: str
) -> None:
    row = (*SATISFIED[:4], "N/A", "N/A", 10, "Place Roads", "")
    row = (row[0], row[1], "% satisfied", *row[3:])

    found = understood(row, answers={**ANSWERS, "percent.plain": answer})

    cell = found.rows[0].cells["target_2017_18"]
    assert (str(cell.value), cell.unit) == (value, unit)
    assert found.rows[0].measure.value_type == (unit or "count")


@pytest.mark.parametrize(
    ("answer", "value", "unit"),
    [("fraction", "70.300", "percent"), ("percent", "0.703", "percent"), ("no", "0.703", "")],
)
def test_fraction_in_a_percentage_measure(
    understood: Understand, answer: str, value: str, unit: str
) -> None:
    row = (3, "No", "% satisfied", "Aim to Maximise", "N/A", "N/A", 0.703, "Place Roads", "")

    asked = understood(row, answers=ANSWERS)
    found = understood(row, answers={**ANSWERS, "fraction.3": answer})

    cell = found.rows[0].cells["target_2017_18"]
    assert "percent.fraction" in open_keys(asked)
    assert (str(cell.value), cell.unit) == (value, unit)


def test_goldilocks_of_a_single_figure_has_a_question_of_its_own(understood: Understand) -> None:
    row = (24, "No", "Rate", "Goldilocks*", "68.2 (Nov)", "57.3-68.3", 66, "Place Roads", "")

    asked = understood(row, answers=ANSWERS)
    widths = understood(row, answers={**ANSWERS, "goldilocks.24": "points:2,4"})
    ranged = understood(row, answers={**ANSWERS, "goldilocks.24": "range:57.3,68.3"})

    question = next(each for each in asked.problems if each.severity == "question")
    assert (question.key, question.cell, question.choices) == (
        "goldilocks.24",
        "G2",
        ("percent:5", "range:57.3,68.3", "points:GREEN,AMBER", "percent:GREEN,AMBER",
         "range:LOW,HIGH"),
    )  # fmt: skip
    kept = [measure(each, "24") for each in (widths, ranged)]
    targets = [each.targets["2017/18"] for each in kept]
    assert [(each.low, each.high) for each in targets if each] == [
        (Decimal(66), Decimal(66)),
        (Decimal("57.3"), Decimal("68.3")),
    ]
    assert [each.tolerance.mode for each in kept if each.tolerance] == [
        ToleranceMode.POINTS,
        ToleranceMode.PERCENT_OF_TARGET,
    ]
    # The widths are of the single figure; the printed range of the year before has the default.
    assert [each.tolerance_in("2016/17") for each in kept] == [DEFAULT, DEFAULT]


def test_goldilocks_of_single_figures_in_two_years(understood: Understand) -> None:
    row = (24, "No", "Rate", "Goldilocks*", "68.2 (Nov)", 60, 66, "Place Roads", "")
    ranged = {**ANSWERS, "goldilocks.24": "range:64,68"}

    asked = understood(row, answers=ANSWERS)
    widths = understood(row, answers={**ANSWERS, "goldilocks.24": "points:2,4"})
    still_open = understood(row, answers=ranged)
    both = understood(row, answers={**ranged, "goldilocks.24.2016-17": "points:1"})

    assert [open_keys(each) for each in (asked, widths, still_open, both)] == [
        ["goldilocks.24"],
        [],
        ["goldilocks.24.2016-17"],
        [],
    ]
    kept = measure(both, "24")
    assert {year: (each.low, each.high) for year, each in kept.targets.items() if each} == {
        "2016/17": (Decimal(60), Decimal(60)),
        "2017/18": (Decimal(64), Decimal(68)),
    }
    assert (kept.tolerance, kept.tolerance_in("2016/17")) == (
        DEFAULT,
        SettledTolerance(ToleranceMode.POINTS, amber=Decimal(1)),
    )


def test_range_of_another_polarity_is_warned_of_and_asked(understood: Understand) -> None:
    row = (40, "No", "Rate", "Aim to Minimise", "N/A", "N/A", "45-55", "Place Roads", "")

    asked = understood(row, answers=ANSWERS)
    found = understood(row, answers={**ANSWERS, "range.40": "high"})

    assert open_keys(asked) == ["range.40"]
    assert measure(found, "40").targets["2017/18"] == SettledTarget(
        TargetState.SET, value=Decimal(55), cell="G2"
    )


def test_target_of_nought_has_no_percentage(understood: Understand) -> None:
    row = (5, "No", "Deaths", "Aim to Minimise", "N/A", "N/A", 0, "Place Roads", "")

    asked = understood(row, answers=ANSWERS)
    found = understood(row, answers={**ANSWERS, "tolerance.zero": "points:1"})

    assert open_keys(asked) == ["tolerance.zero"]
    assert measure(found, "5").tolerance == SettledTolerance(ToleranceMode.POINTS, amber=Decimal(1))


def test_average_to_date_is_asked_what_is_returned(understood: Understand) -> None:
    row = (18, "No", "Delays [Year to date average]", *SATISFIED[3:])

    asked = understood(row, answers=ANSWERS)
    found = understood(row, answers={**ANSWERS, "average": "to_date"})

    assert open_keys(asked) == ["average"]
    assert (measure(found, "18").basis, measure(found, "18").returns_average_to_date) == (
        Basis.YTD_AVERAGE,
        True,
    )


def test_month_that_is_not_named_is_asked(understood: Understand) -> None:
    row = (*SATISFIED[:4], "7%", *SATISFIED[5:])

    asked = understood(row, answers=ANSWERS)
    found = understood(row, answers={**ANSWERS, "month.unstated": "2017-02"})

    baseline = measure(found, "3").baseline
    assert open_keys(asked) == ["month.unstated"]
    assert baseline is not None
    assert (baseline.period_name, str(baseline.period_end)) == ("February 2017", "2017-02-28")


@pytest.mark.parametrize(("answer", "decimals"), [(None, 0), ("2", 2)])
def test_decimals_are_those_shown_unless_answered(
    understood: Understand, answer: str | None, decimals: int
) -> None:
    answers = {**ANSWERS, **({"decimals.3": answer} if answer else {})}

    assert measure(understood(SATISFIED, answers=answers), "3").decimals == decimals


def test_decimals_too_few_for_the_target_are_refused(understood: Understand) -> None:
    row = (*SATISFIED[:6], "10.25%", *SATISFIED[7:])

    found = understood(row, answers={**ANSWERS, "decimals.3": "1"})

    assert ("error", "G2 is finer than 1 decimal places: round it, or answer decimals.3.") in (
        messages(found)
    )
