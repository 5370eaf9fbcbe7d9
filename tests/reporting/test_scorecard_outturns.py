"""Year-end outturns on the dashboards: beside other outturns, never among the quarters."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Measure, Period, Return
from indicators.returns.closing import close_period
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from organisation.models import Council
from reporting.charts.description import quarter_at, quarter_of
from reporting.charts.history import measure_chart, returns_until
from reporting.exceptions.building import period_document
from reporting.scorecard import words
from reporting.scorecard.borough import indicator_rows
from reporting.scorecard.counting import Tally
from reporting.scorecard.figures import figures_of
from reporting.scorecard.overview import overview
from reporting.scorecard.periods import all_periods, before, period_at, switcher
from reporting.scorecard.rows import MeasureRow, rows
from reporting.scorecard.series import quarters_until, series_of
from reporting.scorecard.uncollected import last_ratings, scheduled, uncollected
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_terms,
    open_quarter,
)
from tests.reporting.scorecard_examples import make_indicator, measure_page_of, reader

pytestmark = pytest.mark.django_db

Q4, OUTTURN = Quarter(2016, 4), Quarter(2016, 5)
LAST_Q4, LAST_OUTTURN = Quarter(2015, 4), Quarter(2015, 5)
NEXT_Q1 = Quarter(2017, 1)
FIGURES = {LAST_Q4: "95", LAST_OUTTURN: "350", Q4: "101", OUTTURN: "410"}


def counted(ref: str = "1") -> Measure:
    """A count of which quarters make the year: 100 each, 400 in all."""
    measure = make_measure(ref, value_type="count", decimals=0)
    for year in (2015, 2016, 2017):
        make_terms(measure, year, basis="PERIOD", target=Decimal(100))
    return measure


@pytest.fixture
def measure() -> Measure:
    """Two years' last quarters and outturns, and the quarter after."""
    made = counted()
    make_history(made, FIGURES, **EXPLAINED)
    approved(make_return("1", NEXT_Q1), "110", on=NEXT_Q1.end)
    return made


def shown(ref: str, quarter: Quarter) -> Return:
    return Return.objects.current().get(
        measure__ref=ref, period__year=quarter.year, period__number=quarter.number
    )


def row(quarter: Quarter) -> MeasureRow:
    returns = Return.objects.current().filter(
        period__year=quarter.year, period__number=quarter.number
    )
    [found] = rows(returns.with_status(TODAY), quarter, TODAY)
    return found


# Series


def test_outturns_are_no_quarters(measure: Measure) -> None:
    series = series_of([measure.pk], NEXT_Q1)[measure.pk]
    assert series.values == {LAST_Q4: 95, Q4: 101, NEXT_Q1: 110}
    assert series.now == 110
    assert series.status_before is Status.GREEN


def test_outturns_stand_among_outturns(measure: Measure) -> None:
    series = series_of([measure.pk], OUTTURN)[measure.pk]
    assert series.values == {LAST_OUTTURN: 350, OUTTURN: 410}
    assert series.line == (Decimal(350), Decimal(410))
    assert (series.now, series.status_before) == (Decimal(410), Status.RED)


def test_outturn_that_is_to_come_is_not_shown_before(measure: Measure) -> None:
    series = series_of([measure.pk], LAST_OUTTURN)[measure.pk]
    assert series.values == {LAST_OUTTURN: 350}
    assert series_of([measure.pk], Q4)[measure.pk].values == {LAST_Q4: 95, Q4: 101}


def test_years_follow_each_other() -> None:
    assert quarters_until(OUTTURN, 3) == (Quarter(2014, 5), LAST_OUTTURN, OUTTURN)


# Direction of travel and facts


def test_outturn_is_compared_with_last_years(measure: Measure) -> None:
    travel = row(OUTTURN).travel
    assert (travel.short.symbol, travel.short.words) == ("", "")
    assert (travel.long.symbol, travel.long.words) == ("↑", "up 60, better")
    assert travel.long_since == "on last year’s outturn"
    assert measure.ref == "1"


def test_first_quarter_is_compared_with_quarter_4_and_not_with_the_outturn(
    measure: Measure,
) -> None:
    assert row(NEXT_Q1).travel.short.words == "up 9, better"
    assert measure.ref == "1"


def test_facts_of_an_outturn_speak_of_years(measure: Measure) -> None:
    page = measure_page_of(shown("1", OUTTURN))
    assert page.present is not None
    facts = [(each.name, each.value) for each in page.present.facts]
    assert facts == [("The year", "410"), ("Last year’s outturn", "350"), ("Target", "400 or more")]
    assert page.sub.startswith("Year-end outturn 2016/17 · April 2016 to March 2017")
    assert measure.ref == "1"


def test_outturn_before_it_is_returned_shows_the_years_target() -> None:
    make_history(counted(), {Q4: "101"})
    present = measure_page_of(make_return("1", OUTTURN)).present
    assert present is not None
    assert present.standing.target == "400 or more"


# Charts


