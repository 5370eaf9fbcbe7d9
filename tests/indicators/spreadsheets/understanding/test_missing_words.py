"""Words and signs in the place of a figure; none of them is ever 0."""

from decimal import Decimal

import pytest

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.understood import State, Understood

CYRILLIC_TBC = "\u0422\u0412\u0421"
OTHER_LETTERS = "The cell's TBC is typed in letters of another alphabet: taken as TBC."


def typed(text: str) -> Cell:
    return Cell("G5", 5, 7, text, text)


@pytest.mark.parametrize(
    ("text", "state", "note"),
    [
        ("TBC", State.TBC, ""),
        ("t.b.c.", State.TBC, ""),
        ("To be confirmed", State.TBC, ""),
        ("TBC (Ofsted plan)", State.TBC, "(Ofsted plan)"),
        ("TBA", State.TBC, ""),
        ("Awaiting data", State.TBC, "data"),
        ("Not yet set", State.TBC, ""),
        ("N/A", State.NONE, "not_applicable"),
        ("n/a", State.NONE, "not_applicable"),
        ("n.a.", State.NONE, "not_applicable"),
        ("N\\A", State.NONE, "not_applicable"),
        ("NA", State.NONE, "not_applicable"),
        ("Not applicable", State.NONE, "not_applicable"),
        ("[z]", State.NONE, "not_applicable"),
        ("None", State.NONE, ""),
        ("No target", State.NONE, ""),
        ("not available", State.NONE, ""),
        ("[x]", State.NONE, ""),
        ("-", State.NONE, ""),
        ("\u2014", State.NONE, ""),
        ("- -", State.NONE, ""),
        ("..", State.NONE, ""),
        ("", State.NONE, ""),
        ("\u00a0", State.NONE, ""),
        ("<5", State.SUPPRESSED, ""),
        ("fewer than 10", State.SUPPRESSED, ""),
        ("*", State.SUPPRESSED, ""),
        ("[c]", State.SUPPRESSED, ""),
    ],
)
def test_words_for_no_figure(text: str, state: State, note: str) -> None:
    found = read_figure(typed(text))

    assert (found.state, found.note, found.figures) == (state, note, ())


@pytest.mark.parametrize(
    "text",
    [
        CYRILLIC_TBC,
        CYRILLIC_TBC.lower(),
        "T\u0412C",
        "\u03a4\u0392\u03f9",
        "\uff34\uff22\uff23",
        "\u13a2\u13f4\u13df",
        "\U0001d413\U0001d401\U0001d402",
    ],
    ids=["cyrillic", "small", "mixed", "greek", "full-width", "cherokee", "bold"],
)
def test_letters_of_another_alphabet_are_read_and_warned_of(text: str) -> None:
    assert read_figure(typed(text)) == Understood("G5", text, State.TBC, warnings=(OTHER_LETTERS,))


def test_dashes_of_the_words_after_are_no_other_alphabet() -> None:
    assert read_figure(typed("TBC \u2013 see note")).warnings == ()


def test_words_beside_not_applicable_are_warned_of() -> None:
    assert read_figure(typed("N/A (new measure)")).warnings == (
        "The words (new measure) beside N/A are not kept: put them with the comments.",
    )


@pytest.mark.parametrize("text", ["0", "0.00", "0%", "\u00a30", "zero", "Nought"])
def test_zero_is_a_figure(text: str) -> None:
    found = read_figure(typed(text))

    assert (found.state, found.value) == (State.VALUE, Decimal(0))


def test_nil_is_asked_about() -> None:
    found = read_figure(typed("Nil"))

    assert (found.state, found.doubt, found.figures) == (State.OPEN, "nil", ())
    assert [(each.key, each.meaning.state, each.value) for each in found.readings] == [
        ("zero", State.VALUE, Decimal(0)),
        ("none", State.NONE, None),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#DIV/0!", "is an error value: mend the formula in Excel and save."),
        (
            "#####",
            "shows ### for its column was too narrow: widen it in Excel and save again.",
        ),
    ],
)
def test_error_values_kept_as_text(text: str, said: str) -> None:
    assert read_figure(typed(text)) == Understood("G5", text, State.ERROR, message=said)


def test_no_data_error_kept_as_text_is_no_figure() -> None:
    assert read_figure(typed("#N/A")) == Understood(
        "G5", "#N/A", State.NONE, warnings=("The cell holds #N/A: taken as no figure.",)
    )
