"""The performance team's page: the preview, the button, what broke off, failed and went."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from indicators.models import Message, Reminder, State
from indicators.reminding import views_reminders
from indicators.reminding.preview import preview
from indicators.reminding.sending import begin
from organisation.models import Change, Council, Person
from tests.factories import make_performance, make_service
from tests.indicators.reminding.chased import DUE, head_of, led, put
from tests.indicators.reminding.post_office import Meanwhile, PostOffice
from tests.indicators.returns.pages import Page, signed_in, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LENA, DAN = "lena.lead@council.example", "dan.deputy@council.example"


@pytest.fixture(autouse=True)
def _the_day_after(on_day: Callable[[date], None]) -> None:
    on_day(DUE + DAY)


@pytest.fixture
def team() -> Client:
    return signed_in(make_performance("Petra Team"))


def shown_seal(page: Page) -> str:
    found = re.search(r'name="seal" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def press(team: Client, **sent: str) -> Page:
    return team.post("/reminders/", sent, follow=True)


def send(team: Client) -> Page:
    return press(team, action="send", seal=shown_seal(team.get("/reminders/")))


# The preview


def test_page_shows_each_message_as_it_will_read(team: Client) -> None:
    led(deputy="Dan Deputy", title="Children in care")
    text = words(team.get("/reminders/"))
    assert "2 messages are to go out on 13 January 2018; nothing was sent yet." in text
    assert "Lena Lead: 1 return overdue since 12 January 2018 (performance scorecard)" in text
    assert "Dear Lena Lead, 1 return overdue since 12 January 2018. OVERDUE" in text
    assert "* 25 Children in care (copied to you as its deputy)" in text
    assert "Send these messages now (2)" in text
    assert not Message.objects.exists()


def test_page_says_when_there_is_nothing(team: Client) -> None:
    text = words(team.get("/reminders/"))
    assert "There is nothing to tell anybody on 13 January 2018" in text
    assert "now (" not in text


def test_page_says_the_councils_habits(team: Client) -> None:
    Council.current()
    assert (
        "People are reminded 5 days before the due date, on the due date, and every 7 days from "
        "the day after it until the return is in. "
        "Heads of service are told once a return is 5 days late."
    ) in words(team.get("/reminders/"))
    Council.objects.update(remind_days_before=0, remind_again_days=1, escalate_days_after=0)
    assert (
        "People are reminded on the due date, and daily from the day after it until the return is "
        "in. Heads of service are told once a return is 1 day late."
    ) in words(team.get("/reminders/"))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("mail.example", "Messages go out through the mail server mail.example."),
        ("", "No mail server is set up (EMAIL_HOST), so no message leaves the council's machine"),
    ],
)
def test_page_says_where_messages_go(
    team: Client, settings: Settings, host: str, expected: str
) -> None:
    settings.EMAIL_HOST = host
    assert expected in words(team.get("/reminders/"))


def test_page_links_to_the_settings(team: Client) -> None:
    assert 'href="/council-settings/"' in team.get("/reminders/").content.decode()


def test_page_says_whom_nobody_can_tell(team: Client) -> None:
    led()
    Council.current()
    Council.objects.update(escalate_days_after=1)
    assert "Nobody to tell (1) 25 Measure 25, 2017/18 Q3: nobody approves for Children." in words(
        team.get("/reminders/")
    )


def test_page_asks_as_often_for_many_messages_as_for_few(
    team: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Council.current()
    led("1")
    team.get("/reminders/")
    with CaptureQueriesContext(connection) as few:
        assert "1 message is to go out" in words(team.get("/reminders/"))
    for number in range(2, 9):
        led(f"{number}", lead=f"Lead {number}")
    with django_assert_num_queries(len(few)):
        assert "8 messages are to go out" in words(team.get("/reminders/"))


# Sending


def test_button_sends_what_was_shown(team: Client, post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    page = send(team)
    assert post_office.addresses() == [DAN, LENA]
    text = words(page)
    assert "2 messages are sent." in text
    assert "There is nothing to tell anybody on 13 January 2018" in text
    assert "Last messages" in text
    people = Change.objects.filter(deed="reminder sent").values_list("person__name", "origin")
    assert set(people) == {("Petra Team", "form")}


def test_button_sends_nothing_where_something_has_changed(
    team: Client, post_office: PostOffice
) -> None:
    led("1")
    seal = shown_seal(team.get("/reminders/"))
    led("2", lead="Bob Stone")
    page = press(team, action="send", seal=seal)
    assert post_office.addresses() == []
    text = words(page)
    assert "Nothing was sent: something has changed since you saw this page" in text
    assert "There is a message to Bob Stone now." in text
    assert "<title>Error: Reminders" in page.content.decode()
    press(team, action="send", seal=shown_seal(page))
    assert post_office.addresses() == ["bob.stone@council.example", LENA]


def test_button_pressed_twice_sends_once(team: Client, post_office: PostOffice) -> None:
    led()
    seal = shown_seal(team.get("/reminders/"))
    press(team, action="send", seal=seal)
    text = words(press(team, action="send", seal=seal))
    assert post_office.addresses() == [LENA]
    assert "There is nothing to tell Lena Lead any more." in text


def test_button_on_an_empty_page_sends_nothing(team: Client, post_office: PostOffice) -> None:
    assert "0 messages are sent." in words(press(team, action="send", seal=""))
    assert post_office.addresses() == []


@pytest.mark.parametrize("action", ["", "no-such-deed"])
def test_deed_that_does_not_exist_is_no_page(
    team: Client, post_office: PostOffice, action: str
) -> None:
    led()
    sent = {"action": action, "seal": shown_seal(team.get("/reminders/"))}
    assert team.post("/reminders/", sent).status_code == 404
    assert post_office.addresses() == []


def test_refused_message_is_said_and_stands_under_failed(
    team: Client, post_office: PostOffice
) -> None:
    led(deputy="Dan Deputy")
    post_office.refuses = {LENA}
    text = words(send(team))
    error = "The mail server refused the address: 550 5.1.1 no such mailbox"
    assert "1 message is sent." in text
    assert f"1 message did not go out. {error}" in text
    assert (
        "Failed (1) What these were to tell is told at the next run, if it still holds. "
        f"Lena Lead, {LENA}, 13 January 2018: {error}"
    ) in text
    post_office.refuses = set()
    text = words(send(team))
    assert "Failed (1)" not in text
    assert sorted(post_office.addresses()) == [DAN, LENA]


def test_time_that_is_up_leaves_the_rest_to_another_press(
    team: Client, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    led(deputy="Dan Deputy")
    monkeypatch.setattr(views_reminders, "SECONDS", -1)
    assert "0 messages are sent. 2 are left: press the button again." in words(send(team))
    monkeypatch.undo()
    send(team)
    assert post_office.addresses() == [DAN, LENA]


def test_message_that_another_run_sends_meanwhile_is_said(
    team: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    led("1", lead="Ann Able")
    led("2")
    seal = shown_seal(team.get("/reminders/"))
    [_, lena] = preview(DUE + DAY).letters
    settings.EMAIL_BACKEND = "tests.indicators.reminding.post_office.Meanwhile"
    monkeypatch.setattr(Meanwhile, "happens", lambda _: begin(lena, by=None))
    text = words(press(team, action="send", seal=seal))
    assert "1 message is sent." in text
    assert "Lena Lead was told the same by another run meanwhile." in text
    assert list(Message.objects.values_list("address", flat=True)) == [
        LENA,
        "ann.able@council.example",
    ]


# What broke off


def break_off(on: date = DUE) -> Message:
    [letter] = preview(on).letters
    begin(letter, by=None)
    Message.objects.update(error="The connection broke while it was being sent: timed out.")
    return Message.objects.get()


def test_page_lists_what_broke_off(team: Client) -> None:
    led()
    break_off(DUE + DAY)
    text = words(team.get("/reminders/"))
    assert "Not known to have arrived (1) Lena Lead Broke off" in text
    assert "timed out. It is not sent again unless you say so." in text


def test_page_says_what_may_be_on_its_way(team: Client) -> None:
    led()
    [letter] = preview(DUE + DAY).letters
    begin(letter, by=None)
    text = words(team.get("/reminders/"))
    assert "If it is still here in ten minutes, it broke off." in text
    assert "Send again" not in text


def test_send_again_tells_what_holds_now(team: Client, post_office: PostOffice) -> None:
    led()
    message = break_off()
    text = words(press(team, action="again", message=str(message.pk)))
    assert "1 message is sent." in text
    [arrived] = post_office.taken_out()
    assert arrived["Subject"].startswith("1 return overdue since 12 January 2018")
    assert list(Message.objects.order_by("id").values_list("state", flat=True)) == [
        "FAILED",
        "SENT",
    ]


def test_send_again_says_where_nothing_holds_any_more(
    team: Client, post_office: PostOffice
) -> None:
    return_ = led()
    message = break_off()
    put(return_, State.SUBMITTED, by=Person.objects.get(name="Lena Lead"), on=DUE)
    text = words(press(team, action="again", message=str(message.pk)))
    assert f"There is nothing to tell {LENA} any more." in text
    assert post_office.addresses() == []


def test_send_again_pressed_twice_sends_once(team: Client, post_office: PostOffice) -> None:
    led()
    message = break_off()
    press(team, action="again", message=str(message.pk))
    text = words(press(team, action="again", message=str(message.pk)))
    assert f"The message to {LENA} was decided on already." in text
    assert post_office.addresses() == [LENA]


def test_message_that_arrived_is_not_sent_again(team: Client, post_office: PostOffice) -> None:
    led()
    message = break_off(DUE + DAY)
    text = words(press(team, action="arrived", message=str(message.pk)))
    assert f"The message to {LENA} counts as sent." in text
    assert "There is nothing to tell anybody" in text
    assert post_office.addresses() == []


@pytest.mark.parametrize("message", ["", "x", "0", "9" * 25])
@pytest.mark.parametrize("action", ["again", "arrived"])
def test_message_that_does_not_exist_is_no_page(team: Client, action: str, message: str) -> None:
    assert team.post("/reminders/", {"action": action, "message": message}).status_code == 404


# The HTML form of a message


def test_html_form_is_what_is_sent(team: Client, post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    letters = {each.person.name: each for each in preview(DUE + DAY).letters}
    lena = letters["Lena Lead"].person
    assert (
        team.get(f"/reminders/as-html/?to={lena.pk}").content.decode() == letters["Lena Lead"].html
    )
    assert team.get("/reminders/as-html/").content.decode() == letters["Dan Deputy"].html
    send(team)
    assert len(post_office.taken_out()) == 2


def test_html_form_may_have_its_own_style_and_nothing_else(team: Client) -> None:
    led()
    policy = team.get("/reminders/as-html/")["Content-Security-Policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; "
        r"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        policy,
    )


@pytest.mark.parametrize("to", ["0", "x", "99999999999999999999"])
def test_html_form_of_a_message_that_is_not_there_is_no_page(team: Client, to: str) -> None:
    led()
    assert team.get(f"/reminders/as-html/?to={to}").status_code == 404


# Who may


def test_nobody_else_sends(post_office: PostOffice) -> None:
    led()
    seal = preview(DUE + DAY).seal
    people = [Person.objects.get(name="Lena Lead"), head_of(make_service())]
    answers = [
        signed_in(each).post("/reminders/", {"action": "send", "seal": seal}).status_code
        for each in people
    ]
    assert answers == [403, 403]
    assert Client().post("/reminders/", {"action": "send", "seal": seal}).status_code == 302
    assert (post_office.addresses(), Reminder.objects.count()) == ([], 0)


def test_post_without_its_token_is_refused(post_office: PostOffice) -> None:
    led()
    client = signed_in(make_performance(), enforce_csrf_checks=True)
    sent = {"action": "send", "seal": preview(DUE + DAY).seal}
    assert client.post("/reminders/", sent).status_code == 403
    assert post_office.addresses() == []
