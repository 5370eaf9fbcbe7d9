"""The overview: its message, what needs attention, the way to each part, and its cost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from indicators.models import Alignment, Period, Return
from indicators.returns.closing import acknowledge_missing, close_period
from organisation.models import Council, Person
from outcomes.models import Outcome, OutcomeKind
from reporting.scorecard.overview import Overview, overview
from reporting.scorecard.periods import all_periods
from tests.factories import (
    DUE,
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
)
from tests.reporting.scorecard_examples import (
    as_words,
    costs,
    make_indicator,
    make_measures,
    make_outcome,
    reader,
)

pytestmark = pytest.mark.django_db
CHART = "reporting:overview-chart"


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def client() -> Client:
    """A member's browser."""
    return reader()


def page(period: Period, show: str = "") -> Overview:
    return overview(period, all_periods(), on=TODAY, council=Council.current(), show=show)


def test_overview_says_its_message_first(client: Client) -> None:
    make_measures("1", "2", "3", before="82")
    approved(make_return("1"), "81")
    approved(make_return("2"), "50", **EXPLAINED)
    shown = page(make_return("1").period)
    assert shown.head.title == "Performance, Quarter 3 2017/18"
    assert shown.head.sub == (
        "October to December 2017 · 3 measures · 2 returned and approved, 1 awaiting · "
        "open, returns were due 12 January 2018, 3 days ago"
    )
    assert shown.head.lead.text == (
        "1 of 3 rated measures is green. 1 is red, 1 more than last quarter, and 1 more awaits "
        "information, which counts as red."
    )
    words = as_words(client.get("/").content.decode())
    assert words.index(shown.head.lead.before) < words.index("What needs attention")


def test_tiles_show_change_and_lead_to_their_measures() -> None:
    period = make_measures("1", "2", "3", before="82")
    approved(make_return("1"), "76")
    approved(make_return("2"), "50", **EXPLAINED)
    at = "/scorecard/2017-18-q3/"
    assert [
        (tile.status.word, tile.count, tile.note, tile.url) for tile in page(period).head.tiles
    ] == [
        ("Green", 0, "3 fewer than Q2", f"{at}?show=green#measures"),
        ("Amber", 1, "1 more than Q2", f"{at}?show=amber#measures"),
        ("Red", 1, "1 more than Q2", "#attention"),
        ("Awaiting", 1, "due 12 January 2018, 3 days late", "#awaiting"),
    ]


def test_a_tile_lists_its_measures() -> None:
    period = make_measures("10", "2", "3", before="82")
    approved(make_return("10"), "82")
    approved(make_return("2"), "82")
    listed = page(period, "green").listed
    assert listed is not None
    assert (listed.title, [row.ref for row in listed.rows]) == ("Green: 2 measures", ["2", "10"])
    assert page(period, "purple").listed is None


def test_newly_red_comes_before_long_red() -> None:
    for ref in ("1", "2", "3"):
        make_terms(make_measure(ref))
    red = {"value": "50", **EXPLAINED}
    open_quarter(Q2)
    approved(make_return("1", Q2), "50", on=Q2.end, **EXPLAINED)
    approved(make_return("2", Q2), "76", on=Q2.end)
    approved(make_return("3", Q2), "82", on=Q2.end)
    close_period(make_return("1", Q2).period, by=make_performance(), on=Q2.end)
    period = open_quarter(Q3)
    for ref in ("1", "2"):
        approved(make_return(ref), **red)
    assert [(card.row.ref, card.history, card.exception_url) for card in page(period).cards] == [
        ("2", "newly red, amber last quarter", "/exceptions/2017-18-q3/2/"),
        ("1", "red for 2 quarters", "/exceptions/2017-18-q3/1/"),
    ]


def test_a_red_shows_the_sentence_that_is_stored() -> None:
    period = make_measures("1")
    approved(make_return("1"), "50", **EXPLAINED)
    (card,) = page(period).cards
    assert card.row.standing.sentence == Return.objects.get().rating.sentence
    assert card.row.standing.sentence.startswith("Red: 50.0% is 30.0 percentage points below 80%")


def test_what_is_awaited_says_how_late_it_is() -> None:
    (row,) = page(make_measures("1")).awaiting
    assert (row.standing.sentence, row.late) == (
        "Awaiting information: due 12 January 2018, 3 days late; counts as red",
        "3 days late",
    )


def test_what_is_missing_from_a_closed_period_says_why() -> None:
    period = make_measures("1")
    team = make_performance()
    acknowledge_missing(make_return("1"), reason="The system was replaced.", by=team, on=TODAY)
    close_period(period, by=team, on=TODAY)
    (row,) = page(Period.objects.get()).awaiting
    assert (row.missing_reason, row.late) == ("The system was replaced.", "")


