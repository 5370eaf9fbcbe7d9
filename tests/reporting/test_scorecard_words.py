"""The sentences of the scorecard's pages, whole."""

from datetime import date

import pytest

from indicators.models import Period
from indicators.rules.rag import Status
from reporting.scorecard import words
from reporting.scorecard.counting import Tally
from tests.factories import DUE, Q2, Q3, TODAY

OPEN = Period(year=2017, number=3, due_on=DUE, opened_on=DUE)


def tally(**counts: int) -> Tally:
    return Tally({Status[name]: count for name, count in counts.items()})


NOW = tally(GREEN=19, AMBER=5, RED=4, RED_AWAITING=3, TARGET_TBC=3)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (
            NOW,
            tally(GREEN=20, RED=3),
            (
                "19 of 31 rated measures are green. 4 are red, 1 more than last quarter, and 3 "
                "more await information, which counts as red. 3 are not rated: target to "
                "be confirmed."
            ),
        ),
        (
            tally(GREEN=30, EXCEEDED=8, AMBER=8),
            tally(GREEN=40, RED=2),
            (
                "38 of 46 rated measures are green, 8 of them better than asked. None is red, "
                "2 fewer than last quarter."
            ),
        ),
        (
            tally(GREEN=1, AWAITING=1),
            None,
            (
                "1 of 1 rated measure is green. None is red and 1 more awaits information, "
                "counted apart."
            ),
        ),
        (
            tally(RED=1, RED_AWAITING=1, AWAITING=1, NOT_YET_APPROVED=1),
            tally(RED=1),
            (
                "0 of 2 rated measures are green. 1 is red and 2 more await information, 1 of them "
                "counted as red. 1 is returned but not yet approved."
            ),
        ),
        (
            tally(GREEN_JUDGED=1, RED_JUDGED=1, NO_CASES=2, CARRY_OVER=1),
            None,
            (
                "1 of 2 rated measures is green. 1 is red. 3 are not rated: 2 no cases, "
                "1 published later."
            ),
        ),
        (tally(NOT_DUE=34), NOW, "No measure is rated yet. 34 are not due until 12 January 2018."),
        (tally(), None, "No performance measure was asked for in Quarter 3 2017/18."),
    ],
)
def test_lead_says_counts_in_sentences(now: Tally, then: Tally | None, said: str) -> None:
    assert words.lead(now, then, OPEN).text == said


def test_lead_sets_the_reds_in_bold() -> None:
    assert words.lead(NOW, None, OPEN).red == "4 are red"


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [(4, 3, "1 more than Q2"), (3, 4, "1 fewer than Q2"), (3, 3, "same as Q2"), (3, None, "")],
)
def test_change_is_against_the_quarter_before(now: int, then: int | None, said: str) -> None:
    assert words.change(now, then, Q2) == said


@pytest.mark.parametrize(
    ("late", "as_red", "said"),
    [
        (3, True, "Awaiting information: due 12 January 2018, 3 days late; counts as red"),
        (1, False, "Awaiting information: due 12 January 2018, 1 day late; not counted as rated"),
    ],
)
def test_awaiting_says_since_when_and_what_it_counts_as(late: int, as_red: bool, said: str) -> None:
    assert words.awaiting_sentence(DUE, late, counts_as_red=as_red) == said


def test_state_of_an_open_period_before_and_after_its_due_date() -> None:
    assert words.state(OPEN, DUE) == "open, returns are due 12 January 2018"
    assert words.state(OPEN, TODAY) == "open, returns were due 12 January 2018, 3 days ago"


def test_state_of_a_closed_period() -> None:
    closed = Period(year=2017, number=2, due_on=DUE, state="CLOSED", closed_on=date(2018, 2, 1))
    assert words.state(closed, TODAY) == "closed 1 February 2018"


def test_a_quarter_in_prose_and_months() -> None:
    assert (words.in_prose(Q3), words.months(Q3)) == (
        "Quarter 3 2017/18",
        "October to December 2017",
    )
