"""Where the example council may be made, and what the command says."""

from __future__ import annotations

import re
import socket
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from indicators.models import Measure
from indicators.rules.periods import Quarter
from organisation.models import Change, Person
from perfmgmt.demo import DEMO_PASSWORD, dates
from perfmgmt.demo.making import make
from perfmgmt.demo.organising import accounts
from perfmgmt.demo.playing import Player
from perfmgmt.demo.signing_in import how_to_sign_in
from perfmgmt.demo.sources import Figures
from tests.factories import make_person


@pytest.mark.django_db
def test_command_refuses_outside_demo_mode(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="only in demo mode"):
        call_command("demo", no_serve=True, stdout=StringIO())
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_command_refuses_a_database_with_other_people(settings: Settings) -> None:
    settings.DEMO = True
    person = make_person("Somebody Else")

    with pytest.raises(CommandError, match="holds people whom the example council did not make"):
        call_command("demo", no_serve=True, stdout=StringIO())
    assert list(Person.objects.all()) == [person]


@pytest.mark.django_db
def test_making_that_is_broken_off_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(_player: Player) -> None:
        raise KeyboardInterrupt

    settings.DEMO = True
    settings.BUSINESS_TODAY = date(2018, 1, 15)
    monkeypatch.setattr(Player, "play", broken_off)

    with pytest.raises(KeyboardInterrupt):
        make()

    assert [model.objects.count() for model in (Person, Measure, Change)] == [0, 0, 0]


def test_table_names_everybody_with_address_and_password() -> None:
    text = how_to_sign_in("http://127.0.0.1:8000/")

    assert "http://127.0.0.1:8000/" in text
    assert DEMO_PASSWORD in text
    assert [each.email for each in accounts() if each.email not in text] == [
        "hollis.wren@example.council"  # who left
    ]
    assert re.search(
        r"^Officer +Farah Lindqvist +farah\.lindqvist@example\.council +Enters", text, re.MULTILINE
    )


@pytest.mark.parametrize("quarter", [*Figures.read().quarters, Quarter(2016, 5)], ids=str)
def test_days_of_a_period_are_in_order(quarter: Quarter) -> None:
    submitted = [dates.submits(quarter, position) for position in range(6)]
    approved = [dates.approves(quarter, position) for position in range(6)]

    assert quarter.end < dates.opens(quarter) <= min(submitted)
    assert max(submitted) <= dates.due(quarter)
    assert max(approved) < dates.reviews(quarter) < dates.closes(quarter)
    assert all(before < after for before, after in zip(submitted, approved, strict=True))
    assert {day.weekday() for day in (*submitted, *approved)} <= {0, 1, 2, 3, 4}


def test_outturn_is_between_its_last_quarter_and_the_next() -> None:
    assert dates.closes(Quarter(2016, 4)) < dates.opens(Quarter(2016, 5))
    assert dates.closes(Quarter(2016, 5)) < dates.opens(Quarter(2017, 1))


@pytest.mark.django_db
def test_command_refuses_a_port_that_is_taken(settings: Settings) -> None:
    settings.DEMO = True
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} can't be used.*PORT=8080"):
            call_command("demo", port=port, stdout=StringIO())
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_command_refuses_a_port_that_is_no_number(settings: Settings) -> None:
    settings.DEMO = True

    with pytest.raises(CommandError, match=r"PORT is 'eighty'.*from 1 to 65535"):
        call_command("demo", port="eighty", stdout=StringIO())
