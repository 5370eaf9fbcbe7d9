"""The state of a period in words, on each side of each boundary."""

from datetime import date, timedelta

import pytest

from indicators.models import Period
from indicators.periods.period_words import PeriodStanding, state_of
from tests.factories import DUE, make_performance

pytestmark = pytest.mark.django_db

GRACE = DUE + timedelta(days=10)
UNTIL = "Officers can enter until 22 January 2018; then it locks itself."
ONLY = "only those let in by name can enter."


def period(**fields: object) -> Period:
    given = {"year": 2017, "number": 3, "due_on": DUE, "opened_on": date(2017, 12, 31)}
    return Period(**given | fields)


@pytest.mark.parametrize(
    ("on", "word", "sentence"),
    [
        (
            DUE - timedelta(days=5),
            "Open",
            f"Returns are due 12 January 2018, in 5 days. {UNTIL}",
        ),
        (
            DUE - timedelta(days=1),
            "Open",
            f"Returns are due 12 January 2018, tomorrow. {UNTIL}",
        ),
        (
            DUE,
            "Open",
            f"Returns are due 12 January 2018, today. {UNTIL}",
        ),
        (
            DUE + timedelta(days=1),
            "In grace",
            "In grace until 22 January 2018. Returns were due 12 January 2018, yesterday.",
        ),
        (
            GRACE,
            "In grace",
            "In grace until 22 January 2018. Returns were due 12 January 2018, 10 days ago.",
        ),
        (
            GRACE + timedelta(days=1),
            "Locked",
            f"Locked since 23 January 2018, when the days of grace were over: {ONLY}",
        ),
    ],
)
def test_state_follows_the_days_of_grace(on: date, word: str, sentence: str) -> None:
    assert state_of(period(enter_until=GRACE), on) == PeriodStanding(word, sentence)


def test_period_without_grace_never_locks_itself() -> None:
    never = "Officers can enter until it is closed: it never locks itself."
    assert state_of(period(), DUE).sentence == f"Returns are due 12 January 2018, today. {never}"
    late = state_of(period(), DUE + timedelta(days=90))
    assert (late.word, late.sentence) == (
        "Open",
        f"Returns were due 12 January 2018, 90 days ago. {never}",
    )


def test_period_without_days_of_grace_locks_itself_the_day_after() -> None:
    due_only = period(enter_until=DUE)
    assert state_of(due_only, DUE).sentence.endswith(
        "There are no days of grace: after that day it locks itself."
    )
    assert state_of(due_only, DUE + timedelta(days=1)).word == "Locked"


def test_period_locked_by_hand_says_by_whom_and_since_when() -> None:
    by_hand = period(enter_until=GRACE, locked_on=DUE, locked_by=make_performance())
    said = "Locked since 12 January 2018 by Penny: only those let in by name can enter."
    assert state_of(by_hand, DUE).sentence == said
    assert state_of(by_hand, GRACE + timedelta(days=30)).sentence == said


def test_closed_period_says_by_whom() -> None:
    closed = period(state="CLOSED", closed_on=GRACE, closed_by=make_performance())
    assert state_of(closed, GRACE) == PeriodStanding("Closed", "Closed 22 January 2018 by Penny.")


def test_sentence_does_not_say_the_word_of_its_tag_again() -> None:
    grace = PeriodStanding("In grace", "In grace until 22 January 2018.")
    assert grace.beside_word == "until 22 January 2018."
    assert PeriodStanding("Closed", "Closed.").beside_word == ""
    assert PeriodStanding("Open", "Returns are due.").beside_word == "Returns are due."
