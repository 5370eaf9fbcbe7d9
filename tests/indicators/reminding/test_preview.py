"""What was shown is what is sent, else it is said what has changed."""

from datetime import timedelta

import pytest

from indicators.models import State
from indicators.reminding.preview import differences, preview
from organisation.models import Person
from tests.indicators.reminding.chased import DUE, leaves, led, put

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def changed(seal: str) -> list[str]:
    return differences(seal, preview(DUE).letters)


def test_nothing_has_changed() -> None:
    led("1")
    led("2", lead="Bob Stone")
    assert changed(preview(DUE).seal) == []


def test_empty_day_has_an_empty_seal() -> None:
    assert preview(DUE).seal == ""
    assert changed("") == []


def test_each_difference_is_said() -> None:
    led("1")
    gone = led("2", lead="Bob Stone")
    led("3", lead="Cora Cole")
    seal = preview(DUE).seal
    led("4", lead="Cora Cole")
    led("5", lead="Ann Able")
    put(gone, State.SUBMITTED, by=Person.objects.get(name="Bob Stone"), on=DUE)
    assert changed(seal) == [
        "There is a message to Ann Able now.",
        "The message to Cora Cole reads otherwise now.",
        "There is nothing to tell Bob Stone any more.",
    ]


def test_another_day_reads_otherwise() -> None:
    led()
    assert differences(preview(DUE).seal, preview(DUE + DAY).letters) == [
        "The message to Lena Lead reads otherwise now."
    ]


@pytest.mark.parametrize("seal", ["", "x", "1", ":", "٣:a", "9" * 30 + ":a", ",,,", "-1:a"])
def test_seal_that_cannot_be_read_showed_nothing(seal: str) -> None:
    led()
    leaves(Person.objects.create_user("gone@council.example", name="Gone"))
    assert [each for each in changed(seal) if "Lena" in each] != []