def test_indicators_are_in_no_count_and_no_list() -> None:
    make_terms(make_measure("1"))
    make_terms(make_indicator())
    period = open_quarter(Q3)
    shown = page(period)
    assert [tile.count for tile in shown.head.tiles] == [0, 0, 0, 1]
    assert [row.ref for row in shown.awaiting] == ["1"]


def test_directorates_and_outcomes_lead_to_their_pages() -> None:
    make_outcome("SOF-1", position=1)
    make_outcome("SOF-E", position=2, kind=OutcomeKind.ENABLER)
    period = make_measures("1", "2")
    approved(make_return("1"), "82")
    Alignment.objects.create(
        measure=make_return("1").measure, outcome=Outcome.objects.get(code="SOF-1")
    )
    shown = page(period)

    def brief(rows: tuple[object, ...]) -> list[tuple[object, ...]]:
        names = ("name", "url", "green", "percent", "awaiting")
        return [tuple(getattr(row, name) for name in names) for row in rows]

    assert brief(shown.directorates) == [
        ("People", "/directorates/people/2017-18-q3/", "1 of 2", "50% green", 1)
    ]
    assert brief(shown.outcomes) == [
        ("SOF-1", "/outcomes/SOF-1/2017-18-q3/", "1 of 1", "100% green", 0),
        ("No outcome", "", "0 of 1", "0% green", 1),
    ]
    assert brief(shown.enablers) == [("SOF-E", "/outcomes/SOF-E/2017-18-q3/", "", "", 0)]


def first_shown(client: Client) -> str:
    """The title of the page that greets a reader."""
    return client.get("/").content.decode().partition("<title>")[2].partition(" – ")[0]


def test_overview_shows_the_latest_period_with_a_figure_or_overdue(
    client: Client, settings: Settings
) -> None:
    settings.BUSINESS_TODAY = DUE
    make_history(make_measure("1"), {Q2: "82"})
    assert first_shown(client) == "Performance, Quarter 2 2017/18"
    open_quarter(Q3, due_on=DUE)
    assert first_shown(client) == "Performance, Quarter 2 2017/18"
    settings.BUSINESS_TODAY = DUE + timedelta(days=1)
    assert first_shown(client) == "Performance, Quarter 3 2017/18"
    settings.BUSINESS_TODAY = DUE
    approved(make_return("1"))
    assert first_shown(client) == "Performance, Quarter 3 2017/18"


def test_before_anything_is_rated_nothing_is_said_to_have_become_fewer(client: Client) -> None:
    make_history(make_measure("1"), {Q2: "82"})
    open_quarter(Q3, due_on=TODAY + timedelta(days=1))
    text = client.get("/scorecard/2017-18-q3/").content.decode()
    assert ("fewer than Q2" in text, "Nothing is rated yet." in text) == (False, True)


def test_overview_without_a_period_says_what_to_do_next(client: Client) -> None:
    assert "No period is open yet" in client.get("/").content.decode()
    client.force_login(make_performance())
    assert "Open the first period" in client.get("/").content.decode()


def test_before_anything_is_set_up_an_administrator_reads_what_comes_first(client: Client) -> None:
    assert "What comes first" not in client.get("/").content.decode()
    Person.objects.update(is_superuser=True, is_staff=True)
    text = client.get("/").content.decode()
    assert ("What comes first" in text, "/admin/indicators/measure/import/" in text) == (True, True)


def test_a_period_that_never_was_is_not_found(client: Client) -> None:
    make_measures("1")
    assert client.get("/scorecard/2010-11-q1/").status_code == 404


def test_the_chart_opens_each_directorate(client: Client) -> None:
    make_measures("1")
    make_terms(make_measure("2", service=make_service("Waste", "Place")))
    figure = client.get(reverse(CHART, kwargs={"period": Q3})).json()
    assert {path for trace in figure["data"] for path in trace["customdata"]} == {
        "/directorates/people/2017-18-q3/"
    }


@pytest.mark.parametrize("query", ["", "?show=red", "?show=green"])
def test_overview_costs_as_many_queries_for_one_as_for_many(query: str) -> None:
    one, many = costs(f"/scorecard/2017-18-q3/{query}")
    assert one == many


def test_the_chart_costs_as_many_queries_for_one_as_for_many() -> None:
    one, many = costs(reverse(CHART, kwargs={"period": Q3}))
    assert one == many
