"""What each person is told on which day, and what is told to nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from indicators.models import (
    Period,
    PeriodState,
    Reminder,
    ReminderKind,
    Return,
    State,
)
from indicators.reminding.matters import due
from indicators.rules.periods import Quarter
from organisation.models import Council
from tests.factories import (
    Q3,
    make_officer,
    make_performance,
    make_person,
    make_service,
)
from tests.indicators.reminding.chased import (
    DUE,
    covers,
    director_of,
    head_of,
    led,
    make_chased,
    make_period,
    person,
    put,
    remember,
    told,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = DUE + 5 * DAY
LEAD = "Lena Lead"


# Each kind on its days


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-6, []),
        (-5, [(LEAD, "BEFORE_DUE", "25")]),
        (-1, [(LEAD, "BEFORE_DUE", "25")]),
        (0, [(LEAD, "DUE", "25")]),
        (1, [("Dan Deputy", "OVERDUE", "25"), (LEAD, "OVERDUE", "25")]),
        (4, [("Dan Deputy", "OVERDUE", "25"), (LEAD, "OVERDUE", "25")]),
        (
            5,
            [
                ("Dan Deputy", "OVERDUE", "25"),
                ("Hana Head", "ESCALATED", "25"),
                (LEAD, "OVERDUE", "25"),
            ],
        ),
    ],
)
def test_return_is_told_of_by_the_day(days: int, expected: list[tuple[str, str, str]]) -> None:
    led(deputy="Dan Deputy")
    head_of(make_service())
    assert told(DUE + days * DAY) == expected


def test_council_decides_the_days() -> None:
    led()
    head_of(make_service())
    Council.current()
    Council.objects.update(remind_days_before=2, remind_again_days=3, escalate_days_after=1)
    on = {days: [kind for _, kind, _ in told(DUE + days * DAY)] for days in (-3, -2, 1)}
    assert on == {-3: [], -2: ["BEFORE_DUE"], 1: ["ESCALATED", "OVERDUE"]}


def test_daily_runs_tell_each_thing_once() -> None:
    led(deputy="Dan Deputy")
    head_of(make_service())
    said = {}
    for days in range(-10, 31):
        if found := told(DUE + days * DAY):
            said[days] = [(name.split()[0], kind) for name, kind, _ in found]
        remember(DUE + days * DAY)
    overdue = [("Dan", "OVERDUE"), ("Lena", "OVERDUE")]
    assert said == {
        -5: [("Lena", "BEFORE_DUE")],
        0: [("Lena", "DUE")],
        1: overdue,
        5: [("Hana", "ESCALATED")],
        8: overdue,
        15: overdue,
        22: overdue,
        29: overdue,
    }
    rounds = Reminder.objects.filter(person=person(), kind="OVERDUE").order_by("id")
    assert list(rounds.values_list("occasion", flat=True)) == [1, 2, 3, 4, 5]


def test_run_after_days_without_cron_tells_what_holds_then_and_keeps_the_distance() -> None:
    led()
    remember(DUE - 5 * DAY)
    assert told(DUE + 7 * DAY) == [(LEAD, "OVERDUE", "25")]
    remember(DUE + 7 * DAY)
    assert [days for days in range(7, 16) if told(DUE + days * DAY)] == [14, 15]


def test_new_lead_is_told_at_once_of_what_is_overdue() -> None:
    return_ = led()
    remember(DUE + DAY)
    return_.measure.lead = make_officer(make_service(), "Nora New")
    return_.measure.save()
    assert told(DUE + 2 * DAY) == [("Nora New", "OVERDUE", "25")]


def test_due_date_that_moves_is_reminded_of_anew() -> None:
    led()
    for days in (-5, 0, 1):
        remember(DUE + days * DAY)
    Period.objects.update(due_on=DUE + 14 * DAY)
    kinds = {}
    for days in range(2, 23):
        if found := told(DUE + days * DAY):
            kinds[days] = [kind for _, kind, _ in found]
        remember(DUE + days * DAY)
    assert kinds == {9: ["BEFORE_DUE"], 14: ["DUE"], 15: ["OVERDUE"], 22: ["OVERDUE"]}


# To whom


def test_cover_of_the_day_is_told_and_the_lead_again_when_back() -> None:
    led()
    covers(make_person("Cora Cover"), person(), DUE - 5 * DAY, DUE - DAY)
    on = {}
    for days in (-5, -1, 0, 1):
        on[days] = told(DUE + days * DAY)
        remember(DUE + days * DAY)
    assert on == {
        -5: [("Cora Cover", "BEFORE_DUE", "25")],
        -1: [],
        0: [(LEAD, "DUE", "25")],
        1: [(LEAD, "OVERDUE", "25")],
    }


def test_deputy_who_covers_for_the_lead_is_told_once() -> None:
    led(deputy="Dan Deputy")
    covers(person("Dan Deputy"), person(), DUE, DUE + DAY)
    [matter] = due(DUE + DAY).matters
    assert (matter.person.name, matter.why) == ("Dan Deputy", "you cover for Lena Lead")


def test_head_who_leads_the_measure_herself_is_passed_over_for_the_directorate() -> None:
    led(lead="Hana Head")
    head_of(make_service())
    director_of(make_service())
    assert told(LATE) == [("Dora Director", "ESCALATED", "25"), ("Hana Head", "OVERDUE", "25")]


def test_escalation_names_who_is_asked() -> None:
    led(lead="", deputy="")
    for name in ("Olga Officer", "Omar Officer"):
        make_officer(make_service(), name)
    head_of(make_service())
    whys = {each.person.name: each.why for each in due(LATE).matters}
    assert whys == {
        "Olga Officer": "it has no measure lead",
        "Omar Officer": "it has no measure lead",
        "Hana Head": "asked of Olga Officer, Omar Officer",
    }


def test_indicator_of_no_service_is_told_to_the_team_and_never_escalated() -> None:
    make_performance("Petra Team")
    return_ = make_chased(kind="INDICATOR")
    return_.measure.service = None
    return_.measure.save()
    found = due(LATE)
    assert told(LATE) == [("Petra Team", "OVERDUE", "25")]
    assert found.untold == ()


def test_what_nobody_can_be_told_is_said() -> None:
    make_chased()
    [untold] = due(DUE).untold
    assert untold == (
        "25 Measure 25, 2017/18 Q3: it has no lead, no deputy and no officer, "
        "and there is no performance team."
    )


def test_escalation_to_nobody_is_said() -> None:
    led()
    assert due(LATE).untold == ("25 Measure 25, 2017/18 Q3: nobody approves for Children.",)


# What is not told


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.DRAFT])
def test_what_waits_for_its_officer_is_told(state: State) -> None:
    put(led(), state, by=make_performance(), on=DUE)
    assert told(DUE) == [(LEAD, "DUE", "25")]


def test_what_is_submitted_is_not_told() -> None:
    put(led(), State.SUBMITTED, by=make_performance(), on=DUE)
    assert [due(DUE + days * DAY).matters for days in (-5, 0, 1, 30)] == [()] * 4


def test_what_left_the_basket_is_not_told() -> None:
    return_ = led()
    return_.terms.in_force = False
    return_.terms.save()
    assert due(LATE).matters == ()


def test_what_is_acknowledged_as_missing_is_not_told() -> None:
    return_ = led()
    return_.missing_acknowledged_by = make_performance()
    return_.missing_reason = "The source has closed."
    return_.save()
    assert due(LATE).matters == ()


@pytest.mark.parametrize("state", State)
def test_closed_period_is_not_told(state: State) -> None:
    team = make_performance()
    put(led(), state, by=make_officer(make_service(), LEAD), on=DUE)
    Period.objects.update(state=PeriodState.CLOSED, closed_on=DUE, closed_by=team)
    assert due(DUE).matters == ()


def test_version_that_was_replaced_is_not_told() -> None:
    return_ = led()
    return_.is_current = False
    return_.save()
    assert due(LATE).matters == ()


# Several periods, many returns


def test_every_open_period_is_told_of() -> None:
    led()
    measure = Return.objects.get().measure
    later = make_period(Quarter(2017, 4), DUE + 5 * DAY)
    Return.objects.create(measure=measure, period=later, terms=measure.terms.get())
    assert told(DUE) == [(LEAD, "BEFORE_DUE", "25"), (LEAD, "DUE", "25")]


def test_outturn_is_told_of_as_any_period() -> None:
    lead = make_officer(make_service(), LEAD)
    make_chased(period=make_period(Quarter(2017, 5)), lead=lead)
    assert told(DUE) == [(LEAD, "DUE", "25")]


def chase_a_council(start: int, number: int) -> None:
    """Returns in every state that is told of."""
    officer = make_officer(make_service(), LEAD)
    deputy = make_officer(make_service(), "Dan Deputy")
    states = [State.NOT_STARTED, State.DRAFT, State.SENT_BACK, State.APPROVED]
    for position in range(start, start + number):
        for index, state in enumerate(states):
            return_ = make_chased(f"{position}.{index}", lead=officer, deputy=deputy)
            put(return_, state, by=officer, on=LATE)


def test_finding_asks_as_often_for_many_returns_as_for_few(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Council.current()
    head_of(make_service())
    chase_a_council(0, 1)
    covers(make_person("Cora Cover"), person("Dan Deputy"), LATE, LATE)
    with CaptureQueriesContext(connection) as few:
        assert len(due(LATE).matters) == 12
    assert len(few) == 7
    chase_a_council(1, 6)
    with django_assert_num_queries(len(few)):
        assert len(due(LATE).matters) == 7 * 12


def test_figures_and_texts_are_not_even_read() -> None:
    led()
    [matter] = due(DUE).matters
    never = {"value", "numerator", "denominator", "commentary", "sent_back_reason"}
    assert matter.of.get_deferred_fields() == never
    assert matter.kind is ReminderKind.DUE
    assert matter.of.period.quarter == Q3
