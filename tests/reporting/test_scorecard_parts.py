"""The pages of a directorate and of an outcome: counts of that part, its measures in groups."""

from decimal import Decimal

import pytest
from pytest_django import Settings

from indicators.models import Alignment, Return
from indicators.rules.periods import Quarter
from indicators.rules.rag import Status
from organisation.models import Council, Directorate
from reporting.scorecard.parts import Asked, Part, directorate_part, outcome_part
from reporting.scorecard.periods import all_periods, period_at
from reporting.scorecard.travel import Arrow
from tests.factories import (
    EXPLAINED,
    Q2,
    Q3,
    TODAY,
    approved,
    make_history,
    make_measure,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)
from tests.reporting.scorecard_examples import (
    as_words,
    cost,
    costs,
    make_indicator,
    make_outcome,
    reader,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


def asked(show: str = "", quarter: Quarter = Q3) -> Asked:
    periods = all_periods()
    period = period_at(quarter, periods)
    return Asked(period, periods, on=TODAY, council=Council.current(), show=show)


def people(show: str = "") -> Part:
    return directorate_part(Directorate.objects.get(name="People"), asked(show))


def refs(part: Part) -> dict[str, list[str]]:
    return {group.name: [row.ref for row in group.rows] for group in part.groups}


def make_two_directorates() -> None:
    """In People a green, a red and a late return of two services; in Place a green."""
    services = {
        "10": make_service("Children", "People"),
        "2": make_service("Children", "People"),
        "3": make_service("Adults", "People"),
        "4": make_service("Waste", "Place"),
    }
    for ref, service in services.items():
        make_terms(make_measure(ref, service=service))
    open_quarter()
    approved(make_return("10"), "82")
    approved(make_return("2"), "50", **EXPLAINED)
    approved(make_return("4"), "82")


def test_a_directorate_counts_and_groups_its_own_measures() -> None:
    make_two_directorates()
    part = people()
    assert part.head.title == "People, Quarter 3 2017/18"
    assert part.head.lead.text == (
        "1 of 3 rated measures is green. 1 is red and 1 more awaits information, "
        "which counts as red."
    )
    assert refs(part) == {"Adults": ["3"], "Children": ["2", "10"]}


def test_a_tile_narrows_the_page_to_its_measures() -> None:
    make_two_directorates()
    part = people("red")
    assert (part.only, refs(part)) == ("Red", {"Children": ["2"]})
    assert [tile.url for tile in part.head.tiles][2] == (
        "/directorates/people/2017-18-q3/?show=red#measures"
    )


def test_a_row_has_figure_target_and_both_directions() -> None:
    make_history(make_measure("1"), {Q3.same_last_year(): "70", Q2: "84"}, **EXPLAINED)
    approved(make_return("1"), "82", quality="ESTIMATED")
    (row,) = people().groups[0].rows
    assert (row.standing.value, row.standing.mark, row.standing.target) == (
        "82.0%",
        "[e]",
        "80% or more",
    )
    assert row.travel.short == Arrow("↓", "down 2.0 percentage points, worse", "worse")
    assert row.travel.long == Arrow("↑", "up 12.0 percentage points, better", "better")
    assert 'aria-label="70.0% in 2016/17 Q3, 82.0% in 2017/18 Q3"' in row.sparkline


def test_a_note_on_the_direction_stands_apart() -> None:
    make_terms(make_measure("1"), basis="YTD_RATIO")
    make_history(make_return("1", Q2).measure, {Q2: "80"})
    approved(make_return("1"), "82")
    (row,) = people().groups[0].rows
    assert row.travel.short == Arrow(
        "↑", "up 2.0 percentage points, better", "better", "year to date"
    )


def test_a_row_keeps_what_is_not_approved_from_everybody() -> None:
    make_terms(make_measure("1"))
    period = open_quarter()
    submitted(make_return("1"), "77.7", on=period.due_on)
    (row,) = people().groups[0].rows
    assert (row.status, row.standing.value, row.sparkline) == (Status.NOT_YET_APPROVED, "", "")


def test_example_figures_and_marks_are_on_the_page() -> None:
    approved(make_return("1"), "82", quality="PROVISIONAL")
    Return.objects.update(is_example=True)
    words = as_words(reader().get("/directorates/people/2017-18-q3/").content.decode())
    assert "82.0% [p] example figure" in words


def test_an_annual_measure_stands_apart_with_its_last_rating() -> None:
    make_history(make_measure("9", frequency="ANNUAL"), {Quarter(2016, 4): "50"}, **EXPLAINED)
    make_terms(make_measure("1"))
    make_terms(make_return("9", Quarter(2016, 4)).measure, 2017)
    open_quarter()
    part = people()
    assert refs(part) == {"Children": ["1"]}
    assert [(each.ref, each.last_status, each.last_period) for each in part.uncollected] == [
        ("9", Status.RED, "2016/17 Q4")
    ]


def test_an_outcome_shows_its_measures_and_apart_its_indicators() -> None:
    make_two_directorates()
    outcome = make_outcome("SOF-1", statement="A safe place to live")
    indicator = make_indicator("B1")
    make_terms(indicator)
    for measure in (make_return("2").measure, make_return("4").measure, indicator):
        Alignment.objects.create(measure=measure, outcome=outcome)
    part = outcome_part(outcome, asked())
    assert refs(part) == {"People": ["2"], "Place": ["4"]}
    assert part.head.lead.text == "1 of 2 rated measures is green. 1 is red."
    assert [row.ref for row in part.indicators] == ["B1"]
    words = as_words(reader().get("/outcomes/SOF-1/2017-18-q3/").content.decode())
    assert "A safe place to live" in words


def test_the_range_of_the_sparkline_is_the_target_in_force() -> None:
    make_terms(make_measure("1"), polarity="RANGE", target=None, low=Decimal(40), high=Decimal(50))
    make_history(make_return("1", Q2).measure, {Q2: "45"})
    approved(make_return("1"), "46")
    (row,) = people().groups[0].rows
    assert row.sparkline.count("stroke-dasharray") == 2


@pytest.mark.parametrize("address", ["/directorates/nowhere/", "/outcomes/SOF-9/"])
def test_a_part_that_is_not_there_is_not_found(address: str) -> None:
    open_quarter()
    assert reader().get(f"{address}2017-18-q3/").status_code == 404


@pytest.mark.parametrize("query", ["", "?show=green"])
def test_a_directorate_costs_as_many_queries_for_one_as_for_many(query: str) -> None:
    make_service("Service 1", "Directorate 1")
    one, many = costs(f"/directorates/people/2017-18-q3/{query}")
    assert one == many


def test_an_outcome_costs_as_many_queries_for_one_as_for_many() -> None:
    outcome, client, found = make_outcome("SOF-1"), reader(), []
    for number in range(1, 6):
        service = make_service(f"Service {number}", f"Directorate {number}")
        for measure in (make_measure(str(number), service=service), make_indicator(f"B{number}")):
            Alignment.objects.create(measure=measure, outcome=outcome)
            for quarter in (Q2, Q3):
                approved(make_return(measure.ref, quarter), "50", **EXPLAINED)
        found.append(cost(client, "/outcomes/SOF-1/2017-18-q3/"))
    assert len(set(found)) == 1
