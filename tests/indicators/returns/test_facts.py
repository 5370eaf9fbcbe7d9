"""What stands beside the box on the return form."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.models import Baseline
from indicators.returns.entering import PlannedAction
from indicators.returns.facts import (
    EarlierFigure,
    Facts,
    LastFigure,
    LastTime,
    Promise,
    facts_of,
    guide_of,
)
from indicators.rules.periods import Quarter
from indicators.rules.vocabulary import Status
from organisation.models import Council
from tests.factories import EXPLAINED, make_history, make_measure, make_return, make_terms

pytestmark = pytest.mark.django_db


def facts(**terms: Any) -> Facts:
    return facts_of(make_return(**terms), Council.current())


def test_target_and_tolerance_are_in_words_with_who_agreed_them() -> None:
    found = facts(
        agreed_on=date(2017, 1, 19), decision_ref="minute 12", tolerance_agreed_by="Cabinet"
    )
    assert (found.target, found.target_agreed, found.tolerance_agreed, found.unrated) == (
        "80% or more",
        "agreed by Cabinet on 19 January 2017 (minute 12)",
        "agreed by Cabinet",
        "",
    )
    assert found.tolerance == "5 percentage points (amber down to 75.0%)"


def test_nobody_is_named_where_nobody_agreed() -> None:
    found = facts(agreed_by="")
    assert (found.target_agreed, found.tolerance_agreed) == ("", "")


def test_unrated_measure_says_why() -> None:
    found = facts(target_state="TBC", target=None)
    assert found.unrated == "Not rated: the target is to be confirmed"


def test_scale_is_drawn_before_there_is_a_figure() -> None:
    guide = guide_of(make_return(), Council.current())
    assert guide is not None
    assert (guide.marker, guide.description) == (
        None,
        "Scale: red up to 74.9, amber 75.0 to 79.9, green from 80.0.",
    )


def test_nothing_is_drawn_where_nothing_is_coloured() -> None:
    return_ = make_return(target_state="TBC", target=None)
    assert guide_of(return_, Council.current()) is None


def test_last_figures_are_the_newest_eight_with_their_ratings() -> None:
    measure = make_measure()
    quarters = [Quarter(2015, 2)]
    while len(quarters) < 9:
        quarters.append(quarters[-1].next())
    for year in (2015, 2016, 2017):
        make_terms(measure, year)
    make_history(measure, dict.fromkeys(quarters[:-1], "78") | {quarters[-1]: "82.04"})
    found = facts_of(make_return(), Council.current()).last
    assert [each.period for each in found][-1] == "2015/16 Q3"
    assert found[:2] == (
        LastFigure("2017/18 Q2", "82.0%", Status.GREEN),
        LastFigure("2017/18 Q1", "78.0%", Status.AMBER),
    )


def test_notes_say_what_is_provisional_or_an_example() -> None:
    measure = make_measure()
    [last] = make_history(measure, {Quarter(2017, 2): "82"}, quality="PROVISIONAL")
    last.is_example = True
    last.save()
    assert facts().last == (
        LastFigure("2017/18 Q2", "82.0%", Status.GREEN, ("provisional", "example figure")),
    )


def test_baseline_stands_with_its_period_and_source() -> None:
    return_ = make_return()
    Baseline.objects.create(
        measure=return_.measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal("56.5"),
        is_estimated=True,
        source_file="workbook.xlsx",
        source_sheet="Sheet1",
        source_cell="E27",
    )
    assert facts_of(return_, Council.current()).baselines == (
        EarlierFigure("November 2016", "56.5% (estimate)", "workbook.xlsx, Sheet1, cell E27"),
    )


def test_last_time_is_what_was_said_and_promised() -> None:
    action = PlannedAction("Review plans", "Head of Safeguarding", date(2017, 12, 31))
    make_history(
        make_measure(),
        {Quarter(2017, 2): "70"},
        commentary="Numbers rose.",
        actions=(action,),
        expected_recovery=Quarter(2018, 1),
        **EXPLAINED,
    )
    assert facts().last_time == LastTime(
        period="2017/18 Q2",
        commentary="Numbers rose.",
        promises=(Promise("Review plans", "Head of Safeguarding", "31 December 2017"),),
        recovery="2018/19 Q1",
    )


def test_last_time_without_commentary_gives_the_cause() -> None:
    make_history(make_measure(), {Quarter(2017, 2): "70"}, **EXPLAINED)
    found = facts().last_time
    assert found is not None
    assert (found.commentary, found.promises, found.recovery) == (EXPLAINED["cause"], (), "")


@pytest.mark.parametrize("history", [{}, {Quarter(2017, 2): "82"}])
def test_nothing_said_is_nothing_shown(history: dict[Quarter, str]) -> None:
    make_history(make_measure(), history)
    assert facts().last_time is None
