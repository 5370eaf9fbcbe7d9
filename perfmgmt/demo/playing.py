"""Plays the quarters: opening, returns, approvals, what goes wrong, closing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.agreeing import agree_terms
from indicators.models import Measure, Return, Terms
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import acknowledge_missing, close_period, waive
from indicators.returns.entering import Entry, save_draft
from indicators.returns.opening import open_period
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from organisation.models import Appointment, Person, Role
from perfmgmt.demo import dates
from perfmgmt.demo.measuring import quarters_from_report
from perfmgmt.demo.sources import At, Figures, Revision, Story


@dataclass(frozen=True)
class Cast:
    """Who enters and who approves, by service; the performance team does it for indicators."""

    officers: dict[int, Person]
    approvers: dict[int, Person]
    directors: dict[int, Person]
    performance: tuple[Person, Person]

    @classmethod
    def read(cls) -> Cast:
        held = list(Appointment.objects.order_by("id").select_related("person"))
        manager, analyst = (each.person for each in held if each.role == Role.PERFORMANCE)
        return cls(
            officers=_by_place(held, Role.OFFICER, "service_id"),
            approvers=_by_place(held, Role.APPROVER, "service_id"),
            directors=_by_place(held, Role.APPROVER, "directorate_id"),
            performance=(manager, analyst),
        )

    def enters(self, measure: Measure) -> Person:
        """The officer of the measure's service; of an indicator the performance analyst."""
        return self.officers.get(measure.service_id or 0, self.performance[1])

    def approves(self, measure: Measure) -> Person:
        """The head of its service, else the director; of an indicator the manager."""
        if measure.service is None:
            return self.performance[0]
        director = self.directors[measure.service.directorate_id]
        return self.approvers.get(measure.service.pk, director)


def _by_place(held: list[Appointment], role: Role, place: str) -> dict[int, Person]:
    return {
        key: each.person
        for each in held
        if each.role == role and (key := getattr(each, place)) is not None
    }


Deed = Callable[[date], object]


class Player:
    """Plays one quarter after another from figures and story."""

    def __init__(self) -> None:
        self.figures, self.story, self.cast = Figures.read(), Story.read(), Cast.read()
        self.reported = quarters_from_report()
        self.manager = self.cast.performance[0]

    def play(self) -> None:
        """Every quarter of the table; the last stays open."""
        *closed, last = self.figures.quarters
        for quarter in closed:
            self._play_quarter(quarter)
            self._close(quarter)
        self._play_quarter(last)

    def _play_quarter(self, quarter: Quarter) -> None:
        """Open it, then do each deed on its day."""
        open_period(
            quarter=quarter, due_on=dates.due(quarter), by=self.manager, on=dates.opens(quarter)
        )
        for day, deed in sorted(self._deeds(quarter), key=lambda each: each[0]):
            deed(day)

    def _deeds(self, quarter: Quarter) -> Iterator[tuple[date, Deed]]:
        for position, return_ in enumerate(_returns(quarter)):
            at = (return_.measure.ref, quarter)
            entry = self.figures.entry(at, self.story)
            if entry is None:
                continue
            yield dates.submits(quarter, position), self._enter(return_, entry, at)
            if decide := self._decide(return_, at):
                yield dates.approves(quarter, position), decide

    def _enter(self, return_: Return, entry: Entry, at: At) -> Deed:
        """Save, and submit unless it stays a draft."""
        by = self.cast.enters(return_.measure)
        example = at[1].name not in self.reported.get(at[0], ())

        def deed(on: date) -> None:
            save_draft(return_, entry, by=by, on=on, example=example)
            if at not in self.story.drafts:
                submit(return_, by=by, on=on)

        return deed

    def _decide(self, return_: Return, at: At) -> Deed | None:
        """Approve it, send it back, or leave it waiting."""
        if at in self.story.drafts | self.story.unapproved:
            return None
        by = self.cast.approves(return_.measure)
        if reason := self.story.sent_back.get(at):
            return lambda on: send_back(return_, reason=reason, by=by, on=on)
        return lambda on: approve(return_, by=by, on=on)

    def _close(self, quarter: Quarter) -> None:
        """Settle what stands against closing, then close."""
        day, closing = dates.reviews(quarter), dates.closes(quarter)
        for revision in self.story.revisions:
            if revision.quarter == quarter:
                _agree_anew(revision, self.manager, day)
        for at, reason in self.story.missing.items():
            if at[1] == quarter:
                acknowledge_missing(_return(at), reason=reason, by=self.manager, on=closing)
        for at, reason in self.story.waived.items():
            if at[1] == quarter:
                waive(_return(at), reason=reason, by=self.manager, on=closing)
        period = _returns(quarter)[0].period
        close_period(period, by=self.manager, on=closing)


def _returns(quarter: Quarter) -> list[Return]:
    return list(
        Return.objects.current()
        .filter(period__year=quarter.year, period__number=quarter.number)
        .select_related("measure__service", "period")
        .order_by("id")
    )


def _return(at: At) -> Return:
    return next(each for each in _returns(at[1]) if each.measure.ref == at[0])


def _agree_anew(revision: Revision, by: Person, on: date) -> None:
    """A new target for the year, while only its first quarter stands on it."""
    terms = Terms.objects.get(measure__ref=revision.ref, year=revision.quarter.year)
    terms.target = Decimal(revision.target)
    terms.reason = revision.why
    agree_terms(terms, by=by, on=on, why=revision.why)
