"""Sending through a real mail server: what arrives, what is refused, what breaks off."""

import socket
from datetime import date, timedelta

import pytest
from django.db import connections, transaction
from icalendar import Calendar
from pytest_django.fixtures import Settings

from indicators.models import Message, MessageState, Period, Reminder, State
from indicators.reminding.preview import preview
from indicators.reminding.sending import Outcome, begin, finish, send
from organisation.models import Change, Person
from tests.factories import make_officer, make_performance, make_service
from tests.indicators.reminding.chased import (
    COMMENTARY,
    DUE,
    REASON,
    head_of,
    led,
    put,
)
from tests.indicators.reminding.post_office import PostOffice, calendar_of, html_of, text_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LENA, DAN, HANA = (
    "lena.lead@council.example",
    "dan.deputy@council.example",
    "hana.head@council.example",
)


def run(on: date = DUE, seconds: float | None = None) -> list[Outcome]:
    """What cron does once a day."""
    return send(preview(on).letters, by=None, seconds=seconds)


def states() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("id").values_list("address", "state"))


# What arrives


def test_message_arrives_with_its_parts(post_office: PostOffice) -> None:
    led()
    run()
    [message] = post_office.taken_out()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert text_of(message).startswith("Dear Lena Lead,\n\n1 return due today, 12 January 2018.\n")
    assert "<h1>1 return due today, 12 January 2018</h1>" in html_of(message)
    [event] = Calendar.from_ical(calendar_of(message)).walk("VEVENT")
    assert event.decoded("dtstart") == DUE
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == "due-dates.ics"


