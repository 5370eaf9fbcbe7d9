"""Walks the example council: what it shows is what the product's own deeds made of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import (
    Baseline,
    ExceptionReport,
    Measure,
    Period,
    PlanAction,
    Rating,
    Return,
    State,
    Terms,
)
from indicators.returns import rating
from indicators.rules import rag
from organisation.access import access_of
from organisation.models import Change, Council, Person, PortfolioRemit
from outcomes.models import Outcome
from perfmgmt.demo import DEMO_PASSWORD
from perfmgmt.demo.organising import accounts
from perfmgmt.demo.sources import read_json
from tests.perfmgmt.example import TODAY, at, people_who, returns, status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_council")]

NEW_IN_2017 = {"23", "26", "27", "28", "29", "30"}
IMPORTED = {str(number) for number in range(1, 35)}
INDICATORS = {f"B{number}" for number in range(1, 9)}


# The quarters


def test_periods_are_closed_but_the_last() -> None:
    states = [(str(period), period.state, period.due_on) for period in Period.objects.all()]

    assert len(states) == 16
    assert states[0] == ("2014/15 Q1", "CLOSED", date(2014, 7, 12))
    assert states[12] == ("2016/17 outturn", "CLOSED", date(2017, 6, 9))
    assert {state for _, state, _ in states[:-1]} == {"CLOSED"}
    assert states[-1] == ("2017/18 Q3", "OPEN", date(2018, 1, 12))


def test_statuses_of_the_last_closed_quarter() -> None:
    assert Counter(status(each) for each in returns("2017/18 Q2").performance_measures()) == {
        "GREEN": 21,
        "AMBER": 6,
        "RED": 3,
        "TARGET_TBC": 3,
        "NO_PROFILE": 1,
    }


def test_statuses_of_the_open_quarter() -> None:
    assert Counter(status(each) for each in returns("2017/18 Q3").performance_measures()) == {
        "GREEN": 17,
        "AMBER": 5,
        "RED": 4,
        "RED_AWAITING": 3,
        "NOT_YET_APPROVED": 1,
        "TARGET_TBC": 3,
        "NO_PROFILE": 1,
    }


def test_open_quarter_is_partly_returned() -> None:
    waiting = returns("2017/18 Q3").exclude(state=State.APPROVED)

    assert {each.measure.ref: each.state for each in waiting} == {
        "14": State.SENT_BACK,
        "29": State.DRAFT,
        "30": State.SUBMITTED,
        "32": State.DRAFT,
        "B5": State.NOT_STARTED,
        "B8": State.SUBMITTED,
    }


def test_indicators_have_no_colour() -> None:
    found = {status(each) for each in returns().indicators()}

    assert found == {"MONITOR", "CARRY_OVER", "NOT_YET_APPROVED", "AWAITING"}


def test_measures_join_when_their_terms_begin() -> None:
    asked: dict[int, set[str]] = {}
    for return_ in returns():
        asked.setdefault(return_.period.year, set()).add(return_.measure.ref)

    before = (IMPORTED - NEW_IN_2017) | INDICATORS
    assert asked == {2014: before, 2015: before, 2016: before, 2017: IMPORTED | INDICATORS}


# The deeds


def test_approved_returns_were_submitted_and_approved_by_two_people() -> None:
    submitted, approved = people_who("return submitted"), people_who("return approved")
    done = list(returns().filter(state=State.APPROVED))

    assert len(done) > 500
    assert [
        at(each)
        for each in done
        if not (submitted.get(each.pk) and approved.get(each.pk))
        or submitted[each.pk] & approved[each.pk]
        or submitted[each.pk] != {each.submitted_by_id}
        or approved[each.pk] != {each.approved_by_id}
    ] == []


def test_reds_and_only_they_have_an_exception_report() -> None:
    reds = {each.pk for each in returns().filter(state=State.APPROVED).red()}
    told = [each for each in ExceptionReport.objects.all() if each.is_complete or each.is_waived]

    assert {each.of_id for each in told} == reds


def test_ambers_say_their_cause_and_nothing_else() -> None:
    ambers = returns().filter(state=State.APPROVED, rating__status="AMBER")
    reports = {each.pk: each.exception_report for each in ambers}

    assert len(reports) > 50
    assert [
        str(each)
        for each in reports.values()
        if not each.cause.strip() or each.key_risks or each.mitigation or each.actions.exists()
    ] == []


def test_complete_reports_have_actions_and_recover_later() -> None:
    reports = ExceptionReport.objects.filter(waived_by=None).select_related("of__period")
    complete = [each for each in reports if each.is_complete]

    assert len(complete) > 30
    assert [
        str(each)
        for each in complete
        if not each.actions.exists()
        or each.expected_recovery is None
        or each.expected_recovery <= each.of.period.quarter
    ] == []


def test_one_red_was_waived_because_its_target_came_later() -> None:
    waived = ExceptionReport.objects.exclude(waived_by=None).select_related("of__measure")
    sentences = Change.objects.filter(
        deed="return rated again", field="rating", object_id=waived[0].of_id
    )

    assert [at(each.of) for each in waived] == [("9", "2015/16 Q1")]
    assert [each.after for each in sentences] == ["RED"]


def test_missing_returns_of_closed_quarters_are_acknowledged() -> None:
    missing = returns().missing().filter(period__state="CLOSED")

    assert [(*at(each), status(each)) for each in missing] == [("17", "2015/16 Q3", "RED_AWAITING")]
    assert all(each.missing_reason and each.missing_acknowledged_by_id for each in missing)


# The ratings


def worked_out_again(return_: Return) -> rag.Rating:
    zero = Decimal(0)
    nothing = return_.no_value_reason == "NO_CASES"
    figure = rag.Figure(numerator=zero, denominator=zero) if nothing else None
    return rating.work_out(return_, Council.current(), figure)


def essentials(found: rag.Rating | Rating) -> tuple[object, ...]:
    return (
        str(found.status),
        found.value,
        found.target,
        found.low,
        found.high,
        found.gap,
        found.sentence,
        found.gap_words,
        found.target_words,
        found.tolerance_words,
    )


def test_rating_again_gives_the_stored_colour_and_sentence() -> None:
    rated = returns().exclude(rating=None).exclude(state=State.NOT_STARTED)

    assert rated.count() > 500
    assert [
        at(each) for each in rated if essentials(worked_out_again(each)) != essentials(each.rating)
    ] == []


def test_closed_ratings_are_frozen_and_open_ones_are_not() -> None:
    found = Rating.objects.values_list("of__period__state", "is_frozen").distinct()

    assert set(found) == {("CLOSED", True), ("OPEN", False)}


def test_sentence_of_a_red() -> None:
    red = returns("2017/18 Q3").get(measure__ref="25")

    assert red.rating.sentence == (
        "Red: 59.6 is 3.9 above the range 50.4 to 55.7; "
        "amber reaches to 58.4 (5% of the upper limit)"
    )


# The figures


def test_figures_that_no_report_gives_are_marked_as_examples() -> None:
    reported = [each for each in returns().filter(is_example=False) if each.has_figure]

    assert {at(each): each.value for each in reported} == {
        ("B1", "2017/18 Q2"): Decimal("68.9"),
        ("B3", "2017/18 Q2"): Decimal("5.9"),
    }


def test_targets_before_the_workbook_are_marked_as_examples() -> None:
    set_ = Terms.objects.filter(target_state="SET").values_list("year", "is_example")

    assert set(set_) == {(2014, True), (2015, True), (2016, False), (2017, False)}


def test_baselines_come_from_the_workbook_and_no_return_does() -> None:
    baselines = Baseline.objects.select_related("measure")

    assert {each.measure.ref for each in baselines} == IMPORTED - NEW_IN_2017
    assert {each.period_end for each in baselines} == {date(2016, 11, 30)}
    assert {each.source_file for each in baselines} == {"southend_2017_indicators.xlsx"}
    assert [str(each) for each in baselines if not each.source_cell] == []


def test_reds_have_commentary() -> None:
    reds = returns().filter(state=State.APPROVED).red()

    assert [at(each) for each in reds if not each.commentary.strip()] == [("9", "2015/16 Q1")]


def test_texts_name_no_person() -> None:
    words = str(read_json("demo_texts.json")) + str(read_json("demo_events.json"))

    assert [each.name for each in Person.objects.all() if each.name in words] == []


# The council


def test_plan_comes_from_the_workbook_and_stands_under_outcomes_as_an_example() -> None:
    actions = list(PlanAction.objects.prefetch_related("outcomes", "milestones"))
    aims = {each.aim: [outcome.code for outcome in each.outcomes.all()] for each in actions}

    assert (len(actions), {each.year for each in actions}) == (48, {2017})
    assert {each.import_run_id is not None for each in actions} == {True}
    assert {each.ref: each.milestones.count() for each in actions if each.milestones.all()} == {
        "33": 3,
        "34": 5,
    }
    assert aims == {
        "Safe": ["SOF-5"],
        "Clean": ["SOF-2"],
        "Healthy": ["SOF-1"],
        "Prosperous": ["SOF-4"],
        "Excellent": ["SOF-E"],
    }


def test_each_measure_stands_under_an_outcome_as_an_example() -> None:
    measures = Measure.objects.prefetch_related("alignments")

    assert {each.ref for each in measures} == IMPORTED | INDICATORS
    assert [
        each.ref
        for each in measures
        if not [a for a in each.alignments.all() if a.note.startswith("Example alignment")]
    ] == []
    assert list(Outcome.objects.values_list("code", flat=True)) == [
        "SOF-1",
        "SOF-2",
        "SOF-3",
        "SOF-4",
        "SOF-5",
        "SOF-E",
    ]


def test_everybody_signs_in_and_has_their_role() -> None:
    for account in accounts():
        person = Person.objects.get(email=account.email)
        assert (account.role in access_of(person, TODAY).roles) == (account.left_on is None)

    first = accounts()[0]
    assert authenticate(email=first.email, password=DEMO_PASSWORD) == Person.objects.get(
        email=first.email
    )


def test_portfolios_change_with_dates() -> None:
    culture = PortfolioRemit.objects.filter(service__name="Culture")

    assert [
        [str(remit.portfolio) for remit in culture.on(day)]
        for day in (date(2017, 5, 17), date(2017, 5, 18))
    ] == [["Corporate and Customer Services"], ["Environment, Planning and Culture"]]


def test_record_says_who_and_from_where() -> None:
    nameless = Change.objects.filter(person=None).values_list("deed", "object_id")
    administrator = Person.objects.get(post="Systems Administrator")

    assert set(nameless) == {("person added", administrator.pk)}
    assert set(Change.objects.filter(deed="return approved").values_list("origin", flat=True)) == {
        "command demo"
    }


def test_no_password_stands_in_the_record() -> None:
    hashed = Person.objects.values_list("password", flat=True)[0]

    assert not Change.objects.filter(after=hashed).exists()


# A second run


def contents() -> dict[str, list[object]]:
    """The keys of each table's rows."""
    return {
        model._meta.label: list(
            model._default_manager.values_list("pk", flat=True)  # noqa: SLF001 - all have one
        )
        for model in apps.get_models()
    }


def test_second_run_changes_nothing_and_takes_no_time() -> None:
    before = contents()

    with CaptureQueriesContext(connection) as asked:
        call_command("demo", no_serve=True, verbosity=0)

    assert contents() == before
    assert len(asked) < 5
