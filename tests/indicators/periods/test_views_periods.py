"""The performance team's pages of periods."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Period, Return
from indicators.rules.periods import Quarter
from organisation.models import Council, Person
from tests.factories import (
    DUE,
    EXPLAINED,
    approved,
    entered,
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
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/periods/2017-18-q3/"
CLOSE = f"{URL}close/"
OPEN = "/periods/2017-18-q4/open/"


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).get(url)


def post(url: str = URL, by: Person | None = None, **fields: str) -> Page:
    return signed_in(by or make_performance()).post(url, fields, follow=True)


def put_right(action: str, of: object, reason: str) -> Page:
    """Waive or acknowledge as the form of a row does."""
    sent = {"return": str(of), "action": action, "reason": reason}
    return signed_in(make_performance()).post(URL, sent, follow=True)


def red_without_report(ref: str = "25") -> Return:
    return_ = approved(make_return(ref), "70", **EXPLAINED)
    return_.exception_report.delete()
    return return_


# Periods


def test_periods_show_state_and_progress() -> None:
    for ref in ("1", "2", "3", "4"):
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    approved(make_return("1"))
    submitted(make_return("2"))
    entered(make_return("3"))
    assert (
        "2017/18 Q3 Quarter 3, October to December 2017 Open Returns were due 12 January 2018, "
        "3 days ago. Officers can enter until it is closed: it never locks itself. 1 1 2 4"
    ) in words(get("/periods/"))


def test_no_period_says_what_opening_does() -> None:
    page = get("/periods/")
    assert "No period was opened yet." in words(page)
    offered = ["2017-18-q4", "2017-18-q3", "2017-18-q2", "2017-18-q1", "2016-17-q4"]
    first, others = page.content.decode().split("Another period")
    found = [f'href="/periods/{slug}/open/"' in first for slug in offered]
    assert found == [True, True, False, False, False]
    found = [f'href="/periods/{slug}/open/"' in others for slug in offered]
    assert found == [False, False, True, True, True]


def test_only_what_comes_next_is_offered_and_what_was_passed_over_behind_a_choice() -> None:
    measure = make_measure("1")
    make_terms(measure)
    make_history(measure, {Quarter(2015, 4): "82", Quarter(2016, 4): "82"})
    page = words(get("/periods/"))
    assert (
        "Open the next period Open 2017/18 Q1 Quarter 1, April to June 2017 "
        "Open 2016/17 outturn Year-end outturn, April 2016 to March 2017 Another period "
        "Outturns that were passed over. They can still be opened. "
        "Open 2015/16 outturn Year-end outturn, April 2015 to March 2016 Opened so far"
    ) in page
    assert get("/periods/2015-16-outturn/open/").status_code == 200


def test_without_outturns_that_were_passed_over_there_is_no_other_choice() -> None:
    open_quarter()
    assert "Another period" not in words(get("/periods/"))


@pytest.mark.parametrize("number", [1, 8])
def test_periods_ask_as_often_for_one_as_for_many(number: int) -> None:
    make_terms(make_measure("1"))
    quarter = Quarter(2017, 1)
    for _ in range(number):
        open_quarter(quarter)
        quarter = quarter.next()
    client = signed_in(make_performance())
    client.get("/periods/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/periods/")
    assert len(asked) <= 12


# Opening


@pytest.mark.parametrize("page", ["close", "dates", "let-in", "lock", "unlock"])
def test_page_of_a_period_leads_to_the_teams_other_pages(page: str) -> None:
    open_quarter()
    nav = '<nav class="app-subnav" aria-label="Performance team">'
    for url in (f"{URL}{page}/", OPEN):
        assert nav in get(url).content.decode()


def test_next_period_is_opened_with_its_due_date() -> None:
    make_terms(make_measure())
    open_quarter()
    page = post(OPEN, due_on="12 April 2018", locking="grace")
    assert page.redirect_chain == [("/periods/2017-18-q4/", 302)]
    assert "2017/18 Q4 is open: 1 return is asked for." in words(page)
    period = Period.objects.get(number=4)
    assert (str(period.due_on), str(period.enter_until)) == ("2018-04-12", "2018-04-22")


@pytest.mark.parametrize(
    ("locking", "last_day", "expected"),
    [("never", "", "None"), ("day", "30 April 2018", "2018-04-30"), ("never", "x", "None")],
)
def test_last_day_for_entering_is_chosen_or_there_is_none(
    locking: str, last_day: str, expected: str
) -> None:
    open_quarter()
    page = post(OPEN, due_on="12 April 2018", locking=locking, enter_until=last_day)
    if last_day == "x":
        assert "Enter a day of the calendar" in words(page)
    else:
        assert str(Period.objects.get(number=4).enter_until) == expected


def test_dates_are_suggested_from_the_period_before_and_the_councils_habit() -> None:
    open_quarter(due_on=DUE)
    Council.objects.update_or_create(id=1, defaults={"grace_days": 7})
    page = get(OPEN)
    assert box(page, "due_on") == "12 April 2018"
    assert "For 7 days after the due date, the council’s days of grace" in words(page)
    assert re.search(r'value="grace"\s+checked', page.content.decode())


def test_preview_says_what_is_asked_and_what_is_forgotten() -> None:
    make_terms(make_measure("1"))
    make_terms(make_measure("2", frequency="MONTHLY"))
    make_terms(make_measure("3"), 2016)
    open_quarter()
    page = get(OPEN)
    text = words(page)
    assert "2 returns will be asked for; 1 measure has no terms for 2017/18" in text
    assert "Every month, put together for the quarter 1 0 Every quarter 1 0" in text
    assert "3 Measure 3 : its last terms are for 2016/17" in text
    assert 'href="/terms/3/"' in page.content.decode()
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("due_on", "message"),
    [
        ("", "Enter the day, for example 31 January 2018"),
        ("soon", "Enter a day of the calendar, for example 31 January 2018"),
        ("1 March 2018", "The due date is before the quarter's end, 31 March 2018."),
    ],
)
def test_wrong_due_date_is_named_and_shown_again(due_on: str, message: str) -> None:
    open_quarter()
    page = post(OPEN, due_on=due_on, locking="never")
    assert message in words(page)
    assert box(page, "due_on") == due_on
    assert Period.objects.count() == 1


@pytest.mark.parametrize(
    ("last_day", "message"),
    [
        ("", "Enter the last day, or choose another answer above."),
        ("11 April 2018", "The days of grace end before the due date."),
    ],
)
def test_wrong_last_day_is_named_and_shown_again(last_day: str, message: str) -> None:
    open_quarter()
    page = post(OPEN, due_on="12 April 2018", locking="day", enter_until=last_day)
    assert words(page).count(message) == 2  # summary and field
    assert box(page, "enter_until") == last_day
    assert Period.objects.count() == 1


def test_period_that_was_opened_meanwhile_is_shown() -> None:
    open_quarter()
    url = "/periods/2017-18-q3/open/"
    assert get(url).status_code == 302
    page = post(url, due_on="12 January 2018", locking="never")
    assert page.redirect_chain == [(URL, 302)]


@pytest.mark.parametrize("slug", ["2018-19-q1", "2017-18-outturn"])
def test_only_the_next_quarter_can_be_opened(slug: str) -> None:
    open_quarter()
    assert get(f"/periods/{slug}/open/").status_code == 404
    page = post(f"/periods/{slug}/open/", due_on="12 July 2018", locking="never")
    assert page.status_code == 404
    assert Period.objects.count() == 1


def test_outturn_is_opened_once_quarter_4_is_closed() -> None:
    make_history(make_measure(frequency="ANNUAL"), {Quarter(2016, 4): "82"})
    assert 'href="/periods/2016-17-outturn/open/"' in get("/periods/").content.decode()
    url = "/periods/2016-17-outturn/open/"
    assert "Each measure is asked for the whole year’s figure" in words(get(url))
    page = post(url, due_on="31 May 2017", locking="never")
    assert page.redirect_chain == [("/periods/2016-17-outturn/", 302)]
    assert "Year-end outturn, April 2016 to March 2017" in words(page)


# One period


def test_period_names_each_obstacle_with_its_remedy() -> None:
    for ref in ("2", "10", "3"):
        make_terms(make_measure(ref))
    open_quarter(due_on=DUE)
    red_without_report("2")
    submitted(make_return("10"))
    text = words(get())
    assert (
        "3 returns stand against closing: 1 waits for its approver, "
        "1 red lacks its exception report and 1 is missing."
    ) in text
    assert text.index("2 Measure 2") < text.index("10 Measure 10") < text.index("3 Measure 3")
    assert "Red without an exception report: send it back, or waive it." in text
    assert "Submitted: waits for approval by Approver of Children." in text
    assert "Missing returns (1)" in text
    assert "Close 2017/18 Q3" not in text


def test_missing_return_is_acknowledged_with_a_reason() -> None:
    return_ = make_return()
    page = put_right("acknowledge", return_.pk, "No staff.")
    assert "25 Measure 25: return is acknowledged as missing." in words(page)
    assert "Nothing stands against closing." in words(page)
    assert "25 Measure 25 Acknowledged as missing Penny No staff." in words(page)
    return_.refresh_from_db()
    assert return_.missing_reason == "No staff."


def test_red_is_waived_with_a_reason() -> None:
    return_ = red_without_report()
    page = put_right("waive", return_.pk, "Ended.")
    assert "25 Measure 25: exception report is waived." in words(page)
    assert "Nothing stands against closing." in words(page)
    assert "25 Measure 25 Exception report waived Penny Ended." in words(page)


def test_red_can_go_back_to_its_officer_instead() -> None:
    return_ = red_without_report()
    assert "Send back to its officer" in words(get())
    page = put_right("send-back", return_.pk, "Explain it.")
    assert "25 Measure 25: return is sent back to its officer." in words(page)
    assert Return.objects.get().sent_back_reason == "Explain it."


def test_missing_return_has_nothing_to_send_back() -> None:
    make_return()
    assert "Send back to its officer" not in words(get())


def test_missing_reason_is_asked_for_at_its_return() -> None:
    return_ = red_without_report()
    page = put_right("waive", return_.pk, " ")
    assert words(page).count("Give the reason; it stays on record.") == 2  # summary and field
    assert f'href="#id_reason_{return_.pk}"' in page.content.decode()
    assert "<title>Error:" in page.content.decode()


# Several missing returns at once


def several(*returns: Return, reason: str = "No staff.") -> Page:
    sent = {"returns": [each.pk for each in returns], "reason": reason}
    action = {"action": "acknowledge-several"}
    return signed_in(make_performance()).post(URL, sent | action, follow=True)


def test_several_missing_returns_are_acknowledged_at_once() -> None:
    returns = [make_return(ref) for ref in ("1", "2", "3")]
    page = several(*returns[:2])
    assert "2 returns are acknowledged as missing." in words(page)
    assert "1 return stands against closing: 1 is missing." in words(page)
    assert Return.objects.filter(missing_reason="No staff.").count() == 2


def test_all_or_none_are_acknowledged_and_what_was_ticked_stays() -> None:
    missing, said, other = (make_return(ref) for ref in ("1", "2", "3"))
    entered(said, None, no_value_reason="AWAITING", commentary="The system is down.")
    page = several(missing, said, other, reason="")
    for ref in ("1", "3"):  # each in the summary and at the field
        assert words(page).count(f"{ref}: Give the reason; it stays on record.") == 2
    assert "Its officer says: “The system is down.”" in words(page)
    assert len(re.findall(r'name="returns"[^>]*checked', page.content.decode())) == 3
    assert not Return.objects.exclude(missing_reason="").exists()


def test_officers_words_are_kept_where_no_reason_is_typed() -> None:
    said = entered(
        make_return(), None, no_value_reason="AWAITING", commentary="The system is down."
    )
    assert "25 Measure 25 Acknowledged as missing Penny The system is down." in words(
        several(said, reason="")
    )


def test_ticking_nothing_is_refused() -> None:
    make_return()
    assert "Choose the returns that are missing." in words(several())


def test_link_ticks_all() -> None:
    for ref in ("1", "2"):
        make_return(ref)
    assert 'href="?choose=all#missing"' in get().content.decode()
    page = get(f"{URL}?choose=all")
    assert len(re.findall(r'name="returns"[^>]*checked', page.content.decode())) == 2
    assert "Tick none" in words(page)


def test_return_of_another_period_is_not_acknowledged_here() -> None:
    other = make_return("25", Quarter(2017, 4))
    make_return()
    assert several(other).status_code == 404


@pytest.mark.parametrize(
    ("of", "action"),
    [("x", "waive"), ("0", "waive"), ("", "waive"), ("own", "burn"), ("other", "acknowledge")],
)
def test_unknown_return_or_deed_has_no_page(of: str, action: str) -> None:
    own = make_return()
    other = make_return("25", Quarter(2017, 4))
    ids: dict[str, object] = {"own": own.pk, "other": other.pk}
    assert put_right(action, ids.get(of, of), "So.").status_code == 404
    assert not Return.objects.exclude(missing_reason="").exists()


def test_refusal_that_belongs_to_no_row_is_still_said() -> None:
    return_ = approved(make_return())
    page = put_right("acknowledge", return_.pk, "So.")
    assert "The return of 25 for 2017/18 Q3 is approved, so it isn't missing." in words(page)


# Closing


def test_closing_asks_once_more_and_looking_changes_nothing() -> None:
    approved(make_return())
    assert 'href="/periods/2017-18-q3/close/"' in get().content.decode()
    page = get(CLOSE)
    assert "Close 2017/18 Q3?" in words(page)
    assert "What will be frozen Green 1 return" in words(page)
    assert "After this nothing in the period can be changed here." in words(page)
    assert Period.objects.get().is_open


def test_period_is_closed() -> None:
    approved(make_return())
    page = post(CLOSE)
    assert page.redirect_chain == [(URL, 302)]
    assert "2017/18 Q3 is closed. Its ratings can't change any more." in words(page)
    assert not Period.objects.get().is_open
    assert "Closed 15 January 2018 by Penny." in words(get("/periods/"))


def test_period_with_obstacles_is_not_closed() -> None:
    make_return()
    assert "It can't be closed yet. 1 return stands against closing" in words(get(CLOSE))
    page = post(CLOSE)
    assert "There is a problem 25 Not returned: acknowledge it with a reason." in words(page)
    assert Period.objects.get().is_open


def test_closed_period_offers_no_deeds() -> None:
    approved(make_return())
    post(CLOSE)
    assert "1 of 1 returns were approved. Approved" in words(get())
    assert "As it was closed Green 1 return" in words(get())
    assert "Change the dates" not in words(get())
    assert "It is closed already." in words(get(CLOSE))
    assert "2017/18 Q3 is closed already." in words(post(CLOSE))


# Who may


@pytest.mark.parametrize("url", ["/periods/", OPEN, URL, CLOSE])
@pytest.mark.parametrize("who", ["officer", "approver"])
def test_periods_are_for_the_performance_team(url: str, who: str) -> None:
    approved(make_return())
    make = {"officer": make_officer, "approver": make_approver}[who]
    person = make(make_service())
    responses = [get(url, person), *([] if url == "/periods/" else [post(url, person)])]
    for response in responses:
        assert response.status_code == 403
        assert "Periods are opened and closed by the performance team." in words(response)
    assert Period.objects.get().is_open


def test_period_never_opened_has_no_page() -> None:
    assert get().status_code == 404
    assert get(CLOSE).status_code == 404


@pytest.mark.parametrize("url", [OPEN, URL, CLOSE])
def test_forms_need_their_token(url: str) -> None:
    approved(make_return())
    client = signed_in(make_performance(), enforce_csrf_checks=True)
    sent = {"due_on": "12 April 2018", "locking": "never"}
    assert client.post(url, sent).status_code == 403
    assert [each.is_open for each in Period.objects.all()] == [True]
