"""`manage.py open_period` and `close_period`: the same deeds as on the pages."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Period
from organisation.models import Change, Council
from tests.factories import (
    DUE,
    EXPLAINED,
    TODAY,
    approved,
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


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.BUSINESS_TODAY = TODAY


def told(command: str, *arguments: str, by: str = "") -> str:
    output = io.StringIO()
    by = by or make_performance().email
    call_command(command, *arguments, f"--by={by}", stdout=output)
    return output.getvalue().strip()


def refused(command: str, *arguments: str, by: str = "") -> tuple[str, int, str]:
    """What a command refuses, with its exit status and what it printed all the same."""
    output = io.StringIO()
    by = by or make_performance().email
    with pytest.raises(CommandError) as error:
        call_command(command, *arguments, f"--by={by}", stdout=output)
    return str(error.value), error.value.returncode, output.getvalue().strip()


# Opening


def test_period_is_opened_with_the_councils_days_of_grace() -> None:
    make_terms(make_measure("1"))
    make_terms(make_measure("2", frequency="ANNUAL"))
    make_measure("3")
    Council.objects.update_or_create(id=1, defaults={"grace_days": 7})
    assert told("open_period", "2017-18-q3", "--due=2018-01-12").splitlines() == [
        "2017/18 Q3 is open: 1 return asked for.",
        "1 every quarter",
        "0 once a year, in quarter 4",
        "Without terms: 3 Measure 3, it never had terms",
    ]
    period = Period.objects.get()
    assert (period.due_on, period.enter_until) == (DUE, date(2018, 1, 19))
    change = Change.objects.get(deed="period opened")
    assert (change.origin, change.person) == ("command open_period", make_performance())


@pytest.mark.parametrize(("until", "expected"), [("never", None), ("2018-02-01", date(2018, 2, 1))])
def test_last_day_for_entering_is_given_or_there_is_none(until: str, expected: date | None) -> None:
    told("open_period", "2017-18-q3", "--due=2018-01-12", f"--enter-until={until}")
    assert Period.objects.get().enter_until == expected


def test_preview_opens_nothing() -> None:
    make_terms(make_measure("1"))
    said = told("open_period", "2017/18 Q3", "--preview")
    assert said.startswith("2017/18 Q3 is not opened yet: 1 return asked for.")
    assert not Period.objects.exists()


def test_opening_is_told_as_json() -> None:
    make_terms(make_measure("1"))
    make_terms(make_measure("2"), in_force=False)
    make_measure("3")
    said = told("open_period", "2017-18-q3", "--due=2018-01-12", "--json")
    assert json.loads(said) == {
        "period": "2017-18-q3",
        "opened": True,
        "refused": "",
        "asked": 1,
        "by_frequency": {"Every quarter": 1},
        "without_terms": ["3"],
        "left_the_basket": ["2"],
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2017-18-q3"], "Say by when returns are due: --due 2018-04-12."),
        (["2017-18-q3", "--due=soon"], "“soon” is not a day; write it like 2018-04-12."),
        (
            ["2017-18-q9", "--due=2018-01-12"],
            (
                "“2017-18-q9” is not a quarter; write it like 2017/18 Q2. "
                "An outturn is written 2017-18-outturn."
            ),
        ),
        (
            ["2017-18-q3", "--due=2017-12-01"],
            "The due date is before the quarter's end, 31 December 2017.",
        ),
        (
            ["2017-18-q3", "--due=2018-01-12", "--enter-until=2018-01-01"],
            "The days of grace end before the due date.",
        ),
        (
            ["2017-18-outturn", "--due=2018-05-31"],
            "Close 2017/18 Q4 first: the outturn stands on its figures.",
        ),
    ],
)
def test_what_can_not_be_opened_is_refused(arguments: list[str], message: str) -> None:
    assert refused("open_period", *arguments)[:2] == (message, 1)
    assert not Period.objects.exists()


def test_refusal_is_told_as_json_too() -> None:
    open_quarter()
    message, status, said = refused("open_period", "2017-18-q3", "--due=2018-01-12", "--json")
    assert (message, status) == ("2017/18 Q3 is open already or was.", 1)
    found = json.loads(said)
    assert (found["opened"], found["refused"]) == (False, message)


@pytest.mark.parametrize("command", ["open_period", "close_period"])
def test_commands_are_for_the_performance_team(command: str) -> None:
    open_quarter()
    officer = make_officer(make_service()).email
    due = ["--due=2018-04-12"] if command == "open_period" else []
    quarter = "2017-18-q4" if command == "open_period" else "2017-18-q3"
    message, status, _ = refused(command, quarter, *due, by=officer)
    assert message.startswith("Only the performance team")
    assert status == 1
    assert [each.is_open for each in Period.objects.all()] == [True]


@pytest.mark.parametrize("command", ["open_period", "close_period"])
def test_somebody_has_to_do_it(command: str) -> None:
    open_quarter()
    message = refused(command, "2017-18-q3", by="nobody@council.example")[0]
    assert message == "Nobody here has the address nobody@council.example."


# Closing


def test_period_is_closed() -> None:
    approved(make_return(), "82")
    approved(make_return("26"), "50", **EXPLAINED)
    assert told("close_period", "2017-18-q3") == "2017/18 Q3 is closed: 1 green, 1 red."
    assert not Period.objects.get().is_open
    assert {each.origin for each in Change.objects.filter(deed="period closed")} == {
        "command close_period"
    }


def test_each_obstacle_is_named() -> None:
    make_return("25")
    submitted(make_return("26"))
    message, status, said = refused("close_period", "2017-18-q3", "--json")
    lines = (
        "25 Not returned: acknowledge it with a reason.",
        "26 Submitted but not approved: approve or send back.",
    )
    assert (message, status) == ("\n".join(lines), 1)
    assert json.loads(said) == {
        "period": "2017-18-q3",
        "closed": False,
        "refused": message,
        "against": [
            {
                "ref": "25",
                "kind": "missing",
                "message": "Not returned: acknowledge it with a reason.",
            },
            {
                "ref": "26",
                "kind": "unapproved",
                "message": "Submitted but not approved: approve or send back.",
            },
        ],
        "returns": {"RED_AWAITING": 2},
    }
    assert Period.objects.get().is_open


def test_check_closes_nothing() -> None:
    return_ = make_return()
    assert refused("close_period", "2017-18-q3", "--check")[1] == 1
    approved(return_)
    assert told("close_period", "2017-18-q3", "--check") == (
        "Nothing stands against closing 2017/18 Q3."
    )
    assert Period.objects.get().is_open


def test_closing_is_told_as_json() -> None:
    approved(make_return())
    assert json.loads(told("close_period", "2017-18-q3", "--json")) == {
        "period": "2017-18-q3",
        "closed": True,
        "refused": "",
        "against": [],
        "returns": {"GREEN": 1},
    }


def test_closed_period_is_not_closed_again() -> None:
    approved(make_return())
    told("close_period", "2017-18-q3")
    assert refused("close_period", "2017-18-q3")[0] == "2017/18 Q3 is closed already."


def test_period_that_was_never_opened_is_not_closed() -> None:
    assert refused("close_period", "2017-18-q3")[0] == "2017/18 Q3 was never opened."
