"""Rating a return, and keeping the rating with its terms."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import Kind, PeriodTarget, Rating, Return
from indicators.returns import rating
from indicators.returns.approving import send_back
from indicators.rules import rag
from indicators.rules.periods import Quarter
from organisation.models import Change, Council
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_approver,
    make_history,
    make_measure,
    make_return,
    make_service,
    make_terms,
    submitted,
)

pytestmark = pytest.mark.django_db


def test_stored_rating_is_the_one_worked_out() -> None:
    return_ = submitted(make_return(), "78.44")
    worked_out = rating.work_out(return_, Council.current())
    kept = return_.rating
    words = ("status", "sentence", "gap_words", "target_words", "tolerance_words")
    assert {name: getattr(kept, name) for name in words} == {
        name: getattr(worked_out, name) for name in words
    }
    assert (kept.value, kept.target, kept.gap) == (Decimal("78.4"), Decimal(80), Decimal("1.6"))
    assert tuple(map(rating.band_from_json, kept.bands)) == worked_out.bands


def test_working_out_stores_nothing() -> None:
    return_ = make_return()
    rating.work_out(return_, Council.current(), rag.Figure(Decimal(82)))
    assert not Rating.objects.exists()


def test_terms_are_kept_as_they_stood() -> None:
    return_ = submitted(make_return(tolerance_agreed_by="Cabinet"), "82")
    kept = return_.rating.terms
    assert (Decimal(kept["target"]), Decimal(kept["tolerance_amber"])) == (Decimal(80), Decimal(5))
    assert (kept["polarity"], kept["tolerance_agreed_by"]) == ("MAX", "Cabinet")


def test_open_returns_are_rated_again_on_changed_terms() -> None:
    return_ = approved(make_return(), "82")
    return_.terms.target = Decimal(90)
    return_.terms.save()
    rating.rate_again(Return.objects.all(), by=None, on=TODAY, why="Agreed anew")
    kept = Rating.objects.get()
    assert (kept.status, kept.sentence[:36]) == ("RED", "Red: 82.0% is 8.0 percentage points ")
    changes = Change.objects.filter(deed="return rated again").order_by("id")
    assert [(each.field, each.before, each.after) for each in changes] == [
        ("rating", "GREEN", "RED"),
        ("sentence", return_.rating.sentence, kept.sentence),
        ("state", "APPROVED", "SUBMITTED"),
    ]


def test_other_colour_voids_the_approval_and_another_sentence_does_not() -> None:
    return_ = approved(make_return(), "82")
    for tolerance, state in (("4", "APPROVED"), ("6", "APPROVED")):
        return_.terms.tolerance_amber = Decimal(tolerance)
        return_.terms.save()
        rating.rate_again(Return.objects.all(), by=None, on=TODAY)
        assert Return.objects.get().state == state
    return_.terms.target = Decimal(85)
    return_.terms.save()
    rating.rate_again(Return.objects.all(), by=None, on=TODAY)
    stored = Return.objects.get()
    assert (stored.state, stored.approved_by, stored.rating.status) == ("SUBMITTED", None, "AMBER")


def test_rating_again_on_the_same_terms_leaves_no_trace() -> None:
    approved(make_return(), "82")
    rating.rate_again(Return.objects.all(), by=None, on=TODAY)
    assert not Change.objects.filter(deed="return rated again").exists()


def test_figure_sent_back_and_published_later_keeps_no_rating() -> None:
    return_ = submitted(make_return(), "99")
    send_back(return_, reason="Not ours.", by=make_approver(make_service()), on=TODAY)
    submitted(return_, None, no_value_reason="PUBLISHED_LATER", expected_on=date(2018, 2, 1))
    assert not Rating.objects.exists()
    change = Change.objects.get(field="rating", before="GREEN")
    assert (change.deed, change.after) == ("return submitted", "")


def test_explicit_target_of_the_quarter_is_used() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms = make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(1300), profile="EXPLICIT")
    PeriodTarget.objects.create(terms=terms, quarter=3, target=Decimal(750))
    kept = submitted(make_return(), "748").rating
    assert (kept.status, kept.target) == ("AMBER", Decimal(750))
    assert kept.terms["period_targets"]["3"].startswith("750")


def test_seasonal_target_is_worked_out_from_complete_years() -> None:
    measure = make_measure(value_type="count", decimals=0)
    for year in (2015, 2016, 2017):
        make_terms(
            measure,
            year,
            basis="CUMULATIVE_TOTAL",
            target=Decimal(1000),
            profile="SEASONAL",
            tolerance_amber=Decimal(1000),
        )
    values = {Quarter(2015, 3): "600", Quarter(2015, 4): "1000"}
    make_history(measure, values | {Quarter(2016, 3): "800", Quarter(2016, 4): "1000"})
    assert submitted(make_return(), "700").rating.target == 700


def test_indicator_keeps_its_colour_to_itself_until_the_council_says_so() -> None:
    measure = make_measure(kind=Kind.INDICATOR)
    return_ = submitted(make_return(measure.ref), "82")
    assert return_.rating.status == "MONITOR"
    council = Council.current()
    council.colours_indicators = True
    assert rating.work_out(return_, council).status is rag.Status.GREEN


@given(
    colour=st.sampled_from(rag.Colour),
    low=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    high=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
)
def test_band_survives_being_kept(
    colour: rag.Colour, low: Decimal | None, high: Decimal | None
) -> None:
    band = rag.Band(colour, low, high)
    assert rating.band_from_json(rating.band_as_json(band)) == band


def test_improving_red_becomes_amber_only_with_a_comparator() -> None:
    measure = make_measure()
    for year in (2016, 2017):
        make_terms(measure, year, improving_uplift=True, tolerance_mode="NONE")
    make_history(measure, {Quarter(2016, 3): "60"}, **EXPLAINED)
    assert Return.objects.get().rating.status == "RED"
    kept = submitted(make_return(), "61").rating
    assert kept.status == "AMBER"
    assert "amber because improving" in kept.sentence
