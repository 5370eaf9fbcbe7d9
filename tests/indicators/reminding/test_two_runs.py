"""Runs of the command as cron starts them: two at once, and one that is killed in the middle."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from indicators.models import Message
from tests.factories import make_service
from tests.indicators.reminding.chased import head_of, led
from tests.indicators.reminding.post_office import PostOffice

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        yield office


@pytest.fixture
def run(office: PostOffice, tmp_path: Path) -> Iterator[Run]:
    """Starts `manage.py send_reminders` on the test's data, in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "only-for-tests-" + "0123456789" * 5,
            "DEBUG": "false",
            "DEMO": "false",
            "HTTPS": "false",
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": "",
            "EMAIL_HOST": office.host,
            "EMAIL_PORT": str(office.port),
            "EMAIL_TLS": "false",
            "EMAIL_USER": "",
            "EMAIL_PASSWORD": "",
            "DATABASE_URL": database(tmp_path),
        }
        command = [sys.executable, "manage.py", "send_reminders", *arguments]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def database(folder: Path) -> str:
    """The address of the test's database; SQLite's is in memory, so it is copied to a file."""
    if connection.vendor == "postgresql":
        held = connection.settings_dict
        return f"postgres://{held['USER']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"
    file = folder / "copy.sqlite3"
    if not file.exists():
        with sqlite3.connect(file) as copy:
            connection.cursor().connection.backup(copy)
        copy.close()
    return f"sqlite:///{file}"


def states(folder: Path) -> dict[str, str]:
    """The state of each address's message."""
    if connection.vendor == "postgresql":
        return dict(Message.objects.values_list("address", "state"))
    with sqlite3.connect(folder / "copy.sqlite3") as copy:
        found = dict(copy.execute("SELECT address, state FROM indicators_message").fetchall())
    copy.close()
    return found


def ended(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    out, err = process.communicate(timeout=PATIENCE)
    assert err == ""
    return process.returncode, json.loads(out)


def chase(number: int) -> list[str]:
    """That many leads, all of them late, and their head of service; everybody's address."""
    for index in range(number):
        led(f"{index}", lead=f"Lead {index}")
    head_of(make_service())
    return [*(f"lead.{index}@council.example" for index in range(number)), HEAD]


HEAD = "hana.head@council.example"


def test_two_runs_at_once_tell_everybody_once(run: Run, office: PostOffice, tmp_path: Path) -> None:
    people = chase(6)

    def wait_for_the_other() -> None:
        # A run has one connection at a time, so the second is the other run's.
        until = time.monotonic() + PATIENCE
        while office.connections < 2 and time.monotonic() < until:
            time.sleep(0.01)

    office.when_asked = wait_for_the_other
    one, other = run("--json"), run("--json")
    results = [ended(one), ended(other)]

    assert [status for status, _ in results] == [0, 0]
    assert Counter(office.addresses()) == dict.fromkeys(people, 1)
    assert states(tmp_path) == dict.fromkeys(people, "SENT")
    sent = [sum(each["state"] == "SENT" for each in printed["messages"]) for _, printed in results]
    assert sum(sent) == len(people)
    assert min(sent) > 0  # both were at it


def test_run_that_is_killed_while_sending_tells_nobody_twice(
    run: Run, office: PostOffice, tmp_path: Path
) -> None:
    people = chase(3)
    killed = run("--json")
    office.when_asked = killed.kill
    killed.communicate(timeout=PATIENCE)
    office.when_asked = lambda: None
    [first] = office.addresses()
    assert states(tmp_path) == {first: "STARTED"}

    status, printed = ended(run("--json"))

    assert status == 0
    rest = sorted(set(people) - {first})
    assert office.addresses() == rest
    assert sorted(each["to"] for each in printed["messages"]) == rest
    assert states(tmp_path) == {first: "STARTED", **dict.fromkeys(rest, "SENT")}
    assert ended(run("--json"))[1]["messages"] == []