def test_message_arrives_with_its_headers(post_office: PostOffice, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "scorecard@council.example"
    led()
    run()
    [message] = post_office.taken_out()
    names = ("From", "To", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress", "Message-ID")
    assert {name: str(message[name]) for name in names} == {
        "From": "scorecard@council.example",
        "To": LENA,
        "Subject": "1 return due today, 12 January 2018 (performance scorecard)",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Message-ID": f"<message-{Message.objects.get().pk}@scorecard.example>",
    }
    assert [name for name in ("Cc", "Bcc", "Reply-To") if message[name]] == []


def test_message_without_anything_due_has_no_attachment(post_office: PostOffice) -> None:
    led()
    run(DUE + DAY)
    [message] = post_office.taken_out()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_nothing_of_a_return_arrives_anywhere(post_office: PostOffice) -> None:
    officer = make_officer(make_service(), "Lena Lead")
    for ref, state in enumerate(State):
        put(led(f"m{ref}", deputy="Dan Deputy"), state, by=officer, on=DUE)
    head_of(make_service())
    for days in (-5, 0, 1, 5):
        run(DUE + days * DAY)
    arrived = post_office.taken_out()
    assert {str(each["To"]) for each in arrived} >= {LENA, DAN, HANA}
    whole = [f"{each} {text_of(each)} {html_of(each)} {calendar_of(each)}" for each in arrived]
    never = ("8642", "8,642", COMMENTARY.split()[0], REASON.split()[0], "commentary")
    assert [each for each in never if any(each in message for message in whole)] == []


def test_what_is_sent_is_written_down(post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    run(DUE + DAY)
    assert post_office.addresses() == [DAN, LENA]
    message = Message.objects.get(address=LENA)
    assert (message.to, message.on, message.state, message.error) == (
        Person.objects.get(name="Lena Lead"),
        DUE + DAY,
        MessageState.SENT,
        "",
    )
    [reminder] = message.reminders.all()
    assert (reminder.person, reminder.of.measure.ref, reminder.kind, reminder.occasion) == (
        message.to,
        "25",
        "OVERDUE",
        1,
    )


def test_sending_is_on_the_record(post_office: PostOffice) -> None:
    led()
    team = make_performance()
    send(preview(DUE).letters, by=team)
    message = Message.objects.get()
    rows = Change.objects.filter(object_type="indicators.message", object_id=message.pk)
    assert list(rows.order_by("id").values_list("deed", "person", "before", "after", "on")) == [
        ("reminder begun", team.pk, "", "", DUE),
        ("reminder sent", team.pk, "STARTED", "SENT", DUE),
    ]
    assert post_office.addresses() == [LENA]


def test_message_is_committed_before_it_goes(post_office: PostOffice) -> None:
    led()
    ours, seen = connections["default"], []
    open_before = list(ours.savepoint_ids)
    post_office.when_asked = lambda: seen.append(list(ours.savepoint_ids))
    run()
    assert seen == [open_before]


def test_sending_within_a_transaction_is_refused(post_office: PostOffice) -> None:
    led()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        run()
    assert post_office.addresses() == []


# Never twice


def test_second_run_of_the_day_sends_nothing(post_office: PostOffice) -> None:
    led()
    run()
    assert run() == []
    assert post_office.addresses() == [LENA]


def test_two_runs_that_saw_the_same_send_once(post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    first, second = preview(DUE + DAY).letters, preview(DUE + DAY).letters
    assert [each.is_sent for each in send(first, by=None)] == [True, True]
    again = send(second, by=None)
    assert [(each.is_sent, each.message) for each in again] == [(False, None)] * 2
    assert post_office.addresses() == [DAN, LENA]
    assert Reminder.objects.count() == 2


def test_run_that_saw_less_leaves_the_whole_message_to_the_next(post_office: PostOffice) -> None:
    led("1")
    less = preview(DUE).letters
    led("2")
    more = preview(DUE).letters
    send(less, by=None)
    send(more, by=None)
    assert len(post_office.addresses()) == 1
    run()
    [rest] = post_office.taken_out()
    assert "* 2 Measure 2\n" in text_of(rest)
    assert "* 1 Measure 1\n" not in text_of(rest)


# Refused


def test_refused_address_fails_and_is_tried_at_the_next_run(post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    post_office.refuses = {LENA}
    outcomes = run(DUE + DAY)
    error = "The mail server refused the address: 550 5.1.1 no such mailbox"
    assert [(each.is_sent, each.error) for each in outcomes] == [(True, ""), (False, error)]
    assert post_office.addresses() == [DAN]
    assert states() == [(DAN, "SENT"), (LENA, "FAILED")]
    assert [each.person.name for each in Reminder.objects.all()] == ["Dan Deputy"]

    post_office.refuses = set()
    run(DUE + 2 * DAY)
    assert post_office.addresses() == [LENA]
    assert states() == [(DAN, "SENT"), (LENA, "FAILED"), (LENA, "SENT")]
    run(DUE + 3 * DAY)
    assert post_office.addresses() == []


def test_refused_message_fails(post_office: PostOffice) -> None:
    led()
    post_office.refuses_all = "552 5.3.4 too large"
    [outcome] = run()
    assert outcome.error == "The mail server refused the message: 552 5.3.4 too large"
    assert not Reminder.objects.exists()


def test_failure_is_on_the_record(post_office: PostOffice) -> None:
    led()
    post_office.refuses = {LENA}
    run()
    rows = Change.objects.filter(deed="reminder failed").order_by("id")
    state = rows.filter(field="state").values_list("before", "after").get()
    assert state == ("STARTED", "FAILED")
    [text] = rows.get(field="error").texts.all()
    assert text.text == "The mail server refused the address: 550 5.1.1 no such mailbox"


def test_mail_server_that_is_not_there_fails_all_after_one_try(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        settings.EMAIL_USE_TLS = False
        led(deputy="Dan Deputy")
        outcomes = run(DUE + DAY)
    error = "The mail server 127.0.0.1 can't be used: [Errno 111] Connection refused"
    assert [each.error for each in outcomes] == [error, error]
    assert states() == [(DAN, "FAILED"), (LENA, "FAILED")]
    assert not Reminder.objects.exists()


def test_mail_server_that_wants_another_password_is_named(
    post_office: PostOffice, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "scorecard", "wrong"
    led()
    [outcome] = run()
    assert outcome.error == (
        "The mail server 127.0.0.1 can't be used: SMTP AUTH extension not supported by server."
    )
    assert post_office.addresses() == []


def test_address_that_no_mail_can_have_fails(post_office: PostOffice) -> None:
    led()
    Person.objects.filter(name="Lena Lead").update(email="lena@council.example\nBcc: x@y.example")
    [outcome] = run()
    assert outcome.error.startswith("It can't be sent: ")
    assert (post_office.addresses(), not Reminder.objects.exists()) == ([], True)


# Broken off


def test_connection_that_breaks_leaves_the_message_to_a_person(post_office: PostOffice) -> None:
    led()
    post_office.breaks_off_after_taking = True
    [outcome] = run()
    assert not outcome.is_sent
    assert outcome.error.startswith("The connection broke while it was being sent: ")
    assert states() == [(LENA, "STARTED")]
    assert post_office.addresses() == [LENA]
    post_office.breaks_off_after_taking = False
    for days in range(1):
        run(DUE + days * DAY)
    assert post_office.addresses() == []


def test_crash_between_leaves_the_message_started(post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    [deputy, lead] = preview(DUE + DAY).letters
    assert begin(lead, by=None) is not None  # and here the program dies
    run(DUE + DAY)
    run(DUE + 2 * DAY)
    assert post_office.addresses() == [DAN]
    assert states() == [(LENA, "STARTED"), (DAN, "SENT")]
    assert deputy.person.email == DAN


def test_finishing_what_a_person_decided_meanwhile_changes_nothing() -> None:
    led()
    [letter] = preview(DUE).letters
    message = begin(letter, by=None)
    assert message is not None
    finish(Message.objects.get(), MessageState.FAILED, by=None, on=DUE, error="Decided.")
    finish(message, MessageState.SENT, by=None, on=DUE)
    stored = Message.objects.get()
    assert (stored.state, stored.error) == (MessageState.FAILED, "Decided.")


# Limits


def test_page_begins_no_more_messages_once_its_time_is_up(post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    assert run(DUE + DAY, seconds=-1) == []
    assert run(DUE + DAY, seconds=60) != []
    assert post_office.addresses() == [DAN, LENA]


def test_what_is_submitted_between_two_runs_is_not_told(post_office: PostOffice) -> None:
    return_ = led()
    put(return_, State.SUBMITTED, by=Person.objects.get(name="Lena Lead"), on=DUE)
    assert run(DUE + DAY) == []
    Period.objects.update(due_on=DUE + 9 * DAY)
    assert run(DUE + 9 * DAY) == []
    assert post_office.addresses() == []
