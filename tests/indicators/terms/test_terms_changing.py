"""Changing terms in mid-year: open periods follow, closed ones never, and who may."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Measure, Period, PeriodTarget, Rating, Return, Terms
from indicators.returns.approving import approve
from indicators.returns.closing import close_period
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from indicators.terms.terms_changing import (
    OUT_OF_BASKET,
    SAME,
    Agreement,
    Proposal,
    QuarterTarget,
    change_terms,
    held_in,
    problems_of,
    proposed,
    quarters_to_change,
)
from organisation.access import NotAllowedError
from organisation.models import Change, ChangeText
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    open_quarter,
)

pytestmark = pytest.mark.django_db

Q1, Q4 = Quarter(2017, 1), Quarter(2017, 4)
AGREED = Agreement(
    reason="Cabinet raised it after two years above it.",
    agreed_by="Cabinet",
    agreed_on=date(2017, 12, 15),
    decision_ref="Cabinet, 15 December 2017, minute 45",
)


def change(
    measure: Measure,
    quarter: Quarter = Q3,
    agreement: Agreement = AGREED,
    own: dict[int, QuarterTarget | None] | None = None,
    **values: Any,
) -> Terms:
    proposal = Proposal(quarter, values, own or {})
    return change_terms(measure, proposal, agreement, by=make_performance(), on=TODAY)


def closed(measure: Measure) -> list[object]:
    """Everything of the closed periods that members read, to the letter."""
    found = Rating.objects.filter(of__measure=measure, of__period__state="CLOSED")
    return list[object](found.order_by("id").values())


def rows(measure: Measure) -> list[tuple[int, Decimal | None]]:
    return list(measure.terms.order_by("from_quarter").values_list("from_quarter", "target"))


# A change from a quarter on


def test_new_target_holds_from_its_quarter_and_the_old_one_before() -> None:
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q1: "79", Q2: "81"})
    approved(make_return(quarter=Q3), "81")
    before = closed(measure)

    made = change(measure, target=Decimal(82))

    assert rows(measure) == [(1, Decimal(80)), (3, Decimal(82))]
    kept = Return.objects.get(period__number=3)
    assert (kept.terms, kept.rating.status) == (made, "AMBER")
    assert (kept.rating.target_words, kept.rating.sentence) == (
        "82% or more",
        (
            "Amber: 81.0% is 1.0 percentage points below 82%; amber reaches down to 77.0% "
            "(a tolerance of 5 percentage points)"
        ),
    )
    assert closed(measure) == before


def test_new_terms_say_who_agreed_them_and_keep_all_that_is_not_changed() -> None:
    measure = make_measure()
    make_terms(measure, exceed_margin=Decimal(3), tolerance_agreed_by="Scrutiny", is_example=True)
    open_quarter(Q3)
    made = change(measure, target=Decimal(82))
    assert (made.reason, made.agreed_by, made.agreed_on, made.decision_ref) == (
        AGREED.reason,
        AGREED.agreed_by,
        AGREED.agreed_on,
        AGREED.decision_ref,
    )
    assert (made.tolerance_amber, made.exceed_margin) == (Decimal(5), Decimal(3))
    assert (made.tolerance_agreed_by, made.is_example) == ("Scrutiny", False)


def test_tolerance_that_changes_is_agreed_by_those_who_agreed_the_terms() -> None:
    measure = make_measure()
    make_terms(measure, tolerance_agreed_by="Scrutiny", is_example=True)
    open_quarter(Q3)
    made = change(measure, tolerance_amber=Decimal(2))
    assert (made.tolerance_agreed_by, made.is_example) == ("Cabinet", True)


def test_terms_that_begin_in_the_quarter_are_changed_and_the_record_keeps_the_old() -> None:
    measure = make_measure()
    terms = make_terms(measure)
    open_quarter(Q1)
    made = change(measure, Q1, target=Decimal(82))
    assert (made.pk, rows(measure)) == (terms.pk, [(1, Decimal(82))])
    target = Change.objects.get(deed="terms changed", field="target")
    assert (target.before, target.after, target.person) == ("80", "82", make_performance())
    assert ChangeText.objects.get(change=target, part="why").text == AGREED.reason


def test_two_changes_of_one_open_quarter_are_one_set_of_terms() -> None:
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q1: "79", Q2: "81"})
    open_quarter(Q3)
    change(measure, target=Decimal(82))
    change(measure, target=Decimal(85))
    assert rows(measure) == [(1, Decimal(80)), (3, Decimal(85))]


def test_later_terms_hold_on_from_their_own_quarter() -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    change(measure, Q4, target=Decimal(90))
    change(measure, Q3, target=Decimal(85))
    assert rows(measure) == [(1, Decimal(80)), (3, Decimal(85)), (4, Decimal(90))]
    assert held_in(measure, Q4).target == Decimal(90)


def test_target_to_be_confirmed_has_no_figure_and_no_colour() -> None:
    return_ = approved(make_return(quarter=Q3), "82")
    change(return_.measure, target_state="TBC", target=None)
    assert Rating.objects.get().status == "TARGET_TBC"


def test_first_terms_of_a_new_year_begin_as_those_of_the_year_before() -> None:
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q4: "82"})
    made = change(measure, Quarter(2018, 1), target=Decimal(83))
    assert (made.year, made.from_quarter, made.target) == (2018, 1, Decimal(83))
    assert made.tolerance_amber == Decimal(5)


# Targets by quarter


def test_targets_by_quarter_are_copied_set_and_taken_away() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms = make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(1300), profile="EXPLICIT")
    for quarter, target in ((1, 300), (2, 700), (3, 900)):
        PeriodTarget.objects.create(terms=terms, quarter=quarter, target=Decimal(target))
    make_history(measure, {Q2: "748"})
    return_ = approved(make_return(quarter=Q3), "880", **EXPLAINED)
    before = closed(measure)

    made = change(measure, own={3: QuarterTarget(Decimal(875)), 4: None})

    found = made.period_targets.values_list("quarter", "target")
    assert list(found) == [(1, Decimal(300)), (2, Decimal(700)), (3, Decimal(875))]
    assert Rating.objects.get(of=return_).status == "GREEN"
    assert closed(measure) == before

    change(measure, own={3: None})
    assert list(made.period_targets.values_list("quarter", flat=True)) == [1, 2]
    gone = Change.objects.get(deed="period target deleted")
    assert (gone.before, gone.texts.get(part="why").text) == (f"{made} Q3", AGREED.reason)
    assert Rating.objects.get(of=return_).status == "NO_PROFILE"


def test_range_by_quarter_moves_with_its_quarter() -> None:
    measure = make_measure()
    make_terms(measure, polarity="RANGE", target=None, low=Decimal(40), high=Decimal(50))
    return_ = approved(make_return(quarter=Q3), "52", **EXPLAINED)
    change(measure, own={3: QuarterTarget(low=Decimal(50), high=Decimal(55))})
    assert Rating.objects.get(of=return_).status == "GREEN"


# The basket


def test_measure_leaves_the_basket_and_comes_back() -> None:
    return_ = approved(make_return(quarter=Q3), "82")
    measure = return_.measure
    made = change_terms(
        measure, Proposal(Q3, OUT_OF_BASKET), AGREED, by=make_performance(), on=TODAY
    )
    assert (made.in_force, made.target) == (False, Decimal(80))
    assert Return.objects.with_status(TODAY).get().status == "NOT_APPLICABLE"
    assert not Return.objects.live().exists()
    close_period(return_.period, by=make_performance(), on=TODAY)
    assert Rating.objects.get().status == "NOT_APPLICABLE"
    period = open_quarter(Q4)
    assert not period.returns.exists()
    assert change(measure, Q4).in_force
    assert period.returns.get().measure == measure


# What is refused


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"agreed_by": ""}, "agreed_by"),
        ({"decision_ref": ""}, "decision_ref"),
        ({"agreed_on": date(2018, 1, 16)}, "agreed_on"),
    ],
)
def test_terms_without_their_agreement_are_refused(wrong: dict[str, Any], field: str) -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    with pytest.raises(RefusedError) as refused:
        change(measure, agreement=Agreement(**vars(AGREED) | wrong), target=Decimal(82))
    assert set(refused.value.problems) == {field}
    assert rows(measure) == [(1, Decimal(80))]


def test_terms_that_change_nothing_are_refused() -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    with pytest.raises(RefusedError) as refused:
        change(measure, target=Decimal("80.0"))
    assert refused.value.problems == {"": SAME}


def test_words_beside_terms_can_be_mended_where_they_begin() -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    change(measure, target=Decimal(82))
    change(measure, agreement=Agreement(**vars(AGREED) | {"decision_ref": "Minute 46"}))
    assert measure.terms.get(from_quarter=3).decision_ref == "Minute 46"


def test_closed_quarter_keeps_its_terms() -> None:
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q2: "81"})
    with pytest.raises(RefusedError, match="2017/18 Q2 is closed or has no terms to change"):
        change(measure, Q2, target=Decimal(70))


def test_terms_on_which_a_later_quarter_was_closed_do_not_change() -> None:
    measure = make_measure()
    make_terms(measure)
    make_return(quarter=Q2)
    make_history(measure, {Q3: "81"})
    assert quarters_to_change(measure, TODAY) == [Q2, Q4, Quarter(2018, 1)]
    change(measure, Q2, target=Decimal(82))
    assert Return.objects.get(period__number=3).terms.from_quarter == 1


@pytest.mark.parametrize("who", ["officer", "approver", "nobody"])
def test_only_the_performance_team_changes_terms(who: str) -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    person = {
        "officer": make_officer(make_service()),
        "approver": make_approver(make_service()),
        "nobody": make_person("Nobody"),
    }[who]
    proposal = Proposal(Q3, {"target": Decimal(82)})
    with pytest.raises(NotAllowedError, match="Only the performance team changes the terms"):
        change_terms(measure, proposal, AGREED, by=person, on=TODAY)


def test_problems_of_any_coming_quarter_are_found() -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    own = {4: QuarterTarget(Decimal("82.55"))}
    assert problems_of(proposed(measure, Proposal(Q3, {}, own))) == [
        (
            "The target 82.55 is finer than the measure's decimals (1); "
            "round the target or show more decimals."
        )
    ]
    assert problems_of(proposed(measure, Proposal(Q3, {"target": Decimal(82)}))) == []


# Which quarters


def test_quarters_begin_with_the_earliest_open_one() -> None:
    measure = make_measure()
    make_terms(measure)
    open_quarter(Q3)
    assert quarters_to_change(measure, TODAY) == [Q3, Q4, Quarter(2018, 1)]


def test_quarters_begin_after_the_last_that_was_closed() -> None:
    measure = make_measure()
    make_terms(measure)
    make_terms(measure, 2018)
    make_history(measure, {Q3: "81"})
    assert quarters_to_change(measure, TODAY) == [Q4, *Quarter(2018, 1).financial_year.quarters]


def test_measure_without_terms_has_no_quarter_to_change() -> None:
    open_quarter(Q3)
    assert quarters_to_change(make_measure(), TODAY) == []


def test_measure_that_joined_in_mid_year_changes_from_then_on() -> None:
    measure = make_measure()
    make_terms(measure, from_quarter=4)
    open_quarter(Q3)
    assert quarters_to_change(measure, TODAY) == [Q4, Quarter(2018, 1)]


# Whatever is agreed

QUARTERS = [Q1, Q2, Q3, Q4, Quarter(2018, 1)]
figures = st.integers(0, 120).map(Decimal)
tolerances = st.one_of(
    st.just({"tolerance_mode": "NONE"}),
    st.fixed_dictionaries(
        {
            "tolerance_mode": st.sampled_from(["POINTS", "PERCENT_OF_TARGET"]),
            "tolerance_amber": figures,
        }
    ),
)
targets = st.one_of(
    figures.map(lambda target: {"target_state": "SET", "target": target}),
    st.just({"target_state": "TBC", "target": None}),
    st.just(dict(OUT_OF_BASKET)),
)
own_targets = st.dictionaries(st.integers(1, 4), st.none() | figures.map(QuarterTarget), max_size=2)
proposals = st.builds(
    lambda quarter, target, tolerance, own: Proposal(quarter, target | tolerance, own),
    st.sampled_from(QUARTERS),
    targets,
    tolerances,
    own_targets,
)


@pytest.fixture
def played() -> Measure:
    """Two quarters closed, a third approved and open."""
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q1: "79", Q2: "81"})
    approved(make_return(quarter=Q3), "81")
    return measure


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(proposals | st.just("close"), min_size=1, max_size=6))
def test_closed_periods_stay_to_the_letter_whatever_is_agreed(
    played: Measure, steps: list[Proposal | str]
) -> None:
    with transaction.atomic():
        for step in steps:
            before = closed(played), asked_for(played)
            take(step, played)
            after = closed(played), asked_for(played)
            assert [known[: len(was)] for known, was in zip(after, before, strict=True)] == [
                *before
            ]
        transaction.set_rollback(True)


def take(step: Proposal | str, measure: Measure) -> None:
    """Agree terms or close a quarter; a deed that refuses leaves all as it was."""
    team = make_performance()
    if step == "close":
        send_in_again(measure)
    before = everything()
    try:
        if isinstance(step, Proposal):
            change_terms(measure, step, AGREED, by=team, on=TODAY)
        else:
            close_period(Return.objects.get(period__number=3).period, by=team, on=TODAY)
    except (RefusedError, ValidationError):
        assert everything() == before


def everything() -> list[object]:
    """All that the two deeds may change, and what the record says of it."""
    models = (Terms, PeriodTarget, Return, Rating, Period, Change)
    return [list(model._base_manager.order_by("pk").values()) for model in models]  # noqa: SLF001


def send_in_again(measure: Measure) -> None:
    """Changed terms void an approval, so it is approved once more."""
    return_ = Return.objects.get(measure=measure, period__number=3)
    if return_.state == "SUBMITTED":
        approve(return_, by=make_approver(make_service()), on=TODAY)


def asked_for(measure: Measure) -> list[object]:
    """On which terms the closed periods stand, and what those say."""
    found = Return.objects.filter(measure=measure, period__state="CLOSED").order_by("id")
    return [(each.pk, each.terms_id, each.terms.as_rules(each.period.number)) for each in found]


@pytest.mark.parametrize(("before", "after"), [("", "Cabinet"), ("Board", "Board")])
def test_who_agreed_the_terms_agreed_a_tolerance_that_nobody_had(before: str, after: str) -> None:
    measure = make_measure()
    make_terms(measure, tolerance_agreed_by=before)
    open_quarter()
    agreement = Agreement("New.", "Cabinet", TODAY, "Minute 45")
    proposal = Proposal(Q3, {"target": Decimal(82)})
    made = change_terms(measure, proposal, agreement, by=make_performance(), on=TODAY)
    assert made.tolerance_agreed_by == after
