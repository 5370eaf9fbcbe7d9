"""The plan's pages: actions by aim and by directorate, with what is overdue on the day."""

from datetime import date

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from indicators.models import Milestone, PlanAction
from indicators.rules.periods import FinancialYear
from organisation.models import Directorate, Service
from reporting.plan.building import (
    ActionRow,
    AimGroup,
    Link,
    OutcomeLink,
    PlanPage,
    ServiceName,
    latest_year,
    plan_page,
)
from reporting.plan.counting import PlanCount, plan_count
from reporting.plan.due import DueLine
from tests.factories import Q3, make_service, open_quarter
from tests.reporting.scorecard_examples import as_words, make_outcome, reader

pytestmark = pytest.mark.django_db

ON = date(2018, 1, 15)
YEAR = FinancialYear(2017)
PAST, COMING = date(2017, 9, 30), date(2018, 3, 31)


def make_action(
    ref: str, *services: Service, aim: str = "Safe", year: int = 2017, **fields: object
) -> PlanAction:
    given = {"title": f"Action {ref}", "position": int(ref), "due_on": COMING, **fields}
    action = PlanAction.objects.create(ref=ref, year=year, aim=aim, **given)
    action.services.set(services)
    return action


def make_milestone(action: PlanAction, position: int, due_on: date | None) -> Milestone:
    text = f"Step {position}"
    return Milestone.objects.create(action=action, position=position, text=text, due_on=due_on)


@pytest.fixture
def roads() -> Service:
    return make_service("Roads", "Place")


@pytest.fixture
def adults() -> Service:
    return make_service("Adults", "People")


def page(only: Directorate | None = None) -> PlanPage:
    return plan_page(YEAR, only, ON, Q3)


def test_action_in_full(roads: Service, adults: Service) -> None:
    action = make_action(
        "3", roads, adults, description="One\nTwo", lead_post="Head of Roads", priorities="Why"
    )
    action.outcomes.add(make_outcome())

    assert page().groups == (
        AimGroup(
            "Safe",
            "Why",
            (
                ActionRow(
                    ref="3",
                    title="Action 3",
                    description=("One", "Two"),
                    services=(ServiceName("Adults", "People"), ServiceName("Roads", "Place")),
                    lead_post="Head of Roads",
                    due=(DueLine("", "31 March 2018", is_overdue=False),),
                    outcomes=(OutcomeLink("SOF-1", "Safe", "/outcomes/SOF-1/2017-18-q3/"),),
                    is_example=False,
                ),
            ),
        ),
    )


def test_aims_stand_in_the_order_of_the_plan() -> None:
    for ref, aim in (("1", "Safe"), ("2", "Clean"), ("3", "Safe"), ("4", "")):
        make_action(ref, aim=aim)

    assert [(each.name, [row.ref for row in each.rows]) for each in page().groups] == [
        ("Safe", ["1", "3"]),
        ("Clean", ["2"]),
        ("Under no aim", ["4"]),
    ]


def due_of(action: PlanAction) -> tuple[DueLine, ...]:
    return next(row.due for group in page().groups for row in group.rows if row.ref == action.ref)


def test_milestones_stand_for_the_day_of_an_action_without_one() -> None:
    action = make_action("1", due_on=None, due_words="30 September 2017 31 March 2018")
    for position, day in enumerate((PAST, COMING, None), start=1):
        make_milestone(action, position, day)

    assert due_of(action) == (
        DueLine("Step 1", "30 September 2017", is_overdue=True),
        DueLine("Step 2", "31 March 2018", is_overdue=False),
        DueLine("Step 3", "No date", is_overdue=False),
    )


@pytest.mark.parametrize(
    ("due_on", "words", "line"),
    [
        (PAST, "", DueLine("", "30 September 2017", is_overdue=True)),
        (ON, "", DueLine("", "15 January 2018", is_overdue=False)),
        (PAST, "September", DueLine("", "September", is_overdue=True)),
        (None, "Ongoing", DueLine("", "Ongoing", is_overdue=False)),
        (None, "", DueLine("", "No date", is_overdue=False)),
    ],
)
def test_due_line(due_on: date | None, words: str, line: DueLine) -> None:
    assert due_of(make_action("1", due_on=due_on, due_words=words)) == (line,)


