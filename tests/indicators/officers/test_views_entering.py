"""The pages on which officers enter."""

from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ExceptionReport, Period, State
from indicators.returns.entering import Entry, entry_of
from organisation.models import Change, Cover
from tests.factories import (
    DUE,
    TODAY,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    open_quarter,
)
from tests.indicators.returns.officers import (
    URL,
    doubted,
    get,
    green,
    officer,
    post,
    stored,
    stored_doubt,
    submit,
)
from tests.indicators.returns.pages import box, signed_in, words

pytestmark = pytest.mark.django_db

TEXTS = {"cause": "Floods.", "key_risks": "Children wait.", "mitigation": "A second team."}


# My returns


def test_my_returns_leads_to_the_next_one() -> None:
    make_return()
    response = get("/returns/")
    assert "1 return to do, due 12 January 2018, 3 days late." in words(response)
    assert "Do the next one, 2017/18 Q3: 25 Measure 25" in words(response)
    assert f'href="{URL}"' in response.content.decode()


def test_my_returns_without_any_says_what_to_do() -> None:
    assert "Nothing is due. When the performance team opens a period" in words(get("/returns/"))
    assert "You approve returns rather than enter them" in words(
        get("/returns/", make_approver(make_service()))
    )
    assert "Figures are entered by the officers of each service, and you are none." in words(
        get("/returns/", make_person())
    )
    assert "No period is open. Open one under Periods" in words(
        get("/returns/", make_performance())
    )


def test_who_covers_is_told_for_whom_and_where_cover_is_arranged() -> None:
    make_return()
    absent, by = officer(), make_officer(make_service("Housing"), "Harry")
    Cover.objects.create(absent=absent, by=by, starts_on=TODAY, ends_on=TODAY)
    page = get("/returns/", by)
    told = "Covering for Officer of Children until 15 January 2018: what they return stands here"
    assert told in words(page)
    assert 'href="/cover/"' in page.content.decode()
    assert "25 Measure 25" in words(page)


def test_team_finds_services_folded_with_their_counts() -> None:
    make_return()
    page = get("/returns/", make_performance())
    assert "Children 1 of 1 left" in words(page)
    assert '<details class="govuk-details app-fold">' in page.content.decode()


@pytest.mark.parametrize("number", [1, 15])
def test_my_returns_asks_as_often_for_one_as_for_many(number: int) -> None:
    for ref in range(number):
        make_terms(make_measure(str(ref), service=make_service(f"Service {ref % 4}")))
    open_quarter(due_on=DUE)
    client = signed_in(make_performance())
    client.get("/returns/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/returns/")
    assert len(asked) <= 12
    # The returns themselves, and which period the navigation leads to
    assert sum('FROM "indicators_return"' in each["sql"] for each in asked) == 2


# The form


def test_form_shows_what_one_needs_beside_the_box() -> None:
    make_return(tolerance_agreed_by="Cabinet")
    text = words(get())
    for part in (
        "25 Measure 25",
        "due 12 January 2018, 3 days late",
        "Percentage at 31 December 2017",
        "Printed to one decimal.",
        "Target: 80% or more , agreed by Cabinet.",
        "Tolerance: 5 percentage points (amber down to 75.0%), agreed by Cabinet.",
        "This is the first return of this measure.",
        "What could go wrong for people, services or money while it stays red?",
        "Members ask both of every red: what the risks are, and what is in place to improve it.",
    ):
        assert part in text


def test_tolerance_that_nobody_agreed_says_so() -> None:
    make_return()
    assert "(not yet agreed)" in words(get())


def test_looking_changes_nothing() -> None:
    return_ = make_return()
    for url in ("/returns/", URL):
        get(url)
    return_.refresh_from_db()
    assert (return_.state, return_.edit) == (State.NOT_STARTED, 0)
    assert not Change.objects.filter(object_type="indicators.return").exists()


def test_draft_is_saved_and_shown_again() -> None:
    make_return()
    response = post("save", value="59.6%", commentary="So far.")
    assert (response.status_code, response["Location"]) == (302, URL)
    assert entry_of(stored()) == Entry(value=Decimal("59.6"), commentary="So far.")
    page = get()
    assert "Draft saved" not in words(page)  # the message was for the one who saved
    assert (box(page, "value"), "So far." in words(page)) == ("59.6", True)


