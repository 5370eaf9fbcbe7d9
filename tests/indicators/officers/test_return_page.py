"""The page of a return in all its states: no figure, months, year end, red again, locked."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from indicators.models import ExceptionReport, Measure, Period, Return
from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, PlannedAction, entry_of, save_draft
from indicators.returns.months import MonthEntry
from indicators.returns.reopening import begin_correction, reopen
from indicators.rules.periods import Quarter
from organisation.models import Council
from tests.factories import (
    DUE,
    EXPLAINED,
    TODAY,
    approved,
    entered,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
)
from tests.indicators.returns.officers import URL, doubted, get, officer, post, stored, submit
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

Q2 = Quarter(2017, 2)
ACTIONS = (
    PlannedAction("Review plans", "Head of Safeguarding", date(2017, 12, 31)),
    PlannedAction("Recruit", "Director", date(2018, 3, 31)),
)


def now() -> Return:
    """The return for quarter 3, where the measure has others."""
    return Return.objects.get(period__year=2017, period__number=3)


def send(action: str, **fields: str) -> Page:
    """Send the form of quarter 3 as a browser with its newest version before it does."""
    sent = {"quality": "FINAL", "seen_edit": str(now().edit), "action": action, **fields}
    return signed_in(officer()).post(URL, sent, follow=True)


# No figure


def test_each_reason_for_no_figure_says_what_it_does() -> None:
    make_return()
    text = words(get())
    for effect in (
        "and as red now that it is overdue, until the figure is in. It stays with you as a draft.",
        "until the day that you name; from the day after, it counts as missing.",
        "Shown as no cases, without a colour: 0 of 0 is not 0%.",
        "Left out of the counts, but only once the approver agrees: say why in the commentary.",
    ):
        assert effect in text


def test_missing_is_not_red_where_the_council_chose_grey() -> None:
    Council.objects.update_or_create(id=1, defaults={"awaiting_policy": "GREY"})
    make_return()
    assert "Counts as missing, until the figure is in." in words(get())


def test_awaited_information_is_saved_and_is_no_error() -> None:
    make_return()
    page = send("submit", no_value_reason="AWAITING", commentary="The hospital is late.")
    assert (
        "Saved. It counts as awaiting information until the figure is in; "
        "the performance team sees why."
    ) in words(page)
    assert (stored().state, stored().no_value_reason) == ("DRAFT", "AWAITING")


def test_blank_is_never_zero() -> None:
    make_return()
    page = post("submit", commentary="Nothing happened.")
    assert "Enter the figure, or choose why there is none." in words(page)
    assert (stored().state, stored().value) == ("DRAFT", None)


def test_not_applicable_needs_its_reason_in_the_commentary() -> None:
    make_return()
    page = submit(no_value_reason="NOT_APPLICABLE")
    assert '<a href="#id_commentary">Say why the measure does not apply' in page.content.decode()
    assert stored().state == "DRAFT"


# Months


def monthly() -> None:
    make_measure(value_type="count", decimals=0, frequency="MONTHLY")
    make_return(basis="PERIOD", target=Decimal(30))


def months(*values: str) -> dict[str, Any]:
    """October, November and December as their boxes send them."""
    return {f"month-{month}-value": value for month, value in enumerate(values, start=7)}


def test_months_are_saved_and_their_sum_is_the_figure() -> None:
    monthly()
    post("save", **months("10", "11", "12"))
    assert (stored().value, stored().is_ready) == (Decimal(33), True)
    text = words(get())
    assert "The months make 33." in text
    assert "Green: 33 meets the target of 30 or more" in text


def test_months_so_far_have_no_colour_and_are_not_submitted() -> None:
    monthly()
    page = post("submit", **months("10", "", "12"))
    assert "2 of 3 months: 22 so far. The quarter has no figure until all are in." in words(page)
    assert (
        '<a href="#id_month-8-value">Enter what is missing: the figure of November.</a>'
        in page.content.decode()
    )
    assert entry_of(stored()) == Entry(
        months=(MonthEntry(7, Decimal(10)), MonthEntry(9, Decimal(12)))
    )


def test_months_are_put_together_while_one_types() -> None:
    monthly()
    sent = {"quality": "FINAL", "month-7-value": "10", "month-8-value": "1x"}
    text = words(signed_in(officer()).post(f"{URL}check/", sent))
    assert "1 of 3 months: 10 so far." in text
    assert "Enter the figure as a number, for example 1,250" in text


def test_percentages_of_months_make_an_estimate() -> None:
    make_measure(frequency="MONTHLY")
    make_return(basis="PERIOD")
    post("save", **months("82", "82", "82"))
    text = words(get())
    assert "The months make 82.0%. It is a mean of percentages, so it counts as estimated." in text
    assert stored().quality == "ESTIMATED"


def test_snapshot_of_a_monthly_measure_is_its_last_month() -> None:
    make_measure(frequency="MONTHLY")
    make_return()
    post("save", **months("82", "", ""))
    missing = "The quarter's figure is that of December 2017, which is still missing."
    assert missing in words(get())
    post("save", **months("82", "", "84"))
    assert "The quarter's figure is that of December 2017, 84.0%." in words(get())


# Year end


@pytest.fixture
def outturn() -> Return:
    """The outturn of 2016/17, whose quarters made 100 and were 20, 30, 40 and 10."""
    measure = make_measure(value_type="count", decimals=0)
    make_terms(measure, 2016, basis="PERIOD", target=Decimal(5), tolerance_amber=Decimal(1))
    quarters = [Quarter(2016, number) for number in (1, 2, 3, 4)]
    make_history(measure, dict(zip(quarters, ("20", "30", "40", "10"), strict=True)))
    return make_return("25", Quarter(2016, 5))


YEAR_URL = "/returns/2016-17-outturn/25/"


def test_figure_of_the_quarters_stands_in_the_box_and_is_not_saved(outturn: Return) -> None:
    page = get(YEAR_URL)
    assert "Suggested: The quarters add up to 100 (Q1 20, Q2 30, Q3 40, Q4 10)." in words(page)
    assert "Number for all of 2016/17" in words(page)
    assert box(page, "value") == "100"
    outturn.refresh_from_db()
    assert (outturn.value, outturn.edit) == (None, 0)


def test_suggestion_comes_back_at_the_press_of_a_button(outturn: Return) -> None:
    entered(outturn, "99", commentary="Recounted.")
    assert box(get(YEAR_URL), "value") == "99"
    sent = {"quality": "FINAL", "seen_edit": "1", "value": "99", "commentary": "Half a"}
    page = signed_in(officer()).post(YEAR_URL, sent | {"action": "use-suggested"})
    assert (box(page, "value"), box(page, "seen_edit")) == ("100", "1")
    assert "Half a" in words(page)
    outturn.refresh_from_db()
    assert outturn.value == 99


# A red that stays red


@pytest.fixture
def red_again() -> Return:
    """A return whose measure was red before, with two promises and its recovery expected."""
    said = {"expected_recovery": Quarter(2017, 4), "actions": ACTIONS}
    make_history(make_measure(), {Q2: "70"}, **EXPLAINED | said)
    return make_return()


@pytest.mark.usefixtures("red_again")
def test_promises_and_expected_recovery_are_shown() -> None:
    page = get()
    text = words(page)
    assert "Last time you expected Quarter 4 2017/18 : does that still hold?" in text
    assert '<option value="2017-18-q4" selected>' in page.content.decode()
    assert "Review plans (Head of Safeguarding, by 31 December 2017) – its day is past" in text
    assert "Recruit (Director, by 31 March 2018)" in text


@pytest.mark.usefixtures("red_again")
def test_last_actions_are_copied_in_and_what_is_late_wants_a_new_day() -> None:
    page = send("copy-actions", value="70", commentary="Half a sentence")
    assert (now().edit, now().value) == (0, None)
    assert (box(page, "action-1-text"), box(page, "action-1-due_on")) == ("Review plans", "")
    assert (box(page, "action-2-text"), box(page, "action-2-due_on")) == (
        "Recruit",
        "31 March 2018",
    )
    assert "Half a sentence" in words(page)
    assert "There is a problem" not in words(page)


def test_filling_in_does_not_hide_that_somebody_saved(red_again: Return) -> None:
    other = make_officer(make_service(), "Otto")
    save_draft(red_again, Entry(commentary="Otto's."), by=other, on=TODAY)
    sent = {"quality": "FINAL", "seen_edit": "0", "commentary": "Mine."}
    page = signed_in(officer()).post(URL, sent | {"action": "copy-actions"})
    assert box(page, "seen_edit") == "0"
    again = signed_in(officer()).post(URL, sent | {"action": "save"})
    assert "Otto saved this return after you opened it" in words(again)


def explained(**fields: str) -> dict[str, str]:
    action = {"text": "Recruit", "owner_post": "Director", "due_on": "31 March 2018"}
    return {
        "value": "70",
        "cause": "Floods.",
        "key_risks": "Children wait.",
        "mitigation": "A second team.",
        **{f"action-1-{name}": text for name, text in action.items()},
        **fields,
    }


def with_reasons(fields: dict[str, str]) -> dict[str, str]:
    """What is sent once each sense check that the page shows has its reason."""
    page = send("check", **fields)
    codes = page.content.decode().split('name="said-')[1:]
    for code in (each.split('"')[0] for each in codes):
        fields |= {f"said-{code}": unescape(box(page, f"said-{code}")), f"reason-{code}": "Yes."}
    return fields | {"seen": unescape(box(send("check", **fields), "seen"))}


@pytest.mark.usefixtures("red_again")
def test_recovery_that_moves_asks_why_and_keeps_the_old_quarter() -> None:
    fields = with_reasons(explained(expected_recovery="2018-19-q2"))
    page = send("submit", **fields)
    message = "Last time you expected it back on target in 2017/18 Q4. Say why that moves."
    assert f'<a href="#id_recovery_reason">{message}</a>' in page.content.decode()
    send("submit", **fields, recovery_reason="The posts are filled in spring.")
    report = ExceptionReport.objects.get(of=now())
    assert (now().state, report.expected_recovery, report.was_expected) == (
        "SUBMITTED",
        Quarter(2018, 2),
        Quarter(2017, 4),
    )


@pytest.mark.usefixtures("red_again")
def test_recovery_that_holds_asks_nothing() -> None:
    send("submit", **with_reasons(explained(expected_recovery="2017-18-q4")))
    assert now().state == "SUBMITTED"


def test_red_without_action_or_recovery_leads_to_their_boxes() -> None:
    make_return()
    page = submit(value="70", cause="Floods.", key_risks="Waits.", mitigation="More staff.")
    html = page.content.decode()
    assert '<a href="#id_action-1-text">A red needs at least one action' in html
    assert '<a href="#id_expected_recovery">Choose when it will be back on target' in html
    assert '<details class="govuk-details app-fold" id="if-red" open>' in html


def test_half_an_action_and_what_else_is_missing_are_named_at_once() -> None:
    make_return()
    half = {"action-1-text": "Recruit", "action-1-owner_post": "", "action-1-due_on": "soon"}
    page = submit(value="70", cause="Floods.", key_risks="Waits.", **half)
    html = page.content.decode()
    assert '<a href="#id_action-1-owner_post">Name the post that will do it.' in html
    assert '<a href="#id_action-1-due_on">Enter a day of the calendar' in html
    assert '<a href="#id_mitigation">A red needs its mitigation' in html
    assert '<a href="#id_expected_recovery">Choose when it will be back on target' in html
    assert "A red needs at least one action" not in html
    assert now().state == "DRAFT"


def test_figure_that_can_not_be_read_is_named_alone() -> None:
    make_return()
    save_draft(now(), Entry(value=Decimal(70)), by=officer(), on=TODAY)
    html = send("submit", value="7o").content.decode()
    assert "Enter the figure as a number" in html
    assert "A red needs" not in html


def test_draft_with_half_an_action_asks_for_nothing_else() -> None:
    make_return()
    html = send("save", value="70", **{"action-1-text": "Recruit"}).content.decode()
    assert "Name the post that will do it." in html
    assert "A red needs" not in html


def test_amber_asks_for_its_cause_alone() -> None:
    make_return()
    page = submit(value="77")
    html = page.content.decode()
    assert '<a href="#id_cause">An amber needs its cause' in html
    assert "A red needs" not in html
    assert '<details class="govuk-details app-fold" id="if-amber" open>' in html
    assert '<details class="govuk-details app-fold" id="if-red">' in html
    submit(value="77", cause="Holidays.")
    assert stored().state == "SUBMITTED"


# Who acts, and when it is locked


def test_who_acts_for_the_lead_is_told() -> None:
    make_return()
    assert "on behalf of" not in words(get())
    lead = make_officer(make_service(), "Lena")
    Measure.objects.update(lead=lead)
    assert "You return it on behalf of Lena, as officer of the service." in words(get())
    assert "on behalf of" not in words(get(by=lead))


def test_locked_period_shows_what_is_saved_and_whom_to_ask() -> None:
    entered(make_return(), "81", commentary="So far.")
    Period.objects.update(enter_until=DUE)
    text = words(get())
    assert "is locked for entering. Ask the performance team to let you in." in text
    assert "So far." in text
    assert "Save draft" not in text
    page = post("save", value="82", commentary="Too late.")
    assert "is locked for entering." in words(page)
    assert "Too late." in words(page)
    assert stored().value == 81


def test_correction_of_a_closed_period_is_entered_on_the_same_page() -> None:
    return_, team = approved(make_return()), make_performance()
    close_period(return_.period, by=team, on=TODAY)
    until = date(2018, 1, 31)
    reopen(return_.period, people=[officer()], until=until, reason="Wrong.", by=team, on=TODAY)
    begin_correction(return_, reason="Counted twice.", by=officer(), on=TODAY)
    text = words(get())
    assert "Correction: Counted twice." in text
    assert "Save draft" in text
    assert "is closed, and it is not reopened for you" in words(
        get(by=make_officer(make_service(), "Otto"))
    )


# How much is asked of the database


@pytest.mark.parametrize("number", [1, 8])
def test_page_asks_as_often_for_a_long_history_as_for_a_short(number: int) -> None:
    quarters = [Quarter(2015, 3)]
    while len(quarters) < number:
        quarters.append(quarters[-1].next())
    said: dict[str, Any] = {"actions": ACTIONS, "expected_recovery": Quarter(2019, 1)}
    make_history(make_measure(), dict.fromkeys(quarters, "70"), **EXPLAINED | said)
    make_return()
    client = signed_in(officer())
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert len(asked) == 26  # with what is late, known names, and what was kept


def test_awaited_information_without_a_word_why_asks_for_it() -> None:
    make_return()
    page = send("submit", no_value_reason="AWAITING")
    assert '<a href="#id_commentary">Say in a sentence why' in page.content.decode()
    assert "the performance team sees why" not in words(page)
    assert (stored().state, stored().no_value_reason) == ("DRAFT", "AWAITING")


def test_figure_before_the_end_of_its_time_is_no_final_one(settings: Settings) -> None:
    make_return()
    told = "This quarter ends on 31 December 2017: a figure for the whole of it can't be final yet"
    assert told not in words(get())
    settings.BUSINESS_TODAY = date(2017, 12, 30)
    assert told in words(get())


def test_slip_is_told_before_what_its_colour_asks() -> None:
    doubted()
    text = words(post("submit", value="0.8"))
    assert text.index("Mend it, or say why it is right.") < text.index("Say what caused the red.")


def test_live_colour_lets_the_button_say_that_it_submits() -> None:
    make_return()
    assert "Check and submit" in words(get())
    live = signed_in(officer()).post(f"{URL}check/", {"quality": "FINAL", "value": "82"})
    told = '<span id="submit-words" hx-swap-oob="innerHTML">'
    assert told in live.content.decode()
    assert "Submit this return" in words(live)
