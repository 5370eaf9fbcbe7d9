"""All sense checks together: which goes before which, and what holds of all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.periods import Quarter
from indicators.rules.sense import Check, Earlier, Known, doubts
from indicators.rules.terms import Figure, Terms
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Basis, Polarity
from tests.indicators.rules.sense_examples import (
    COUNT,
    MONEY,
    PERCENT,
    RATE,
    RATIO,
    YES_NO,
    codes,
    figure,
    known,
    terms,
)


def test_slip_goes_before_the_target_and_the_target_before_the_history() -> None:
    of = terms(target="85")
    assert codes("0.87", known("84", "85", "86", "85", of=of)) == ["scale-slip"]
    low = known("20", "20.1", "20.2", "20", of=terms(target="0.2"))
    assert codes("40", low) == ["target-scale"]


@pytest.mark.parametrize("unit", [PERCENT, COUNT, MONEY, RATIO, YES_NO])
def test_no_figure_sets_off_nothing(unit: Unit) -> None:
    before = known("1", "2", "3", "4", of=terms(unit, "85"))
    assert codes("", before) == codes("0/0", before) == codes("3/0", before) == []


def test_yes_or_no_sets_off_nothing() -> None:
    assert codes("0", known("1", "1", "1", "1", of=terms(YES_NO, "1"))) == []


def test_order_and_line_ends_of_texts_change_nothing() -> None:
    """A browser sends other line ends than those that are stored."""
    stored = {"cause": "We met\n\nMr Hill.", "commentary": "Jane Doe left."}
    sent = {"commentary": "Jane Doe left.\r\n", "cause": "We met\r\n\r\nMr Hill."}
    assert doubts(figure("82"), stored, known()) == doubts(figure("82"), sent, known())
    assert codes("82", known(), **stored) == ["names-person"]


ANY = st.one_of(st.none(), st.decimals(), st.decimals(-1000, 1000, places=2))
FIGURES = st.builds(Figure, ANY, ANY, ANY)
UNITS = st.sampled_from((PERCENT, RATE, COUNT, MONEY, RATIO, YES_NO, Unit("days")))
TERMS = st.builds(
    terms,
    UNITS,
    st.sampled_from(("", "0", "85", "-5", "13000")),
    polarity=st.sampled_from((Polarity.MAX, Polarity.MIN, Polarity.ZERO, Polarity.NEUTRAL)),
    basis=st.sampled_from(Basis),
)


@given(
    FIGURES,
    TERMS,
    st.lists(FIGURES, max_size=10),
    st.builds(Quarter, st.just(2017), st.integers(1, 5)),
    st.text(max_size=200),
)
def test_no_figure_and_no_text_is_too_much(
    now: Figure, of: Terms, past: list[Figure], quarter: Quarter, text: str
) -> None:
    """Whatever comes, each check speaks at most once, in few words, and twice the same."""
    before, earlier = quarter, []
    for each in past:
        before = before.previous()
        earlier.append(Earlier(before, each, of.target, commentary=text))
    about = Known(of, quarter, tuple(earlier), limit=100)
    found = doubts(now, {"commentary": text, "cause": text}, about)
    assert found == doubts(now, {"commentary": text, "cause": text}, about)
    assert len({each.code for each in found}) == len(found)
    assert all(each.message and len(each.message) <= 400 for each in found)
    size = {"far-from-usual", "scale-slip", "target-scale"}
    assert len(size & {each.code for each in found}) <= 1


@given(
    st.integers(200, 900),
    st.lists(st.integers(-5, 5), min_size=1, max_size=12),
    st.integers(-5, 5),
    st.sampled_from((100, 1000)),
    st.booleans(),
)
def test_slip_of_scale_is_always_doubted(
    level: int, past: list[int], now: int, times: int, is_above: bool
) -> None:
    """Whatever a stable measure's figures are, a hundred times that, or a hundredth, is not."""
    steady = known(*(str(level + each) for each in past), of=terms(replace(COUNT, decimals=2)))
    slipped = Decimal(level + now) * times if is_above else Decimal(level + now) / times
    assert Check.SCALE_SLIP in codes(str(slipped), steady)


@given(st.lists(st.integers(300, 400), min_size=1, max_size=12), st.integers(300, 400))
def test_figure_within_its_history_is_never_far(past: list[int], now: int) -> None:
    before = [*past, 300, 400]
    found = codes(str(now), known(*map(str, before[-8:]), of=terms(COUNT)))
    assert not {"far-from-usual", "scale-slip"} & set(found)
