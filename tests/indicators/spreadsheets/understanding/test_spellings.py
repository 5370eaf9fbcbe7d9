"""A figure in any spelling reads back as itself or is asked about, never as another figure."""

import re
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.understood import State, Understood

FIGURES = st.decimals(
    min_value=Decimal(-9999999), max_value=Decimal(9999999), allow_nan=False, places=3
).map(lambda figure: figure.normalize() + 0)
MINUSES = st.sampled_from(["-", "\u2212", "\u2013", "\u2010", "- ", "minus "])
GROUPINGS = st.sampled_from([",", " ", "'", "", "\u00a0", "\u202f"])
UNITS = st.sampled_from(
    ["", "%", " %", " per cent", "*", " (Nov)", " (e)", " (Q3 2016/17)", " homes"]
)
DASHES = st.sampled_from(["-", " - ", "\u2013", " \u2013 ", " to ", " \u2014 ", "\u00a0to "])
BRITISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
PADDING = st.sampled_from(["", " ", "\n", "\u00a0"])


def read(text: str) -> Understood:
    return read_figure(Cell("A1", 1, 1, text, text))


def written(figure: Decimal, grouping: str, minus: str) -> str:
    text = f"{abs(figure):,f}".replace(",", grouping)
    return f"{minus}{text}" if figure < 0 else text


def holds(found: Understood, *figures: Decimal) -> bool:
    """Whether the figures are what was read, or one of the readings asked about."""
    if found.state is State.OPEN:
        return any(holds(each.meaning, *figures) for each in found.readings)
    return found.figures == figures


@given(FIGURES, GROUPINGS, MINUSES, UNITS, PADDING)
def test_figure_reads_back(
    figure: Decimal, grouping: str, minus: str, unit: str, padding: str
) -> None:
    assert holds(read(f"{padding}{written(figure, grouping, minus)}{unit}{padding}"), figure)


@given(FIGURES, MINUSES)
def test_pounds_read_back(figure: Decimal, minus: str) -> None:
    text = f"\u00a3{abs(figure):,f}"

    assert holds(read(f"{minus}{text}" if figure < 0 else text), figure)


@given(FIGURES, st.sampled_from([("k", 3), ("m", 6), (" million", 6), ("bn", 9), (" thousand", 3)]))
def test_scaled_figures_read_back(figure: Decimal, scale: tuple[str, int]) -> None:
    whole = Decimal(int(figure) % 10000)
    word, power = scale

    assert holds(read(f"\u00a3{whole}{word}"), whole * 10**power)


@given(FIGURES.map(abs), FIGURES.map(abs), DASHES, GROUPINGS)
def test_ranges_read_back(one: Decimal, other: Decimal, dash: str, grouping: str) -> None:
    low, high = sorted([one, other])
    text = dash.join(written(each, grouping, "-") for each in (low, high))

    assert holds(read(text), low, high)


@given(FIGURES.map(abs))
def test_continental_figures_are_asked_about_or_read_back(figure: Decimal) -> None:
    text = f"{figure:,f}".translate(str.maketrans(".,", ",."))
    assume(not BRITISH.fullmatch(text))  # 1,001 is a thousand and one in Britain

    assert holds(read(text), figure)


@given(st.text(alphabet=" \t\n\u00a0\u2003\u202f\u3000", max_size=5))
def test_blank_never_becomes_zero(text: str) -> None:
    found = read(text)

    assert (found.state, found.figures) == (State.NONE, ())


@given(st.text(alphabet="0123456789.,-/()%\u00a3 kmTBCNA*<>+\u2013\u00bd\u0422", max_size=14))
def test_whatever_is_typed_has_one_state(text: str) -> None:
    found = read(text)

    assert (found.state is State.OPEN) == bool(found.readings)
    assert bool(found.figures) == (found.state in {State.VALUE, State.RANGE})
    assert bool(found.message) == (found.state is State.ERROR)


@given(st.text(alphabet="123456789.,-/() %TBCNA*<>x", max_size=12))
def test_zero_is_never_made_of_other_digits(text: str) -> None:
    assert not holds(read(text), Decimal(0))
