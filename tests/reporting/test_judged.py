"""How many ratings were judged, and which way: on the overview and in the exception reports."""

import pytest

from indicators.returns.judging import agree_judgement, judge
from indicators.rules.rag import Colour
from organisation.models import Council
from reporting.exceptions.building import message
from reporting.exceptions.query import told_of
from reporting.judged import judged_in_words
from reporting.scorecard.counting import performance_returns
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_measure,
    make_performance,
    make_return,
    make_terms,
    open_quarter,
)
from tests.reporting.scorecard_examples import as_words, reader

pytestmark = pytest.mark.django_db
SAID = "2 ratings are judged: 1 worse than calculated, 1 better than calculated."


def judged(ref: str, value: str, colour: Colour) -> None:
    return_ = approved(make_return(ref), value, **EXPLAINED)
    why = "The figure leaves out a whole depot."
    judge(return_, colour=colour, reason=why, by=make_performance(), on=TODAY)


def agreed(ref: str) -> None:
    agree_judgement(make_return(ref), by=make_performance("Second of the team"), on=TODAY)


def play() -> None:
    """One judged worse, one better, and one that still waits for a second person."""
    for ref in ("1", "2", "3"):
        make_terms(make_measure(ref))
    open_quarter()
    judged("1", "82", Colour.AMBER)
    judged("2", "50", Colour.AMBER)
    agreed("2")
    judged("3", "50", Colour.GREEN)


def test_overview_and_exception_reports_say_how_many_were_judged_and_which_way() -> None:
    play()
    period, council = make_return("1").period, Council.current()
    told = told_of(period, on=TODAY, council=council)
    assert SAID in message(told, period)
    assert SAID in as_words(reader().get("/scorecard/2017-18-q3/").content.decode())


def test_nothing_is_said_where_nothing_is_judged() -> None:
    approved(make_return("1"), "82")
    returns = performance_returns(make_return("1").period, on=TODAY, council=Council.current())
    assert judged_in_words(returns) == ""
