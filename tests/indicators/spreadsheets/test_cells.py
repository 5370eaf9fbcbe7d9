"""What a cell holds: figure, range, to be confirmed, none, suppressed, error."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.rules.vocabulary import Polarity
from indicators.spreadsheets.cells import (
    Month,
    State,
    Understood,
    polarities_in,
    read_figure,
    read_polarity,
)
from indicators.spreadsheets.figures import Number
from indicators.spreadsheets.reading import Cell

CYRILLIC_TBC = "\u0422\u0412\u0421"


def typed(text: str) -> Cell:
    return Cell("G5", 5, 7, text, text)


def number(value: str, text: str, number_format: str = "General") -> Cell:
    return Cell("G5", 5, 7, Decimal(value), text, number_format)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("87.34% (Nov)", {"value": "87.34", "unit": "percent", "places": 2, "month": Month(11)}),
        ("20,413 (Nov)", {"value": "20413", "month": Month(11)}),
        (
            "50.56%* (Nov)",
            {
                "value": "50.56",
                "unit": "percent",
                "places": 2,
                "month": Month(11),
                "footnotes": "*",
            },
        ),
        (
            "5719 (against target of 5078) (Nov 16)",
            {"value": "5719", "month": Month(11, 2016), "against": Number(Decimal(5078), 0)},
        ),
        (
            "11,310 (against target of 8,667) Nov",
            {"value": "11310", "month": Month(11), "against": Number(Decimal(8667), 0)},
        ),
        ("35,000 (1,250 per month)", {"value": "35000", "note": "(1,250 per month)"}),
        (
            "40 new local organisations signed up",
            {"value": "40", "note": "new local organisations signed up"},
        ),
        ("95% (e) December 2016", {"value": "95", "unit": "percent", "month": Month(12, 2016),
                                   "estimated": True}),
        ("8.8 per cent", {"value": "8.8", "unit": "percent", "places": 1}),
        ("£1,234.50", {"value": "1234.50", "unit": "pounds", "places": 2}),
        ("-28", {"value": "-28"}),
        ("\u221228", {"value": "-28"}),
        ("10 marked", {"value": "10", "note": "marked"}),
    ],
)  # fmt: skip
def test_figure_with_what_stands_around_it(text: str, expected: dict[str, object]) -> None:
    changed = {**expected, "value": Decimal(str(expected["value"]))}

    assert read_figure(typed(text)) == Understood("G5", text, State.VALUE, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("57.3-68.3", "57.3", "68.3", ""),
        ("45.7 \u2013 52.3", "45.7", "52.3", ""),
        ("50 to 60%", "50", "60", "percent"),
        ("between 4 and 5", "4", "5", ""),
    ],
)
def test_range(text: str, low: str, high: str, unit: str) -> None:
    found = read_figure(typed(text))

    assert (found.state, found.low, found.high, found.unit) == (
        State.RANGE,
        Decimal(low),
        Decimal(high),
        unit,
    )


@pytest.mark.parametrize(
    ("text", "state", "note"),
    [
        ("TBC", State.TBC, ""),
        ("t.b.c.", State.TBC, ""),
        ("To be confirmed", State.TBC, ""),
        (CYRILLIC_TBC, State.TBC, ""),
        ("N/A", State.NONE, "not_applicable"),
        ("n/a", State.NONE, "not_applicable"),
        ("None", State.NONE, ""),
        ("-", State.NONE, ""),
        ("", State.NONE, ""),
        ("<5", State.SUPPRESSED, ""),
        ("*", State.SUPPRESSED, ""),
        ("[c]", State.SUPPRESSED, ""),
    ],
)
def test_words_for_no_figure(text: str, state: State, note: str) -> None:
    found = read_figure(typed(text))

    assert (found.state, found.note, found.figures) == (state, note, ())


def test_letters_of_another_alphabet_are_warned_of() -> None:
    assert read_figure(typed(CYRILLIC_TBC)).warnings == (
        "The cell's TBC is typed in letters of another alphabet: taken as TBC.",
    )


@pytest.mark.parametrize(
    "text", ["about right", "12a", "1,25", "1.2m", "80 or 85", "80 and 90", "$5", "(Nov)"]
)
def test_figure_that_cannot_be_understood(text: str) -> None:
    found = read_figure(typed(text))

    assert (found.state, found.message) == (
        State.ERROR,
        (
            "can't be understood as a figure: write a number, a range such as 45.7 - 52.3, "
            "TBC or N/A, or leave the row out."
        ),
    )


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (typed("10 - 5"), "is a range that begins above its end: swap the two figures."),
        (typed("9" * 14), "is too large to be a figure of a measure: check it."),
        (
            Cell("G5", 5, 7, date(2017, 5, 4), "4 May 2017"),
            "is a date where a figure is expected: type the figure as text.",
        ),
        (
            Cell("G5", 5, 7, no_result=True, is_formula=True),
            "holds a formula with no stored result: open in Excel and save.",
        ),
        (
            Cell("G5", 5, 7, "#REF!", "#REF!", is_error=True),
            "is an error value: mend the formula in Excel and save.",
        ),
    ],
)
def test_cell_in_error_says_what_to_do(cell: Cell, said: str) -> None:
    found = read_figure(cell)

    assert (found.state, found.message) == (State.ERROR, said)


@pytest.mark.parametrize(
    ("cell", "value", "unit", "places"),
    [
        (number("0.8734", "87.34%", "0.00%"), "87.34", "percent", 2),
        (number("0.66", "66%", "0%"), "66", "percent", 0),
        (number("20000", "20,000", "#,##0"), "20000", "", 0),
        (number("89.65", "89.65", "0.00"), "89.65", "", 2),
        (number("83.6", "83.6%", '0.0"%"'), "83.6", "percent", 1),
    ],
)
def test_number_is_taken_as_shown(cell: Cell, value: str, unit: str, places: int) -> None:
    expected = Understood(
        "G5", cell.text, State.VALUE, value=Decimal(value), unit=unit, places=places
    )

    assert read_figure(cell) == expected


def test_places_hidden_by_the_format_are_warned_of() -> None:
    found = read_figure(number("0.97234", "97.23%", "0.00%"))

    assert (found.value, found.warnings) == (
        Decimal("97.23"),
        ("The cell holds 97.234 and shows 97.23%: taken as shown.",),
    )


def test_no_data_error_is_no_figure_with_a_warning() -> None:
    found = read_figure(Cell("D5", 5, 4, "#N/A", "#N/A", is_error=True))

    assert (found.state, found.warnings) == (
        State.NONE,
        ("The cell holds #N/A: taken as no figure.",),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aim to Maximise", (Polarity.MAX,)),
        ("Aim to Maximize", (Polarity.MAX,)),
        ("Higher is better", (Polarity.MAX,)),
        ("Aim to Minimise", (Polarity.MIN,)),
        ("Lower is better", (Polarity.MIN,)),
        ("Goldilocks*", (Polarity.RANGE,)),
        ("goldilocks", (Polarity.RANGE,)),
        ("Stay in range", (Polarity.RANGE,)),
        ("Zero", (Polarity.ZERO,)),
        ("Monitor only", (Polarity.NEUTRAL,)),
        ("Aim to Maximize / Minimise", (Polarity.MAX, Polarity.MIN)),
        ("", ()),
    ],
)
def test_polarity_words(text: str, expected: tuple[Polarity, ...]) -> None:
    assert polarities_in(text) == expected


def test_two_polarities_are_an_error_that_lists_the_words() -> None:
    found = read_polarity(typed("Aim to Maximise / Minimise"))

    assert (found.state, found.message) == (
        State.ERROR,
        (
            "says two ways at once: write Aim to Maximise, Aim to Minimise, Goldilocks, Zero or "
            "Monitor."
        ),
    )
