"""Plays the quarters: opening, returns, approvals, what goes wrong, closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from indicators.agreeing import agree_terms
from indicators.models import Period, Return, State, Terms
from indicators.returns.approving import approve, send_back
from indicators.returns.checks import read_ahead
from indicators.returns.closing import acknowledge_missing, close_period, waive
from indicators.returns.entering import Entry, save_draft
from indicators.returns.opening import open_period
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from organisation.models import Council, Person
from perfmgmt.demo import dates
from perfmgmt.demo.answering import answered
from perfmgmt.demo.casting import Cast
from perfmgmt.demo.happening import Deed, Planned, happenings
from perfmgmt.demo.measuring import quarters_from_report
from perfmgmt.demo.sources import At, Figures
from perfmgmt.demo.story import Revision, Story, at_of

A_DAY = timedelta(days=1)


class Player:
    """Plays one period after another from figures and story."""

    def __init__(self) -> None:
        self.figures, self.story, self.cast = Figures.read(), Story.read(), Cast.read()
        self.reported = quarters_from_report()
        self.manager = self.cast.manager
        self.council = Council.current()
        self.to_come = happenings(self.cast, self.story.reasons)

    def play(self) -> None:
        """Every quarter of the table, and the outturns; the last stays open."""
        *closed, last = sorted([*self.figures.quarters, *self.story.outturns])
        for quarter in closed:
            self._play_period(quarter)
            self._close(quarter)
        self._play_period(last)

    def _play_period(self, quarter: Quarter) -> None:
        """Open it, then do each deed on its day."""
        opens = dates.opens(quarter)
        _do(self._happening_until(opens - A_DAY))
        open_period(
            quarter=quarter,
            due_on=dates.due(quarter),
            enter_until=self.story.grace.get(quarter),
            by=self.manager,
            on=opens,
        )
        _do([*self._deeds(quarter), *self._happening_until(dates.closes(quarter))])

    def _happening_until(self, day: date) -> list[Planned]:
        """What else is to happen until then; each is given out once."""
        found = [each for each in self.to_come if each[0] <= day]
        self.to_come = self.to_come[len(found) :]
        return found

    def _deeds(self, quarter: Quarter) -> Iterator[Planned]:
        returns = _returns(quarter)
        read_ahead(returns)
        for position, return_ in enumerate(returns):
            at = at_of(return_)
            entry = self.story.entry(return_, self.figures.cells.get(at, ""))
            if entry is None:
                continue
            yield dates.submits(quarter, position), self._enter(return_, entry, at)
            if decide := self._decide(return_, at):
                yield dates.approves(quarter, position), decide

    def _enter(self, return_: Return, entry: Entry, at: At) -> Deed:
        """Save, and submit unless it stays with its officer."""
        example = at[1].name not in self.reported.get(at[0], ())
        stays = at in self.story.drafts or at in self.story.awaiting

        def deed(on: date) -> None:
            by = self.cast.enters(return_.measure, on, deputy=at in self.story.by_deputy)
            full = answered(return_, entry, self.story.reasons, self.council)
            saved = save_draft(return_, full, by=by, on=on, example=example)
            if not stays:
                submit(saved, by=by, on=on)

        return deed

    def _decide(self, return_: Return, at: At) -> Deed | None:
        """Approve it, send it back, or leave it waiting."""
        if at in self.story.drafts | self.story.unapproved or at in self.story.awaiting:
            return None
        by = self.cast.approves(return_.measure)
        if reason := self.story.sent_back.get(at):
            return lambda on: send_back(return_, reason=reason, by=by, on=on)
        return lambda on: approve(return_, by=by, on=on)

    def _close(self, quarter: Quarter) -> None:
        """Settle what stands against closing, then close."""
        day, closing = dates.reviews(quarter), dates.closes(quarter)
        returns = {at_of(each): each for each in _returns(quarter)}
        for revision in self.story.revisions:
            if revision.quarter == quarter:
                _agree_anew(revision, self.manager, day)
        for at, reason in self.story.missing.items():
            if at in returns:
                acknowledge_missing(returns[at], reason=reason, by=self.manager, on=closing)
        for at, reason in self.story.waived.items():
            if at in returns:
                waive(returns[at], reason=reason, by=self.manager, on=closing)
        self._approve_again(quarter, closing)
        close_period(Period.objects.at(quarter).get(), by=self.manager, on=closing)

    def _approve_again(self, quarter: Quarter, on: date) -> None:
        """What a new target changed after its approval waits for its approver once more."""
        for return_ in _returns(quarter):
            if return_.state == State.SUBMITTED:
                approve(return_, by=self.cast.approves(return_.measure), on=on)


def _do(planned: list[Planned]) -> None:
    for day, deed in sorted(planned, key=lambda each: each[0]):
        deed(day)


def _returns(quarter: Quarter) -> list[Return]:
    return list(
        Return.objects.current()
        .filter(period__year=quarter.year, period__number=quarter.number)
        .select_related("measure__service", "measure__lead", "measure__deputy", "period", "terms")
        .order_by("id")
    )


def _agree_anew(revision: Revision, by: Person, on: date) -> None:
    """A new target for the year, while only its first quarter stands on it."""
    terms = Terms.objects.get(measure__ref=revision.ref, year=revision.quarter.year)
    terms.target = Decimal(revision.target)
    terms.reason = revision.why
    agree_terms(terms, by=by, on=on, why=revision.why)
