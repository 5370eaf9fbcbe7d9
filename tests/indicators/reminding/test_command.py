"""`manage.py send_reminders` as cron runs it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from indicators.models import Message, Reminder
from indicators.reminding.preview import preview
from indicators.reminding.sending import begin
from organisation.models import Change
from tests.factories import make_service
from tests.indicators.reminding.chased import DUE, head_of, led, make_chased
from tests.indicators.reminding.post_office import PostOffice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOBODY = (
    "26 Measure 26, 2017/18 Q3: it has no lead, no deputy and no officer, "
    "and there is no performance team."
)


@pytest.fixture(autouse=True)
def _the_day_after(on_day: Callable[[date], None]) -> None:
    on_day(DUE + DAY)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_command_sends_what_holds_on_the_business_day(post_office: PostOffice) -> None:
    led()
    subject = "1 return overdue since 12 January 2018 (performance scorecard)"
    assert run() == f"Sent to lena.lead@council.example: {subject}\n"
    assert post_office.addresses() == ["lena.lead@council.example"]
    assert run() == "There is nothing to tell today.\n"
    assert post_office.addresses() == []


def test_record_says_that_the_command_sent_it(post_office: PostOffice) -> None:
    led()
    run()
    rows = Change.objects.filter(deed__startswith="reminder")
    assert {(each.origin, each.person) for each in rows} == {("command send_reminders", None)}
    assert len(post_office.taken_out()) == 1


def test_preview_prints_and_sends_nothing(post_office: PostOffice) -> None:
    led()
    printed = run("--preview")
    assert printed.startswith(
        "To: lena.lead@council.example\n"
        "Subject: 1 return overdue since 12 January 2018 (performance scorecard)\n\n"
        "Dear Lena Lead,\n"
    )
    assert (post_office.addresses(), Message.objects.count()) == ([], 0)


def test_failure_ends_with_status_1(post_office: PostOffice) -> None:
    led(deputy="Dan Deputy")
    post_office.refuses = {"lena.lead@council.example"}
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 of 2 messages did not go out\.$") as failed:
        call_command("send_reminders", stdout=out)
    assert failed.value.returncode == 1
    assert out.getvalue().splitlines()[1] == (
        "Not sent to lena.lead@council.example: "
        "The mail server refused the address: 550 5.1.1 no such mailbox"
    )


def test_json_says_everything(post_office: PostOffice) -> None:
    led()
    make_chased("26", service=make_service("Waste", "Place"))
    head_of(make_service())
    printed = json.loads(run("--json"))
    matter = {"ref": "25", "period": "2017-18-q3", "kind": "OVERDUE"}
    assert printed == {
        "on": "2018-01-13",
        "preview": False,
        "messages": [
            {
                "to": "lena.lead@council.example",
                "subject": "1 return overdue since 12 January 2018 (performance scorecard)",
                "state": "SENT",
                "error": "",
                "matters": [matter],
            }
        ],
        "nobody_to_tell": [NOBODY],
        "broken_off": [],
    }
    assert len(post_office.taken_out()) == 1


def test_json_stays_json_where_messages_are_printed(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    led()
    call_command("send_reminders", "--json")
    printed = capsys.readouterr()
    assert [each["state"] for each in json.loads(printed.out)["messages"]] == ["SENT"]
    assert "Dear Lena Lead," in printed.err


def test_json_preview_has_no_states(post_office: PostOffice) -> None:
    led()
    printed = json.loads(run("--json", "--preview"))
    assert [each["state"] for each in printed["messages"]] == [""]
    assert (post_office.addresses(), Reminder.objects.count()) == ([], 0)


def test_what_broke_off_is_printed_and_ends_with_status_1(post_office: PostOffice) -> None:
    led()
    [letter] = preview(DUE).letters
    begin(letter, by=None)
    Message.objects.update(error="The connection broke while it was being sent: timed out.")
    line = (
        "Broke off on 12 January 2018, to lena.lead@council.example: "
        "The connection broke while it was being sent: timed out."
    )
    assert line in run("--preview").splitlines()
    out = StringIO()
    with pytest.raises(CommandError, match=r"^Decide on the page Reminders what broke off \(1\)"):
        call_command("send_reminders", stdout=out)
    assert line in out.getvalue().splitlines()
    assert [each["Subject"].split()[2] for each in post_office.taken_out()] == ["overdue"]


def test_whom_nobody_tells_is_printed() -> None:
    make_chased("26", service=make_service("Waste", "Place"))
    assert run() == f"Nobody to tell: {NOBODY}\n"


def test_message_that_may_be_on_its_way_is_not_called_broken() -> None:
    led()
    [letter] = preview(DUE).letters
    begin(letter, by=None)
    assert json.loads(run("--json", "--preview"))["broken_off"] == []
