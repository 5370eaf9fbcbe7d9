"""`manage.py redact`: looks, and with --commit removes."""

from __future__ import annotations

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Return
from organisation.models import Change
from organisation.redacting import REDACTED
from tests.factories import entered, make_officer, make_performance, make_return, make_service

pytestmark = pytest.mark.django_db


def told(*arguments: str, by: str = "") -> str:
    output = io.StringIO()
    by = by or make_performance().email
    call_command("redact", *arguments, "--reason=Asked for", f"--by={by}", stdout=output)
    return output.getvalue().strip()


@pytest.fixture(autouse=True)
def _named() -> None:
    for ref in ("25", "26"):
        entered(make_return(ref), commentary="We wrote to Jane Doe.")


def commentaries() -> set[str]:
    return set(Return.objects.values_list("commentary", flat=True))


def test_without_commit_it_only_looks() -> None:
    assert told("jane doe").splitlines() == [
        "25 2017/18 Q3, Commentary: 1",
        "26 2017/18 Q3, Commentary: 1",
        "Texts in the record of changes: 2",
        "Nothing was removed: add --commit to do so.",
    ]
    assert commentaries() == {"We wrote to Jane Doe."}


def test_with_commit_it_removes_and_the_record_says_that_a_command_did() -> None:
    assert told("Jane Doe", "--commit").endswith("Removed.")
    assert commentaries() == {"We wrote to [removed]."}
    rows = Change.objects.filter(deed=REDACTED).values_list("origin", "person__name")
    assert set(rows) == {("command redact", "Penny")}


def test_it_keeps_to_one_return_or_one_measure() -> None:
    assert "26" not in told("Jane Doe", "--return=2017-18-q3/25", "--commit")
    assert Return.objects.filter(commentary__contains="Jane").count() == 1
    assert "25 2017/18" not in told("Jane Doe", "--measure=26", "--commit")
    assert not Return.objects.filter(commentary__contains="Jane").exists()


def test_json_says_the_same() -> None:
    answer = json.loads(told("Jane Doe", "--return=2017-18-q3/25", "--json"))
    holding = {"thing": "25 2017/18 Q3", "field": "Commentary", "times": 1, "within_words": 0}
    assert answer == {"committed": False, "live": [holding], "record": 1}


def test_passage_can_be_typed_where_no_shell_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Jane Doe\n"))
    assert told("-", "--commit").endswith("Removed.")
    assert commentaries() == {"We wrote to [removed]."}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Jo",), "Enter at least 3 characters"),
        (("Nobody",), "Nothing there holds it"),
        (("Nobody", "--commit"), "It was not found there"),
        (("Jane Doe", "--return=2017-18-q9/25"), "A return is a period and a measure"),
        (("Jane Doe", "--return=2018-19-q3/25"), "was never opened"),
        (("Jane Doe", "--return=2017-18-q3/99"), "There is no measure “99”"),
        (("Jane Doe", "--return=2017-18-q3/25", "--measure=25"), "not both"),
    ],
)
def test_what_is_wrong_is_said_and_fails(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message) as refused:
        told(*arguments)
    assert refused.value.returncode == 1
    assert "Jane" not in str(refused.value)
    assert commentaries() == {"We wrote to Jane Doe."}


def test_only_those_who_may_remove() -> None:
    officer = make_officer(make_service())
    with pytest.raises(CommandError, match="Only the performance team and administrators"):
        told("Jane Doe", "--commit", by=officer.email)
    with pytest.raises(CommandError, match="Nobody here has the address"):
        told("Jane Doe", "--commit", by="nobody@council.example")
    assert commentaries() == {"We wrote to Jane Doe."}