def test_chart_draws_quarters_up_to_the_years_end(measure: Measure) -> None:
    page = measure_page_of(shown("1", OUTTURN))
    drawn = [(each.label, each.value) for each in page.chart.points if each.value is not None]
    assert drawn == [("2015/16 Q4", Decimal(95)), ("2016/17 Q4", Decimal(101))]
    assert measure.ref == "1"


def test_chart_of_the_next_quarter_leaves_the_outturn_out(measure: Measure) -> None:
    returns = returns_until([measure.pk], NEXT_Q1)[measure.pk]
    chart = measure_chart(measure, returns, [], NEXT_Q1)
    drawn = {each.at: each.value for each in chart.points if each.value is not None}
    assert drawn == {quarter_at(LAST_Q4): 95, quarter_at(Q4): 101, quarter_at(NEXT_Q1): 110}


def test_outturn_stands_at_its_years_end() -> None:
    assert quarter_at(OUTTURN) == quarter_at(Q4)
    assert (quarter_of(OUTTURN), quarter_of(Q4)) == (Q4, Q4)


def test_history_of_returns_holds_outturns_for_comparison(measure: Measure) -> None:
    def found(until: Quarter) -> list[Quarter]:
        return [each.period.quarter for each in returns_until([measure.pk], until)[measure.pk]]

    assert found(OUTTURN) == [LAST_Q4, LAST_OUTTURN, Q4, OUTTURN]
    assert found(Q4) == [LAST_Q4, LAST_OUTTURN, Q4]
    assert found(NEXT_Q1) == [LAST_Q4, LAST_OUTTURN, Q4, OUTTURN, NEXT_Q1]


# Words, counts, switcher


@pytest.mark.parametrize(
    ("quarter", "prose", "during", "last", "months"),
    [
        (Q4, "Quarter 4 2016/17", "in Quarter 4 2016/17", "last quarter", "January to March 2017"),
        (
            OUTTURN,
            "Year-end outturn 2016/17",
            "in the year-end outturn 2016/17",
            "last year’s outturn",
            "April 2016 to March 2017",
        ),
    ],
)
def test_words_of_a_quarter_and_of_an_outturn(
    quarter: Quarter, prose: str, during: str, last: str, months: str
) -> None:
    said = (words.in_prose(quarter), words.during(quarter), words.last(quarter))
    assert said == (prose, during, last)
    assert words.months(quarter) == months


def test_change_of_an_outturn_names_the_year() -> None:
    assert words.change(3, 1, LAST_OUTTURN) == "2 more than 2015/16 outturn"
    assert words.change(1, 1, Q4) == "same as Q4"


def test_message_of_an_outturn_compares_with_last_years() -> None:
    now, then = Tally({Status.RED: 2, Status.GREEN: 5}), Tally({Status.RED: 1})
    period = Period(year=2016, number=5, due_on=TODAY, opened_on=TODAY)
    assert words.lead(now, then, period).text == (
        "5 of 7 rated measures are green. 2 are red, 1 more than last year’s outturn."
    )


def test_overview_of_an_outturn_counts_against_last_years(measure: Measure) -> None:
    periods = all_periods()
    found = overview(period_at(OUTTURN, periods), periods, on=TODAY, council=Council.current())
    assert found.head.title == "Performance, Year-end outturn 2016/17"
    assert "None is red, 1 fewer than last year’s outturn." in found.head.lead.text
    notes = {each.status.word: each.note for each in found.head.tiles}
    assert notes["Red"] == "1 fewer than 2015/16 outturn"
    assert measure.ref == "1"


def test_period_before_an_outturn_is_last_years(measure: Measure) -> None:
    periods = all_periods()
    earlier = before(period_at(OUTTURN, periods), periods)
    assert earlier is not None
    assert earlier.quarter == LAST_OUTTURN
    assert before(period_at(LAST_OUTTURN, periods), periods) is None
    assert before(period_at(NEXT_Q1, periods), periods) == period_at(Q4, periods)
    assert measure.ref == "1"


def test_switcher_offers_the_outturn_after_quarter_4(measure: Measure) -> None:
    periods = all_periods()
    found = switcher(period_at(OUTTURN, periods), periods, lambda quarter: quarter.slug)
    names = [each.name for each in found.periods]
    assert names == ["2017/18 Q1", "2016/17 outturn", "2016/17 Q4", "2015/16 outturn", "2015/16 Q4"]
    assert found.previous is not None
    assert found.next is not None
    assert (found.previous.name, found.next.name) == ("2016/17 Q4", "2017/18 Q1")
    assert measure.ref == "1"


def test_red_of_an_outturn_is_told_in_outturns() -> None:
    figures = dict.fromkeys((LAST_Q4, LAST_OUTTURN, Q4, OUTTURN), "50")
    make_history(counted(), figures, **EXPLAINED)
    page = reader().get("/scorecard/2016-17-outturn/").content.decode()
    assert "red for 2 outturns" in page
    page = reader().get("/scorecard/2015-16-outturn/").content.decode()
    assert "red, with no rating in last year’s outturn to compare with" in page


