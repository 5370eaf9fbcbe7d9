"""Which measures nobody answers for, and whom to name instead."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.board.leads import Named, name_leads, officers_of
from indicators.board.leads_health import (
    LEFT,
    NEVER,
    NONE,
    AilingMeasure,
    ailing,
    measures_with_health,
)
from indicators.board.leads_suggested import Suggestion, suggestions
from indicators.models import Measure, Return, Terms
from indicators.returns.approving import send_back
from indicators.rules.periods import Quarter
from organisation.access import access_of
from organisation.models import Appointment, Person
from tests.factories import (
    DUE,
    Q2,
    Q3,
    TODAY,
    approved,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
    submitted,
)

pytestmark = pytest.mark.django_db


def team() -> Person:
    return make_performance()


def health(on: date = TODAY, by: Person | None = None) -> dict[str, str]:
    found = measures_with_health(access_of(by or team(), on), on)
    return {each.ref: each.health for each in found}  # type: ignore[attr-defined]  # annotated


def led(ref: str = "25", lead: Person | None = None) -> Measure:
    measure = make_measure(ref, lead=lead)
    make_terms(measure)
    return measure


def officer(name: str = "Lena") -> Person:
    return make_officer(make_service(), name)


def name(measure: Measure, lead: Person, on: date) -> None:
    name_leads({measure.pk: Named(lead.pk, None)}, by=team(), on=on)


# What is wrong


def test_measure_without_a_lead() -> None:
    led()
    assert health() == {"25": NONE}


@pytest.mark.parametrize("how", ["inactive", "no officer any more", "officer elsewhere"])
def test_lead_who_has_left(how: str) -> None:
    lena = officer()
    led("25", lena)
    if how == "inactive":
        lena.is_active = False
        lena.save()
    elif how == "no officer any more":
        Appointment.objects.filter(person=lena).update(ends_on=date(2018, 1, 14))
    else:
        Appointment.objects.filter(person=lena).update(service=make_service("Housing"))
    assert health() == {"25": LEFT}


def test_lead_who_never_returned() -> None:
    led("25", officer())
    submitted(make_return("25"))  # by another officer
    assert health(DUE) == {"25": ""}
    assert health() == {"25": NEVER}


def test_lead_who_returned_any_measure_once_is_well() -> None:
    lena = make_officer(make_service())  # who submits in these tests
    led("25", lena)
    led("26", lena)
    submitted(make_return("26"))
    assert health() == {"25": "", "26": ""}


def test_lead_whose_only_return_was_sent_back_did_return() -> None:
    led("25", make_officer(make_service()))
    returned = submitted(make_return("25"))
    send_back(returned, reason="No.", by=make_approver(make_service()), on=TODAY)
    assert health() == {"25": ""}


def test_lead_named_after_the_last_due_date_is_given_time() -> None:
    measure = led()
    make_return("25")
    name(measure, officer(), TODAY)
    assert health() == {"25": ""}
    name(measure, officer("Omar"), date(2018, 1, 2))
    assert health() == {"25": NEVER}


def test_what_left_the_basket_needs_no_lead() -> None:
    for ref in ("25", "26", "27"):
        led(ref)
    open_quarter()
    Terms.objects.filter(measure__ref="26").update(in_force=False)
    Return.objects.filter(measure__ref="26").delete()
    make_terms(Measure.objects.get(ref="27"), 2018, in_force=False)
    make_measure("28")  # no terms yet
    assert sorted(health()) == ["25", "27", "28"]


def test_indicator_is_led_by_the_performance_team() -> None:
    measure = make_measure("B1", kind="INDICATOR", lead=team())
    measure.service = None
    measure.save()
    other = make_measure("B2", kind="INDICATOR", lead=officer())
    other.service = None
    other.save()
    assert health() == {"B1": "", "B2": LEFT}


def test_approver_sees_the_own_measures_only() -> None:
    led()
    make_measure("30", service=make_service("Housing"))
    assert health(by=make_approver(make_service())) == {"25": NONE}


def test_board_is_told_of_a_few_with_the_way_to_the_remedy() -> None:
    for number in range(7):
        led(str(number))
    [found] = ailing(access_of(team(), TODAY), TODAY)
    assert (found.words, found.count, found.more, found.url) == (
        "Without a lead",
        7,
        2,
        "/leads/?show=none",
    )
    measure = Measure.objects.get(ref="0")
    assert found.measures[0] == AilingMeasure(
        ref="0",
        name="Measure 0",
        lead="",
        url=f"/leads/?show=none&service={measure.service_id}#id_lead_{measure.pk}",
    )


@pytest.mark.parametrize("number", [1, 12])
def test_health_takes_one_query(number: int) -> None:
    for each in range(number):
        led(str(each), officer(f"Officer {each}"))
        make_return(str(each))
    access = access_of(team(), TODAY)
    with CaptureQueriesContext(connection) as made:
        [found] = ailing(access, TODAY)
    assert (found.count, len(made)) == (number, 1)


# Whom to name


def suggested() -> dict[str, Suggestion]:
    measures = list(measures_with_health(access_of(team(), TODAY), TODAY))
    officers = officers_of({each.service_id for each in measures}, TODAY)
    by_id = {each.pk: each.ref for each in measures}
    return {by_id[pk]: each for pk, each in suggestions(measures, officers).items()}


def test_only_officer_of_the_service_is_suggested() -> None:
    measure, lena = led(), officer()
    assert suggested() == {
        "25": Suggestion(
            measure.pk, lena.pk, "Lena", "is the only one who enters its returns", True
        )
    }


def test_nobody_is_suggested_where_there_are_several_or_none() -> None:
    led()
    assert suggested() == {}
    officer()
    officer("Omar")
    assert suggested() == {}


def test_whoever_submitted_the_last_returns_is_suggested() -> None:
    measure = led()
    make_terms(measure, 2016)
    officer()
    quarters = (Quarter(2016, 4), Quarter(2017, 1), Q2)
    make_history(measure, dict.fromkeys(quarters, "82"))
    submitted(make_return("25", Q3))
    found = suggested()["25"]
    assert (found.name, found.why) == ("Officer of Children", "submitted its last 3 returns")


def test_who_submitted_once_is_suggested_but_not_who_has_left() -> None:
    led()
    officer()
    officer("Omar")
    submitted(make_return("25"))
    assert suggested()["25"].why == "submitted its last return"
    sender = make_officer(make_service())
    sender.is_active = False
    sender.save()
    assert suggested() == {}


def test_two_who_took_turns_are_not_suggested() -> None:
    measure = led()
    make_history(measure, {Q2: "82"})
    approved(make_return("25", Q3))
    Return.objects.filter(period__number=3).update(submitted_by=officer())
    assert suggested() == {}


def test_lead_who_never_returned_is_told_who_does() -> None:
    led("25", officer())
    submitted(make_return("25"))
    found = suggested()["25"]
    assert (found.name, found.is_for_taking) == ("Officer of Children", False)


def test_deputy_who_becomes_the_lead_leaves_that_place() -> None:
    suggestion = Suggestion(1, 7, "Lena", "", is_for_taking=True)
    assert suggestion.taken(Named(None, 7)) == Named(7, None)
    assert suggestion.taken(Named(3, 8)) == Named(7, 8)
