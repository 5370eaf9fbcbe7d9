"""What stands beside the box on the return form."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Baseline, Measure, Return
from indicators.officers.facts import (
    EarlierFigure,
    Facts,
    LastFigure,
    LastTime,
    Promise,
    facts_of,
    guide_of,
)
from indicators.returns.entering import PlannedAction
from indicators.rules.periods import Quarter
from indicators.rules.vocabulary import Status
from organisation.models import Council
from tests.factories import (
    EXPLAINED,
    TODAY,
    make_history,
    make_measure,
    make_return,
    make_terms,
)

pytestmark = pytest.mark.django_db
LATER = PlannedAction("Recruit", "Director", TODAY)


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
    said = {"commentary": "Numbers rose.", "actions": (action, LATER)}
    recovery = {"expected_recovery": Quarter(2018, 1)}
    make_history(make_measure(), {Quarter(2017, 2): "70"}, **EXPLAINED | said | recovery)
    assert facts_of(make_return(), Council.current(), TODAY).last_time == LastTime(
        period="Quarter 2 2017/18",
        commentary="Numbers rose.",
        promises=(
            Promise("Review plans", "Head of Safeguarding", "31 December 2017", is_past=True),
            Promise("Recruit", "Director", "15 January 2018"),
        ),
        recovery="Quarter 1 2018/19",
    )


def test_last_time_without_commentary_gives_the_cause() -> None:
    make_history(make_measure(), {Quarter(2017, 2): "70"}, **EXPLAINED)
    found = facts().last_time
    assert found is not None
    assert found.commentary == EXPLAINED["cause"]


def test_same_period_last_year_is_named() -> None:
    measure = make_measure()
    make_terms(measure, 2016)
    make_history(measure, {Quarter(2016, 3): "70", Quarter(2017, 2): "82"}, **EXPLAINED)
    found = facts()
    assert found.same_last_year == ("The same period last year, Quarter 3 2016/17: 70.0%, red.")
    assert [each.is_same_last_year for each in found.last] == [False, True]


def test_nothing_a_year_before_says_nothing() -> None:
    make_history(make_measure(), {Quarter(2017, 2): "82"})
    assert facts().same_last_year == ""


def test_chart_has_the_figures_oldest_first_with_their_targets() -> None:
    make_history(make_measure(), {Quarter(2017, 1): "70", Quarter(2017, 2): "82"}, **EXPLAINED)
    chart = facts().chart
    assert chart is not None
    assert (chart.first, chart.last, len(chart.targets)) == ("2017/18 Q1", "2017/18 Q2", 2)
    assert [each.label for each in chart.dots] == ["70.0%", "82.0%"]


def test_running_total_starts_anew_each_year() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms: dict[str, Any] = {"basis": "CUMULATIVE_TOTAL", "profile": "LINEAR"}
    for year in (2016, 2017):
        make_terms(measure, year, target=Decimal(400), **terms)
    make_history(
        measure,
        {Quarter(2016, 3): "310", Quarter(2016, 4): "410", Quarter(2017, 1): "110"}
        | {Quarter(2017, 2): "210"},
    )
    chart = facts().chart
    assert chart is not None
    assert len(chart.lines) == 2


def test_years_stand_beside_a_year_and_quarters_beside_a_quarter() -> None:
    make_history(make_measure(), {Quarter(2016, 4): "82"})
    make_history(Measure.objects.get(), {Quarter(2016, 5): "81"})
    assert [each.period for each in facts().last] == ["2016/17 Q4"]


@pytest.mark.parametrize("number", [1, 8])
def test_facts_take_as_many_queries_for_one_figure_as_for_eight(number: int) -> None:
    measure = make_measure()
    quarters = [Quarter(2015, 3)]
    while len(quarters) < number:
        quarters.append(quarters[-1].next())
    make_history(measure, dict.fromkeys(quarters, "70"), **EXPLAINED)
    make_return()
    return_ = Return.objects.with_everything().get(period__year=2017, period__number=3)
    council = Council.current()
    with CaptureQueriesContext(connection) as asked:
        facts_of(return_, council, TODAY)
    assert len(asked) == 6


@pytest.mark.parametrize("history", [{}, {Quarter(2017, 2): "82"}])
def test_nothing_said_is_nothing_shown(history: dict[Quarter, str]) -> None:
    make_history(make_measure(), history)
    assert facts().last_time is None


def test_first_outturn_after_quarters_is_not_the_first_return() -> None:
    make_history(make_measure(), {Quarter(2017, 4): "82"})
    found = facts_of(make_return("25", Quarter(2017, 5)), Council.current())
    assert (found.is_first, found.last) == (False, ())


def test_return_with_nothing_before_it_is_the_first() -> None:
    assert facts().is_first is True