@pytest.mark.parametrize(
    ("days", "lead"),
    [
        ((COMING,), "No action is overdue. The next date is 31 March 2018."),
        ((PAST, COMING), "1 action is overdue. The next date is 31 March 2018."),
        ((PAST, PAST), "2 actions are overdue."),
    ],
)
def test_message(days: tuple[date, ...], lead: str) -> None:
    for number, day in enumerate(days, start=1):
        make_action(str(number), due_on=day)

    assert page().lead == lead


def test_directorates_to_choose_from(roads: Service, adults: Service) -> None:
    make_action("1", roads, adults)
    make_action("2", roads)
    make_action("3")
    people = plan_page(YEAR, adults.directorate, ON, Q3)

    assert people.title == "Actions of the plan 2017/18: People"
    assert people.sub == "1 action under 1 aim · on 15 January 2018"
    assert [row.ref for group in people.groups for row in group.rows] == ["1"]
    assert people.filters == (
        Link("All directorates (3)", "/plan/2017-18/", is_here=False),
        Link("People (1)", "/plan/2017-18/people/", is_here=True),
        Link("Place (2)", "/plan/2017-18/place/", is_here=False),
    )


def test_years_to_choose_from_where_there_are_several() -> None:
    make_action("1")
    assert page().years == ()
    make_action("1", year=2018)

    assert page().years == (
        Link("2017/18", "/plan/2017-18/", is_here=True),
        Link("2018/19", "/plan/2018-19/", is_here=False),
    )


@pytest.mark.parametrize(
    ("years", "latest"), [((), None), ((2018,), 2018), ((2015, 2016), 2016), ((2017, 2018), 2017)]
)
def test_plan_in_force(years: tuple[int, ...], latest: int | None) -> None:
    for year in years:
        make_action("1", year=year)

    assert latest_year(ON) == (FinancialYear(latest) if latest else None)


def test_queries_are_as_many_for_one_action_as_for_many(
    roads: Service, adults: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, 12):
        action = make_action(str(number), roads, adults)
        action.outcomes.add(make_outcome(f"SOF-{'x' * number}"))
        make_milestone(action, 1, PAST)

    with django_assert_num_queries(6):
        page()


def test_count_on_a_directorates_page(
    roads: Service, adults: Service, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_action("1", roads, make_service("Parks", "Place"), due_on=PAST)
    make_milestone(make_action("2", roads, due_on=None), 1, PAST)
    make_action("3", roads)
    make_action("3", roads, year=2018)

    with django_assert_num_queries(1):
        found = plan_count(roads.directorate, YEAR, ON)
    assert found == PlanCount(YEAR, 3, 2, "/plan/2017-18/place/")
    assert plan_count(adults.directorate, YEAR, ON) is None


# The pages


def test_directorates_page_leads_to_its_actions(roads: Service) -> None:
    open_quarter(Q3)
    make_action("1", roads, due_on=PAST)
    html = reader().get("/directorates/place/2017-18-q3/").content.decode()

    assert '<a href="/plan/2017-18/place/">1 action of the plan 2017/18</a>, 1 overdue' in html


def test_markup_in_a_plan_is_shown_as_text(settings: Settings) -> None:
    settings.BUSINESS_TODAY = ON
    make_action("1", title="<i>Mend</i>", description="<b>soon</b>", due_on=PAST)
    html = reader().get("/plan/2017-18/").content.decode()

    assert "&lt;i&gt;Mend&lt;/i&gt;" in html
    assert "<i>" not in html
    assert "30 September 2017 Overdue" in as_words(html)


def test_plan_leads_to_the_one_in_force() -> None:
    make_action("1", year=2015)
    answer = reader().get(reverse("reporting:plan-now"))

    assert answer.headers["Location"] == "/plan/2015-16/"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/plan/", "There is no plan yet."),
        ("/plan/2030-31/", "There is no plan for this year yet."),
        ("/plan/2030-31/place/", "There is no plan for this year yet."),
    ],
)
def test_no_plan_says_how_there_comes_to_be_one(roads: Service, address: str, words: str) -> None:
    assert roads.directorate.slug == "place"
    assert words in as_words(reader().get(address).content.decode())


def test_directorate_without_actions_is_told_so(roads: Service, adults: Service) -> None:
    make_action("1", roads)
    html = reader().get(f"/plan/2017-18/{adults.directorate.slug}/").content.decode()

    assert "No action of this plan is this directorate's. Choose another above." in as_words(html)


@pytest.mark.parametrize("address", ["/plan/2017-19/", "/plan/2017-18/nowhere/"])
def test_addresses_that_name_nothing(address: str) -> None:
    assert reader().get(address).status_code == 404
