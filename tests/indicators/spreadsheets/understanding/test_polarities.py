"""Which way is good, in the words that councils use."""

import pytest

from indicators.rules.vocabulary import Polarity
from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.polarities import polarities_in, read_polarity
from indicators.spreadsheets.understanding.understood import State


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
    found = read_polarity(Cell("G5", 5, 7, "", "Aim to Maximise / Minimise"))

    assert (found.state, found.message) == (
        State.ERROR,
        (
            "says two ways at once: write Aim to Maximise, Aim to Minimise, Goldilocks, Zero or "
            "Monitor."
        ),
    )