# Exception reports


def test_exception_report_of_an_outturn_compares_with_last_years() -> None:
    figures = {LAST_Q4: "95", LAST_OUTTURN: "390", Q4: "95", OUTTURN: "350"}
    make_history(counted(), figures, **EXPLAINED)
    period = Period.objects.at(OUTTURN).get()
    content = period_document(period, on=TODAY, council=Council.current())
    [report] = content.reports
    assert content.title == "Exception reports, Year-end outturn 2016/17"
    assert content.message == ("1 performance measure is red in the year-end outturn 2016/17.",)
    assert [(each.label, each.text, each.note) for each in report.facts] == [
        ("Value", "350", ""),
        ("Target", "400 or more", ""),
        ("Gap", "50", "below 400"),
        ("Last year’s outturn", "390", "down 40, worse"),
        ("Baseline", "–", "none recorded"),
    ]


# Indicators and what is not collected


def test_indicators_keep_quarters_and_outturns_apart() -> None:
    indicator = make_indicator()
    for year in (2015, 2016):
        make_terms(indicator, year, policy="TREND_ONLY")
    make_history(indicator, {LAST_Q4: "60", LAST_OUTTURN: "61", Q4: "64", OUTTURN: "66"})
    figures = figures_of([indicator.pk], OUTTURN)[indicator.pk]
    assert [each.period for each in figures] == ["2015/16 outturn", "2016/17 outturn"]
    figures = figures_of([indicator.pk], NEXT_Q1)[indicator.pk]
    assert [each.period for each in figures] == ["2015/16 Q4", "2016/17 Q4"]
    [shown_row] = indicator_rows(OUTTURN)
    assert (shown_row.value, shown_row.before.from_words) == (
        "66.0%",
        "from 61.0%, 2015/16 outturn",
    )


def test_last_rating_of_what_is_not_collected_is_a_quarters(measure: Measure) -> None:
    assert last_ratings([measure.pk], NEXT_Q1) == {measure.pk: (NEXT_Q1, Status.GREEN)}
    assert last_ratings([measure.pk], OUTTURN) == {measure.pk: (OUTTURN, Status.GREEN)}
    assert last_ratings([measure.pk], Q4) == {measure.pk: (Q4, Status.GREEN)}


@pytest.mark.parametrize(
    ("frequency", "number", "words_of_it"),
    [
        ("HALF_YEARLY", 1, "twice a year, in quarters 2 and 4"),
        ("HALF_YEARLY", 2, ""),
        ("ANNUAL", 3, "once a year, in quarter 4"),
        ("ANNUAL", 4, ""),
        ("ANNUAL", 5, ""),
        ("MONTHLY", 1, ""),
        ("QUARTERLY", 1, ""),
    ],
)
def test_what_is_not_due_says_when_it_is(frequency: str, number: int, words_of_it: str) -> None:
    measure = make_measure(frequency=frequency)
    assert scheduled(measure, Quarter(2017, number)) == words_of_it


def test_half_yearly_measures_are_not_scheduled_in_between() -> None:
    for ref, frequency in (("1", "HALF_YEARLY"), ("2", "MONTHLY"), ("3", "ANNUAL")):
        make_terms(make_measure(ref, frequency=frequency))
    period = open_quarter(NEXT_Q1)
    found = [(each.ref, each.scheduled) for each in uncollected(period)]
    assert found == [
        ("1", "twice a year, in quarters 2 and 4"),
        ("3", "once a year, in quarter 4"),
    ]
    page = " ".join(reader().get("/directorates/people/2017-18-q1/").content.decode().split())
    assert "Not scheduled this quarter" in page
    assert "Measure 1</a>, returned twice a year, in quarters 2 and 4" in page


def test_nothing_is_unscheduled_in_an_outturn() -> None:
    for ref, frequency in (("1", "HALF_YEARLY"), ("2", "QUARTERLY"), ("3", "ANNUAL")):
        make_terms(make_measure(ref, frequency=frequency), 2016)
    last = open_quarter(Q4)
    for each in last.returns.all():
        approved(each, "82", on=Q4.end)
    close_period(last, by=make_performance(), on=Q4.end)
    assert uncollected(open_quarter(OUTTURN)) == ()


# What it costs


@pytest.mark.parametrize("number", [1, 6])
def test_outturn_takes_as_many_queries_for_one_measure_as_for_many(number: int) -> None:
    for ref in range(number):
        made = make_measure(str(ref), value_type="count", decimals=0, frequency="QUARTERLY")
        make_terms(made, 2016, basis="PERIOD", target=Decimal(100))
    last = open_quarter(Q4)
    for each in last.returns.all():
        approved(each, "101", on=Q4.end)
    close_period(last, by=make_performance(), on=Q4.end)
    open_quarter(OUTTURN)
    client = reader()
    client.get("/directorates/people/2016-17-outturn/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/directorates/people/2016-17-outturn/")
    assert len(asked) <= 21
