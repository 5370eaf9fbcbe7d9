"""What holds for any terms and any figure."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.rules import rag
from indicators.rules.units import step

RANK = {rag.Colour.GREEN: 1, rag.Colour.AMBER: 2, rag.Colour.RED: 3}
MIRROR = {rag.Polarity.MAX: rag.Polarity.MIN, rag.Polarity.MIN: rag.Polarity.MAX}
YEAR_END = rag.Place(4, 4)
EIGHTY = rag.Terms(
    rag.Polarity.MAX,
    rag.Unit("percent", decimals=1),
    target=Decimal(80),
    tolerance=rag.Tolerance(rag.ToleranceMode.POINTS, amber=Decimal(5)),
)


def figures(decimals: int, low: int = -2000, high: int = 2000) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=decimals)


@st.composite
def tolerances(
    draw: st.DrawFn, polarity: rag.Polarity, low: Decimal, high: Decimal
) -> rag.Tolerance:
    mode = draw(st.sampled_from(list(rag.ToleranceMode)))
    amber = draw(figures(2, 0, 60))
    green = draw(st.one_of(st.just(Decimal(0)), st.just(amber), st.just(amber / 2)))
    room = draw(figures(2, 0, 60))
    limit = low - room if polarity is rag.Polarity.MAX else high + room
    return rag.Tolerance(
        mode, green, amber, draw(figures(2, 0, 60)), limit, low - room, high + amber
    )


@st.composite
def rated_terms(draw: st.DrawFn) -> rag.Terms:
    """Sound terms of every polarity and tolerance, with a target."""
    decimals = draw(st.integers(0, 2))
    polarity = draw(st.sampled_from([p for p in rag.Polarity if p is not rag.Polarity.NEUTRAL]))
    low, high = sorted((draw(figures(decimals)), draw(figures(decimals))))
    if polarity is rag.Polarity.ZERO:
        low = high = Decimal(0)
    elif polarity is not rag.Polarity.RANGE:
        high = low
    terms = rag.Terms(
        polarity,
        rag.Unit(draw(st.sampled_from(["percent", "count", "rate", "currency"])), "", decimals),
        basis=draw(st.sampled_from([rag.Basis.SNAPSHOT, rag.Basis.CUMULATIVE_TOTAL])),
        target=low if polarity is not rag.Polarity.RANGE else None,
        low=low,
        high=high,
        tolerance=draw(tolerances(polarity, low, high)),
    )
    if terms.is_running_total:
        terms = replace(terms, profile=rag.Profile(rag.ProfileMethod.LINEAR))
    assume(not rag.problems(terms))
    return terms


PLACES = st.builds(rag.Place, st.integers(1, 4), st.just(4))


def rated(terms: rag.Terms, value: Decimal, place: rag.Place = YEAR_END) -> rag.Rating:
    return rag.rate(terms, rag.Figure(value), place)


def colour(terms: rag.Terms, value: Decimal, place: rag.Place) -> rag.Colour:
    found = rated(terms, value, place).status.colour
    assert found is not None
    return found


def badness(terms: rag.Terms, value: Decimal, place: rag.Place) -> Decimal:
    """How far the printed value misses the target."""
    gap = rated(terms, value, place).gap
    assert gap is not None
    return gap


@given(rated_terms(), PLACES, figures(3), figures(3))
def test_a_better_value_never_gets_a_worse_colour(
    terms: rag.Terms, place: rag.Place, one: Decimal, other: Decimal
) -> None:
    rating = rated(terms, one, place)
    below = rating.low is not None and one < rating.low
    assume(terms.polarity is not rag.Polarity.RANGE or below == (other < (rating.low or other)))
    better, worse = sorted((one, other), key=lambda value: badness(terms, value, place))
    assert RANK[colour(terms, better, place)] <= RANK[colour(terms, worse, place)]


@given(rated_terms(), PLACES, figures(3))
def test_mirrored_polarity_mirrors_the_colour(
    terms: rag.Terms, place: rag.Place, value: Decimal
) -> None:
    def minus(figure: Decimal | None) -> Decimal | None:
        return None if figure is None else -figure

    tolerance = replace(
        terms.tolerance,
        limit=minus(terms.tolerance.limit),
        limit_low=minus(terms.tolerance.limit_high),
        limit_high=minus(terms.tolerance.limit_low),
    )
    mirrored = replace(
        terms,
        polarity=MIRROR.get(terms.polarity, terms.polarity),
        target=minus(terms.target),
        low=minus(terms.high),
        high=minus(terms.low),
        tolerance=tolerance,
    )
    assume(not rag.problems(mirrored))
    here, there = rated(terms, value, place), rated(mirrored, -value, place)
    assert (here.status, here.gap) == (there.status, there.gap)


@given(rated_terms(), PLACES)
def test_each_printed_limit_has_its_colour_and_one_step_beyond_has_not(
    terms: rag.Terms, place: rag.Place
) -> None:
    tick = step(terms.unit.decimals)
    for band in rag.rating_bands(terms, place).bands:
        for limit, beyond in ((band.low, -tick), (band.high, tick)):
            if limit is not None:
                assert colour(terms, limit, place) is band.colour
                assert colour(terms, limit + beyond, place) is not band.colour


@given(rated_terms(), PLACES, figures(3))
def test_every_value_lies_in_one_band_and_the_band_has_its_colour(
    terms: rag.Terms, place: rag.Place, value: Decimal
) -> None:
    rating = rated(terms, value, place)
    assert rating.value is not None
    holding = [
        band.colour
        for band in rating.bands
        if (band.low is None or band.low <= rating.value)
        and (band.high is None or rating.value <= band.high)
    ]
    assert holding == [rating.status.colour]


@given(rated_terms(), PLACES)
def test_bands_follow_each_other_without_gap(terms: rag.Terms, place: rag.Place) -> None:
    bands = rag.rating_bands(terms, place).bands
    tick = step(terms.unit.decimals)
    starts = [band.low for band in bands]
    ends = [None if band.high is None else band.high + tick for band in bands]
    assert starts == [None, *ends[:-1]]
    assert ends[-1] is None


@given(rated_terms(), PLACES, figures(3))
def test_sentence_begins_with_the_word_of_the_status(
    terms: rag.Terms, place: rag.Place, value: Decimal
) -> None:
    rating = rated(terms, value, place)
    assert rating.sentence.startswith(f"{rating.status.word}: ")


@given(
    st.sampled_from(list(rag.Schedule)),
    st.sampled_from(list(rag.ReturnState)),
    st.sampled_from(list(rag.AwaitingPolicy)),
    st.sampled_from(list(rag.RatingPolicy)),
    st.sampled_from(list(rag.TargetState)),
    st.sampled_from([None, *rag.Colour]),
    st.booleans(),
)
def test_sentence_of_any_return_begins_with_its_word_or_not_rated(
    schedule: rag.Schedule,
    return_state: rag.ReturnState,
    awaiting: rag.AwaitingPolicy,
    policy: rag.RatingPolicy,
    target_state: rag.TargetState,
    judged: rag.Colour | None,
    approved: bool,
) -> None:
    rating = rag.rate(
        replace(EIGHTY, policy=policy, target_state=target_state),
        rag.Figure(Decimal(76)),
        YEAR_END,
        schedule=schedule,
        return_state=return_state,
        awaiting=awaiting,
        judgement=rag.Judgement(judged, approved) if judged else None,
    )
    opening = rating.sentence.startswith((rating.status.word, "Not rated: "))
    assert opening
    assert rating.status.is_judged == (rating.status is not rating.calculated)


@given(rated_terms(), PLACES, figures(3), st.sampled_from(list(rag.Colour)))
def test_only_a_second_person_makes_a_colour_better(
    terms: rag.Terms, place: rag.Place, value: Decimal, judged: rag.Colour
) -> None:
    calculated = colour(terms, value, place)
    judgement = rag.Judgement(judged, approved=False)
    rating = rag.rate(terms, rag.Figure(value), place, judgement=judgement)
    assert rating.status.colour is max(calculated, judged, key=RANK.__getitem__)


@given(rated_terms(), PLACES, figures(3), figures(2, 0, 50))
def test_exceeding_only_ever_names_a_green(
    terms: rag.Terms, place: rag.Place, value: Decimal, margin: Decimal
) -> None:
    assume(terms.polarity in MIRROR)
    opted_in = rated(replace(terms, exceed_margin=margin), value, place).status
    without = rated(terms, value, place).status
    assert opted_in.colour is without.colour
    assert opted_in in {without, rag.Status.EXCEEDED}


@pytest.mark.parametrize("polarity", ["MAX", "MIN"])
@given(value=figures(3, 60, 100))
def test_what_is_printed_decides_the_colour(polarity: str, value: Decimal) -> None:
    terms = replace(EIGHTY, polarity=rag.Polarity(polarity))
    printed = Decimal(terms.unit.number(value))
    assert rated(terms, value) == rated(terms, printed)
