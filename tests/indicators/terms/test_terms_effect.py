"""What proposed terms would do: said before, and the same as what agreeing them does."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Measure, Rating, Return, Terms
from indicators.returns.judging import judge
from indicators.rules.periods import Quarter
from indicators.rules.rag import Colour, Status
from indicators.terms.terms_changing import (
    OUT_OF_BASKET,
    Agreement,
    Proposal,
    QuarterTarget,
    change_terms,
)
from indicators.terms.terms_effect import Effect, effect_of
from organisation.models import Council
from tests.factories import (
    DUE,
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    entered,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db

Q4 = Quarter(2017, 4)
AGREED = Agreement("The new contract", "Cabinet", TODAY, "minute 45")


def effect(
    measure: Measure,
    quarter: Quarter = Q3,
    own: dict[int, QuarterTarget | None] | None = None,
    **values: Any,
) -> Effect:
    return effect_of(measure, Proposal(quarter, values, own or {}), Council.current(), TODAY)


def test_effect_says_the_new_reach_and_what_stays() -> None:
    measure = make_measure()
    make_terms(measure)
    make_history(measure, {Q2.previous(): "79", Q2: "81"})
    found = effect(measure, target=Decimal(82))
    assert [(each.quarters, each.sentence, each.tolerance) for each in found.reaches] == [
        (
            "",
            "Green at 82.0% or more, amber down to 77.0%",
            "5 percentage points (amber down to 77.0%)",
        )
    ]
    assert (found.differences, found.since, found.until) == (
        ("Target changed from 80% to 82%",),
        "Quarter 3 2017/18",
        "",
    )
    assert found.untouched == (
        "2017/18 Q1 and 2017/18 Q2 are closed: ratings and targets there stay."
    )


def test_effect_on_a_running_total_is_said_by_quarter() -> None:
    measure = make_measure(value_type="count", decimals=0)
    make_terms(measure, basis="CUMULATIVE_TOTAL", profile="LINEAR", target=Decimal(1200))
    open_quarter(Q3)
    found = effect(measure, target=Decimal(1600))
    assert [(each.quarters, each.sentence) for each in found.reaches] == [
        ("2017/18 Q3", "Green at 1,200 or more, amber down to 1,195"),
        ("2017/18 Q4", "Green at 1,600 or more, amber down to 1,595"),
    ]


def test_effect_ends_where_later_terms_begin() -> None:
    measure = make_measure()
    make_terms(measure)
    make_terms(measure, from_quarter=4, target=Decimal(90))
    make_return(quarter=Q4)
    open_quarter(Q3)
    found = effect(measure, target=Decimal(85))
    assert found.until == "From Quarter 4 2017/18 on, the terms that were agreed for then hold."
    assert [each.period for each in found.returns] == ["2017/18 Q3"]


def test_open_returns_are_listed_with_what_they_become() -> None:
    return_ = approved(make_return(), "81")
    found = effect(return_.measure, target=Decimal(82))
    [becomes] = found.returns
    assert (becomes.period, becomes.figure, becomes.state) == ("2017/18 Q3", "81.0%", "Approved")
    assert (becomes.before.status, becomes.after.status, becomes.stays) == (
        Status.GREEN,
        Status.AMBER,
        False,
    )
    assert becomes.note == (
        "its approval is void, and it waits for its approver once more; "
        "as an amber it needs its explanation before it can be approved"
    )


def test_return_that_keeps_its_colour_keeps_its_approval() -> None:
    [becomes] = effect(approved(make_return(), "86").measure, target=Decimal(85)).returns
    assert (becomes.stays, becomes.note) == (True, "")


@pytest.mark.parametrize(
    ("play", "figure", "statuses"),
    [
        (lambda return_: return_, "no figure yet", (None, None)),
        (lambda return_: entered(return_, "81"), "81.0%", (Status.GREEN, Status.AMBER)),
        (
            lambda return_: submitted(return_, None, no_value_reason="NO_CASES"),
            "there were no cases",
            (Status.NO_CASES, Status.NO_CASES),
        ),
    ],
)
def test_return_that_is_not_approved_has_nothing_to_lose(
    play: Any, figure: str, statuses: tuple[Status | None, Status | None]
) -> None:
    return_ = play(make_return())
    [becomes] = effect(return_.measure, target=Decimal(82)).returns
    assert (becomes.figure, becomes.note) == (figure, "")
    assert (becomes.before.status, becomes.after.status) == statuses


def test_return_of_a_measure_that_leaves_the_basket_does_not_apply() -> None:
    measure = approved(make_return(), "81").measure
    found = effect(measure, **OUT_OF_BASKET)
    [becomes] = found.returns
    assert (found.reaches, becomes.after.status, becomes.note) == ((), Status.NOT_APPLICABLE, "")


def test_measure_without_open_returns_has_none_to_list() -> None:
    measure = make_measure()
    make_terms(measure)
    found = effect(measure, target=Decimal(82))
    assert (found.returns, found.more, found.untouched) == ((), 0, "")


@pytest.mark.parametrize(
    ("values", "own"),
    [
        ({"target": Decimal(82)}, {}),
        ({"target": Decimal(95)}, {}),
        ({"tolerance_mode": "NONE", "tolerance_amber": None}, {}),
        ({"target_state": "TBC", "target": None}, {}),
        ({}, {3: QuarterTarget(Decimal(70))}),
    ],
)
@pytest.mark.parametrize("judged", [False, True])
def test_what_is_said_before_is_what_agreeing_does(
    values: dict[str, Any], own: dict[int, QuarterTarget | None], *, judged: bool
) -> None:
    return_ = approved(make_return(), "81", **EXPLAINED)
    if judged:
        why = "The figure leaves out a whole depot."
        judge(return_, colour=Colour.AMBER, reason=why, by=make_performance(), on=TODAY)
    proposal = Proposal(Q3, values, own)
    [said] = effect_of(return_.measure, proposal, Council.current(), TODAY).returns
    change_terms(return_.measure, proposal, AGREED, by=make_performance(), on=TODAY)
    kept, state = Rating.objects.get(), Return.objects.get().state
    assert (kept.status, kept.sentence) == (said.after.status, said.after.sentence)
    assert (state == "SUBMITTED") is ("approval is void" in said.note)


def test_effect_saves_nothing() -> None:
    measure = approved(make_return(), "81").measure
    before = list(Rating.objects.values()), list(Terms.objects.values())
    effect(measure, own={3: QuarterTarget(Decimal(70))}, target=Decimal(95))
    assert (list(Rating.objects.values()), list(Terms.objects.values())) == before


def test_what_was_seen_differs_with_the_proposal_and_with_what_it_does() -> None:
    return_ = make_return()
    proposal = Proposal(Q3, {"target": Decimal(82)})
    other = replace(proposal, values={"target": Decimal(83)})
    found = [
        effect_of(return_.measure, each, Council.current(), TODAY) for each in (proposal, other)
    ]
    entered(return_, "81")
    then = effect_of(return_.measure, proposal, Council.current(), TODAY)
    seen = {found[0].seen(proposal), found[1].seen(other), then.seen(proposal)}
    assert len(seen) == 3
    again = effect_of(return_.measure, proposal, Council.current(), TODAY)
    assert again.seen(proposal) == then.seen(proposal)


def test_figure_that_is_awaited_is_not_due_until_the_day_after_it() -> None:
    return_ = entered(make_return(), None, no_value_reason="AWAITING", commentary="Later.")
    proposal, council = Proposal(Q3, {"target": Decimal(82)}), Council.current()
    [in_time] = effect_of(return_.measure, proposal, council, DUE).returns
    [late] = effect_of(return_.measure, proposal, council, TODAY).returns
    assert (in_time.after.status, late.after.status) == (Status.NOT_DUE, Status.RED_AWAITING)
    assert in_time.after.sentence == "Not due yet: the return for this period is still to come"
