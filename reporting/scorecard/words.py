"""The sentences with which a page says its message: counts, changes, days late, dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.models import Period
from indicators.rules.periods import MONTHS_OF_QUARTER, Quarter
from indicators.rules.rag import Status
from reporting.scorecard.counting import Tally

EXAMPLE = "example figure"
WHY_UNRATED = {
    Status.TARGET_TBC: "target to be confirmed",
    Status.NO_TARGET: "no target",
    Status.NO_PROFILE: "no in-year profile",
    Status.CONFIG_ERROR: "settings to be mended",
    Status.MONITOR: "followed by trend",
    Status.NO_CASES: "no cases",
    Status.NOT_APPLICABLE: "not applicable",
    Status.CARRY_OVER: "published later",
    Status.NOT_SCHEDULED: "not collected this quarter",
}


@dataclass(frozen=True)
class Lead:
    """A page's message; `red` is the part that is set in bold."""

    before: str
    red: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return f"{self.before}{self.red}{self.after}"


def lead(now: Tally, then: Tally | None, period: Period) -> Lead:
    """The counts of a period in a few sentences; `then`: the period before, if there was one."""
    if now.total == 0:
        return Lead(f"No performance measure was asked for {during(period.quarter)}.")
    if now.rated == 0:
        return Lead(" ".join(["No measure is rated yet.", *_apart(now, period)]))
    before = f"{_green(now)} "
    moved = _moved(now, then, period.quarter)
    awaiting = _awaiting(now)
    joined = f"{',' if moved else ''} and {awaiting}." if awaiting else "."
    red = number_are(now.red).capitalize()
    return Lead(before, f"{red} red", f"{moved}{joined}{_after(now, period)}")


def _green(now: Tally) -> str:
    exceeded = f", {now.exceeded} of them better than asked" if now.exceeded else ""
    noun = "measure" if now.rated == 1 else "measures"
    return (
        f"{now.green_in_all} of {now.rated} rated {noun} "
        f"{'is' if now.green_in_all == 1 else 'are'} green{exceeded}."
    )


def _moved(now: Tally, then: Tally | None, quarter: Quarter) -> str:
    if then is None or then.red == now.red:
        return ""
    return f", {difference(now.red, then.red)} than {last(quarter)}"


def _awaiting(now: Tally) -> str:
    if not now.awaiting:
        return ""
    as_red = now.by_status.get(Status.RED_AWAITING, 0)
    more = f"{now.awaiting} more {'awaits' if now.awaiting == 1 else 'await'} information"
    if as_red == now.awaiting:
        return f"{more}, which counts as red"
    return f"{more}, {as_red} of them counted as red" if as_red else f"{more}, counted apart"


def _after(now: Tally, period: Period) -> str:
    return "".join(f" {sentence}" for sentence in _apart(now, period))


def _apart(now: Tally, period: Period) -> list[str]:
    """What is not among the rated, each kind in a sentence of its own."""
    unrated = sum(now.unrated.values())
    found = []
    if unrated:
        found.append(f"{number_are(unrated)} not rated: {why_unrated(now.unrated)}.")
    if now.unapproved:
        found.append(f"{number_are(now.unapproved)} returned but not yet approved.")
    if now.not_due:
        found.append(f"{number_are(now.not_due)} not due until {day(period.due_on)}.")
    if not now.rated and now.awaiting:
        found.append(f"{now.awaiting} {'awaits' if now.awaiting == 1 else 'await'} information.")
    return found


def why_unrated(unrated: Mapping[Status, int]) -> str:
    """The reasons, with numbers where there are several: "2 no cases, 1 published later"."""
    if len(unrated) == 1:
        return WHY_UNRATED[next(iter(unrated))]
    return ", ".join(f"{number} {WHY_UNRATED[status]}" for status, number in unrated.items())


def difference(now: int, then: int) -> str:
    """2 more, 1 fewer."""
    return f"{now - then} more" if now > then else f"{then - now} fewer"


def change(now: int, then: int | None, quarter: Quarter) -> str:
    """A count against the period before: "1 more than Q2", "same as 2016/17 outturn"."""
    if then is None:
        return ""
    short = quarter.name if quarter.is_outturn else quarter.short
    return f"same as {short}" if now == then else f"{difference(now, then)} than {short}"


def awaiting_sentence(due_on: date, late: int, *, counts_as_red: bool) -> str:
    """What stands in place of a rating while a return is overdue."""
    counts = "counts as red" if counts_as_red else "not counted as rated"
    return f"Awaiting information: due {day(due_on)}, {days_late(late)}; {counts}"


def days_late(days: int) -> str:
    return f"{days} day late" if days == 1 else f"{days} days late"


def in_prose(quarter: Quarter) -> str:
    """Quarter 3 2017/18, or Year-end outturn 2017/18."""
    name = "Year-end outturn" if quarter.is_outturn else f"Quarter {quarter.number}"
    return f"{name} {quarter.financial_year.label}"


def during(quarter: Quarter) -> str:
    """The same within a sentence: in Quarter 3 2017/18, in the year-end outturn 2017/18."""
    if quarter.is_outturn:
        return f"in the year-end outturn {quarter.financial_year.label}"
    return f"in {in_prose(quarter)}"


def last(quarter: Quarter) -> str:
    """What the period before is called."""
    return "last year’s outturn" if quarter.is_outturn else "last quarter"


def during_last(quarter: Quarter) -> str:
    """The same as an adverb: green last quarter, green in last year’s outturn."""
    return f"in {last(quarter)}" if quarter.is_outturn else last(quarter)


def months(quarter: Quarter) -> str:
    """October to December 2017; of an outturn April 2017 to March 2018."""
    if quarter.is_outturn:
        return f"April {quarter.year} to March {quarter.year + 1}"
    return f"{MONTHS_OF_QUARTER[quarter.number]} {quarter.start.year}"


def day(when: date) -> str:
    """12 January 2018."""
    return f"{when:%-d %B %Y}"


def state(period: Period, on: date) -> str:
    """Whether the period is open, and since or until when."""
    if not period.is_open:
        return f"closed {day(period.closed_on)}" if period.closed_on else "closed"
    if late := period.days_late(on):
        return f"open, returns were due {day(period.due_on)}, {number_of(late, 'day')} ago"
    return f"open, returns are due {day(period.due_on)}"


def number_of(count: int, noun: str) -> str:
    """1 measure, 34 measures."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def number_are(count: int) -> str:
    """A number with its verb: 4 are, 1 is, none is."""
    if count == 0:
        return "none is"
    return f"{count} is" if count == 1 else f"{count} are"