def test_saving_says_so_once() -> None:
    make_return()
    client = signed_in(officer())
    sent = {"quality": "FINAL", "seen_edit": "0", "action": "save", "value": "82"}
    assert "Draft saved. It is ready to submit." in words(client.post(URL, sent, follow=True))
    assert "Draft saved" not in words(client.get(URL))
    red = sent | {"seen_edit": "1", "value": "70"}
    assert "Draft saved. It is not submitted yet." in words(client.post(URL, red, follow=True))


def test_draft_offers_the_next_one() -> None:
    for ref in ("25", "27"):
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    sent = {"quality": "FINAL", "seen_edit": "0", "action": "save", "commentary": "So far."}
    page = signed_in(officer()).post(URL, sent, follow=True)
    assert "It is not submitted yet. Do the next one, 2017/18 Q3: 27 Measure 27" in words(page)
    assert box(page, "seen_edit") == "1"


def test_check_shows_colour_sentence_and_ruler_before_submitting() -> None:
    make_return()
    response = post("check", value="82")
    assert response["Location"] == f"{URL}#result"
    page = get()
    assert f"{green()}." in words(page)
    assert 'aria-label="Scale: red up to 74.9' in page.content.decode()
    assert (box(page, "seen"), stored().state) == (green(), "DRAFT")
    assert "Submit this return" in words(page)


def test_nothing_is_submitted_before_its_colour_was_seen() -> None:
    make_return()
    client = signed_in(officer())
    sent = {"quality": "FINAL", "seen_edit": "0", "value": "82", "action": "submit"}
    response = client.post(URL, sent)
    assert (response["Location"], stored().state) == (f"{URL}#result", "DRAFT")
    assert "Not submitted yet: this is what it gets." in words(client.get(URL))
    post("submit", value="83", seen=green())
    assert stored().state == "DRAFT"


def test_green_is_submitted_and_leads_back_to_the_list() -> None:
    make_return()
    response = submit(value="82", commentary="Going well.")
    assert (response.status_code, response["Location"]) == (302, "/returns/")
    assert stored().state == "SUBMITTED"


def test_banner_gives_colour_sentence_and_the_next_one() -> None:
    for ref in ("25", "27"):
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    client = signed_in(officer())
    sent = {"quality": "FINAL", "seen_edit": "0", "value": "82", "seen": green()}
    page = client.post(URL, sent | {"action": "submit"}, follow=True)
    assert (
        f"25 Measure 25 is submitted. {green()}. Do the next one, 2017/18 Q3: 27 Measure 27"
        in words(page)
    )
    assert 'href="/returns/2017-18-q3/27/">Do the next one' in page.content.decode()


def test_red_is_refused_field_by_field_and_nothing_is_lost() -> None:
    make_return()
    page = submit(value="70", commentary="Bad <b>month</b>.", cause="Floods.")
    text = words(page)
    assert page.status_code == 200
    assert "There is a problem" in text
    assert "<title>Error:" in page.content.decode()
    assert 'href="#id_key_risks"' in page.content.decode()
    assert "A red needs its key risks" in text
    assert "Say what caused the red." not in text
    assert "Bad <b>month</b>." in text
    assert "Red: 70.0% is 10.0 percentage points below 80%" in text
    assert (stored().state, stored().value) == ("DRAFT", Decimal(70))
    assert ExceptionReport.objects.get().cause == "Floods."


def test_red_with_its_explanation_and_actions_is_submitted() -> None:
    make_return()
    row = {"text": "Recruit", "owner_post": "Director", "due_on": "31/3/2018"}
    actions = {f"action-2-{name}": text for name, text in row.items()}
    blank = {f"action-1-{name}": "" for name in row}
    submit(value="70", **TEXTS, **blank, **actions, expected_recovery="2018-19-q1")
    report = ExceptionReport.objects.get()
    assert stored().state == "SUBMITTED"
    assert [str(each) for each in report.actions.all()] == ["Recruit"]
    assert str(report.expected_recovery) == "2018/19 Q1"


def test_what_is_wrong_with_an_action_stands_in_the_summary_too() -> None:
    make_return()
    row = {"text": "Recruit", "owner_post": "Director", "due_on": "31 February 2018"}
    sent: dict[str, Any] = {f"action-1-{name}": row[name] for name in row}
    page = post("submit", value="70", **sent)
    assert "<title>Error: " in page.content.decode()
    summary = words(page).partition("Last figures")[0]
    assert summary.startswith("There is a problem Say what caused the red.")
    assert "Enter a day of the calendar, for example 31 January 2018" in summary


