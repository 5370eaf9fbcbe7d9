"""Commentary beside its figure and the last one: it contradicts, repeats, or is too long."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.periods import Quarter
from indicators.rules.sense import Check, Earlier, Known
from indicators.rules.sense_claims import Claims, claims
from indicators.rules.vocabulary import Basis, Polarity
from tests.indicators.rules.sense_examples import COUNT, NOW, figure, known, said, terms

MAX, MIN, RANGE, ZERO = Polarity.MAX, Polarity.MIN, Polarity.RANGE, Polarity.ZERO
FELL, ROSE = "78.0", "86.0"
BEFORE = known("82.0", "81.0", "80.0", "82.0")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Performance has improved this quarter but remains below target.", "improved"),
        ("Timeliness improved from 71% to 74%.", "improved"),
        ("The picture is improving, with more to do.", "is improving"),
        ("This shows improvement on last year.", "shows improvement"),
        ("Better than last year but below 55%.", "Better than"),
        ("Best quarter so far.", "Best quarter"),
        ("The team performed better over winter.", "performed better"),
        ("The rate has increased slightly.", "rate has increased"),
        ("Up on last quarter.", "Up"),
        ("Rising slowly. New payments nearly match those that end.", "Rising"),
        ("An increase of two points.", "An increase of"),
        ("Performance rose.", "Performance rose"),
        ("Performance has not improved.", ""),
        ("There was no improvement on last year.", ""),
        ("It hasn't improved since April.", ""),
        ("No better than last quarter.", ""),
        ("Figures failed to get back up, and never improved.", ""),
        ("Actions are in place to improve the rate.", ""),
        ("Performance should have improved by March.", ""),
        ("We expect the rate increased in April.", ""),
        ("An improvement plan is in place.", ""),
        ("Better than the national average.", ""),
        ("Better recording by the police explains half of it.", ""),
        ("The new system has improved communication with parents.", ""),
        ("Improved recording has an effect.", ""),
        ("Performance improved in May but fell in June.", ""),
        ("Referrals rose by a third.", ""),
        ("", ""),
    ],
)
def test_what_claims_that_more_is_better(text: str, found: str) -> None:
    assert claims(text, MAX).better == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Performance has deteriorated since the spring.", "deteriorated"),
        ("Worse than last year.", "Worse than"),
        ("The position got worse.", "got worse"),
        ("Worst quarter since 2014.", "Worst quarter"),
        ("Performance dipped over the summer.", "Performance dipped"),
        ("The percentage fell again.", "percentage fell"),
        ("Down on last quarter.", "Down"),
        ("A small drop from September.", "A small drop from"),
        ("Performance has not deteriorated.", ""),
        ("It would get worse than last year without more staff.", ""),
        ("Worse than other councils.", ""),
        ("Performance dipped in May and improved in June.", ""),
        ("Long absences fell.", ""),
    ],
)
def test_what_claims_that_it_is_worse(text: str, found: str) -> None:
    assert claims(text, MAX).worse == found


@pytest.mark.parametrize(
    ("polarity", "text", "found"),
    [
        (MIN, "The rate fell again.", Claims(better="rate fell")),
        (MIN, "The rate rose again.", Claims(worse="rate rose")),
        (MAX, "The rate fell again.", Claims(worse="rate fell")),
        (MAX, "The rate rose again.", Claims(better="rate rose")),
        (RANGE, "The rate rose again.", Claims()),
        (ZERO, "The rate rose again.", Claims()),
        (RANGE, "The rate improved.", Claims(better="improved")),
        (MIN, "Improved, although the number rose in June.", Claims()),
    ],
)
def test_whether_a_rise_is_good_depends_on_the_measure(
    polarity: Polarity, text: str, found: Claims
) -> None:
    assert claims(text, polarity) == found


def test_commentary_that_says_better_of_a_fall() -> None:
    text = "Performance has improved this quarter."
    assert said(Check.SAYS_BETTER, FELL, BEFORE, commentary=text) == (
        "The commentary says “improved”, but the figure went from 82.0% in 2017/18 Q2 to 78.0%, "
        "which is worse. Check the words and the figure."
    )
    assert said(Check.SAYS_BETTER, ROSE, BEFORE, commentary=text) == ""


def test_commentary_that_says_worse_of_a_rise() -> None:
    text = "Worse than last quarter."
    assert said(Check.SAYS_WORSE, ROSE, BEFORE, commentary=text) == (
        "The commentary says “Worse than”, but the figure went from 82.0% in 2017/18 Q2 to 86.0%, "
        "which is better. Check the words and the figure."
    )
    assert said(Check.SAYS_WORSE, FELL, BEFORE, commentary=text) == ""


@pytest.mark.parametrize(
    ("about", "given_"),
    [
        (BEFORE, "81.1"),  # less than a percentage point: no change
        (known("82.0", "81.0", "80.0", "77.0"), FELL),  # better than a year ago, which is meant
        (known(), FELL),
        (known("82.0", of=terms(polarity=Polarity.NEUTRAL)), FELL),
        (BEFORE, ""),
    ],
)
def test_commentary_is_not_contradicted(about: Known, given_: str) -> None:
    assert said(Check.SAYS_BETTER, given_, about, commentary="It has improved.") == ""


def test_smallest_change_that_counts_contradicts() -> None:
    assert said(Check.SAYS_BETTER, "81.0", BEFORE, commentary="It has improved.") != ""


def test_running_total_is_compared_with_the_year_before() -> None:
    of = terms(COUNT, basis=Basis.CUMULATIVE_TOTAL)
    fewer = known("200", "100", "400", "350", "180", "90", of=of)
    assert "from 350 in 2016/17 Q3 to 300" in said(
        Check.SAYS_BETTER, "300", fewer, commentary="It has improved."
    )
    assert said(Check.SAYS_BETTER, "300", known("200", of=of), commentary="It improved.") == ""


def test_only_commentary_speaks_of_the_figure() -> None:
    assert said(Check.SAYS_BETTER, FELL, BEFORE, mitigation="The rate improved.") == ""


LAST = "More loads of mixed recycling were turned away at the sorting plant."


def after(commentary: str, basis: Basis = Basis.SNAPSHOT) -> Known:
    last = Earlier(Quarter(2017, 2), figure("82"), commentary=commentary)
    return Known(terms(basis=basis), NOW, (last,))


@pytest.mark.parametrize(
    ("last", "now", "how"),
    [
        (LAST, LAST, "the same as"),
        (LAST, f"  {LAST.upper()}\r\n", "the same as"),
        (LAST, LAST.replace("More", "Most"), "almost the same as"),
        (LAST, LAST.replace("More loads", "Fewer tonnes"), ""),
        (LAST, "", ""),
        ("", LAST, ""),
        ("On target and going well.", "On target and going well.", ""),
        ("All is on target and well.", "All is on target and well.", "the same as"),
        ("In the quarter 37 of 40 were in time.", "In the quarter 24 of 26 were in time.", ""),
        (f"In quarter 1: {LAST}", f"In quarter 2: {LAST}", ""),
    ],
)
def test_copied_from_the_last_period(last: str, now: str, how: str) -> None:
    message = f"The commentary is {how} for 2017/18 Q2. Say what is new this period."
    assert said(Check.COPIED, "85", after(last), commentary=now) == (message if how else "")


def test_yearly_figure_may_keep_its_words_until_the_next_is_out() -> None:
    yearly = after(LAST, Basis.ANNUAL)
    assert said(Check.COPIED, "82", yearly, commentary=LAST) == ""
    assert said(Check.COPIED, "85", yearly, commentary=LAST) != ""


def test_without_a_figure_words_can_be_copied_too() -> None:
    assert said(Check.COPIED, "", after(LAST), commentary=LAST) != ""


def test_limit_is_the_last_length_that_is_not_too_long() -> None:
    short = replace(known(), limit=1500)
    assert said(Check.TOO_LONG, "82", short, commentary=f"{'a' * 1499}b\r\n") == ""
    assert said(Check.TOO_LONG, "82", short, commentary="a\r\n" * 750 + "bb") == (
        "The commentary has 1,502 characters, 2 more than the council's limit of 1,500. Shorten it."
    )


@given(st.text(max_size=300), st.sampled_from(Polarity))
def test_claims_are_the_texts_own_words(text: str, polarity: Polarity) -> None:
    found = claims(text, polarity)
    assert found.better in text
    assert found.worse in text


@given(st.text(max_size=300))
def test_no_text_is_copied_from_nothing(text: str) -> None:
    assert said(Check.COPIED, "82", known("82"), commentary=text) == ""
