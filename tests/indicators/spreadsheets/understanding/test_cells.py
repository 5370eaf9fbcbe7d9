"""What a cell holds: figure, range, to be confirmed, none, suppressed, error."""

from decimal import Decimal

import pytest

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.figures import Number
from indicators.spreadsheets.understanding.periods_named import Month
from indicators.spreadsheets.understanding.understood import State, Understood


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
        ("45 (Q3 2016/17)", {"value": "45", "month": Month(12, 2016)}),
        ("45% (as at 30 Nov 2016)", {"value": "45", "unit": "percent", "month": Month(11, 2016)}),
        ("548 (target: 750) (Nov)", {"value": "548", "month": Month(11),
                                     "against": Number(Decimal(750), 0)}),
        ("c. 45", {"value": "45", "estimated": True}),
        ("45.2\u00b9", {"value": "45.2", "places": 1, "footnotes": "\u00b9"}),
        ("45 [note 2]", {"value": "45", "footnotes": "[note 2]"}),
        ("\u00a3\u00a01,234", {"value": "1234", "unit": "pounds"}),
        ("minus 5", {"value": "-5"}),
        ("45-Nov", {"value": "45", "month": Month(11)}),
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
        ("From \u00a34 to \u00a35", "4", "5", "pounds"),
        ("45.7-52.3", "45.7", "52.3", ""),
        ("45.7 \u2014 52.3", "45.7", "52.3", ""),
        ("45%\u00a0\u2212\u00a052%", "45", "52", "percent"),
        ("1,000 .. 2,000", "1000", "2000", ""),
        ("range: 4 ~ 5", "4", "5", ""),
        ("-5 - -3", "-5", "-3", ""),
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
    "text",
    ["about right", "about 85", "12a", "1,25,000", "80 or 85", "80 and 90", "$5", "45 \u00b1 2"],
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
    ("text", "said"),
    [
        ("2017/18", "is a date or a year where a figure is expected: type the figure as text."),
        ("Q3 2017/18", "is a date or a year where a figure is expected: type the figure as text."),
        ("(Nov)", "is a date or a year where a figure is expected: type the figure as text."),
        ("31/03/2018", "is a date or a year where a figure is expected: type the figure as text."),
        (
            "1.2E+05",
            "is in scientific notation, which drops digits: give the cell a number format.",
        ),
    ],
)
def test_what_is_no_figure_is_named(text: str, said: str) -> None:
    assert read_figure(typed(text)) == Understood("G5", text, State.ERROR, message=said)


def test_yes_or_no_is_no_figure() -> None:
    assert read_figure(Cell("G5", 5, 7, value=True, text="TRUE")).message == (
        "is yes or no where a figure is expected: type the figure as text."
    )


@pytest.mark.parametrize(
    ("stored", "text", "value", "warnings"),
    [
        ("1200000", "\u00a31.2m", "1200000", ()),
        (
            "1234567",
            "\u00a31.2m",
            "1200000",
            ("The cell holds 1234567 and shows \u00a31.2m: taken as shown.",),
        ),
        (
            "1234567",
            "1235",
            "1234567",
            ("The cell shows 1235 and holds 1234567: taken as it holds.",),
        ),
        ("7", "7 days", "7", ()),
    ],
)
def test_number_that_its_format_scales(
    stored: str, text: str, value: str, warnings: tuple[str, ...]
) -> None:
    found = read_figure(number(stored, text, "custom"))

    assert (found.state, found.value, found.warnings) == (State.VALUE, Decimal(value), warnings)


def test_stored_number_with_three_decimals_has_one_reading() -> None:
    assert read_figure(number("11.31", "11.310", "0.000")).value == Decimal("11.31")


def test_value_that_looks_into_another_workbook_is_warned_of() -> None:
    found = read_figure(Cell("D4", 4, 4, Decimal("0.703"), "0.703", external=True))

    assert (found.value, found.warnings) == (
        Decimal("0.703"),
        ("The cell looks into another workbook: its stored value is taken.",),
    )