@pytest.mark.parametrize("action", ["save", "check", "submit", "add-action"])
def test_unreadable_figure_is_shown_again_and_the_rest_saved(action: str) -> None:
    make_return()
    page = post(action, value="8o", commentary="Going well.")
    assert "Enter the figure as a number, for example 59.6" in words(page)
    assert (box(page, "value"), box(page, "seen_edit")) == ("8o", "1")
    assert (stored().value, stored().commentary) == (None, "Going well.")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"numerator": "81"}, "Enter the denominator too"),
        ({"value": "82", "no_value_reason": "NO_CASES"}, "You entered a figure and a reason"),
    ],
)
def test_impossible_figure_is_refused_in_plain_words(fields: dict[str, Any], message: str) -> None:
    make_return()
    assert message in words(post("submit", **fields))
    assert (stored().state, stored().value) == ("NOT_STARTED", None)


def test_hundred_times_the_usual_asks_are_you_sure() -> None:
    doubted()
    page = submit(value="8200")
    assert "Are you sure? 8,200 is about 100 times the usual 82." in words(page)
    code = stored_doubt()
    assert f'<a href="#id_reason-{code}">8,200 is about 100 times' in page.content.decode()
    assert "Mend it, or say why it is right." in words(page)
    assert (stored().state, stored().value) == ("DRAFT", Decimal(8200))


def test_reason_lets_an_unusual_figure_go_on() -> None:
    doubted()
    post("check", value="8200")
    said = unescape(box(get(), f"said-{stored_doubt()}"))
    given: dict[str, Any] = {
        f"said-{stored_doubt()}": said,
        f"reason-{stored_doubt()}": "All schools count now.",
    }
    submit(value="8200", **given)
    assert stored().state == "SUBMITTED"
    assert [(each.said, each.reason) for each in stored().confirmations.all()] == [
        (said, "All schools count now.")
    ]


def test_reason_given_for_another_figure_does_not_count() -> None:
    doubted()
    post("check", value="8200")
    code = stored_doubt()
    given: dict[str, Any] = {
        f"said-{code}": unescape(box(get(), f"said-{code}")),
        f"reason-{code}": "All schools.",
    }
    page = post("submit", value="8300", **given)
    assert stored().state == "DRAFT"
    assert "You wrote this when it said: 8,200 is about 100 times" in words(page)
    assert f'<a href="#id_reason-{code}">8,300 is about' in page.content.decode()
    again = {f"said-{code}": unescape(box(page, f"said-{code}")), f"reason-{code}": "All schools."}
    submit(value="8300", **again)
    assert stored().state == "SUBMITTED"


def test_figure_typed_finer_than_printed_is_kept_and_says_how_it_is_printed() -> None:
    make_return()
    post("check", value="82.04")
    assert "It is printed as 82.0%." in words(get())
    assert stored().value == Decimal("82.04")


def test_parts_are_shown_as_their_percentage() -> None:
    make_return()
    post("check", numerator="45", denominator="80")
    assert "It is printed as 56.3%." in words(get())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"no_value_reason": "PUBLISHED_LATER", "expected_on": "1 February 2018"},
            "Carried over: the source publishes this figure later",
        ),
        ({"no_value_reason": "NO_CASES"}, "Not rated: there were no cases in this period"),
        (
            {"no_value_reason": "NOT_APPLICABLE", "commentary": "Holidays."},
            "Not applicable: the measure does not apply this period",
        ),
    ],
)
def test_reason_for_no_figure_shows_what_it_does(fields: dict[str, Any], sentence: str) -> None:
    make_return()
    post("check", **fields)
    assert sentence in words(get())
    submit(**fields)
    assert stored().state == "SUBMITTED"


def test_adding_an_action_needs_no_script() -> None:
    make_return()
    row = {"text": "Recruit", "owner_post": "Director", "due_on": "31/3/2018"}
    full: dict[str, Any] = {}
    for at in (1, 2):
        full |= {f"action-{at}-{name}": text for name, text in row.items()}
    assert post("add-action", **full)["Location"] == f"{URL}#actions"
    assert "Action 3" in words(get())
    assert "Action 4" not in words(get())


def test_service_with_several_left_leads_to_its_grid() -> None:
    for ref in ("25", "27"):
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    grid = 'href="/returns/2017-18-q3/grid/people_children/"'
    assert grid in get("/returns/").content.decode()
    Period.objects.update(enter_until=DUE)
    assert grid not in get("/returns/").content.decode()
