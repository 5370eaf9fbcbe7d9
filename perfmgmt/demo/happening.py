"""What happens in the example council beside its quarters: leads, leavers, cover, a correction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from indicators.board.leads import Named, name_leads
from indicators.models import Frequency, Measure, Period, Return
from indicators.returns.approving import approve
from indicators.returns.covering import arrange_cover
from indicators.returns.entering import entry_of, save_draft
from indicators.returns.judging import judge
from indicators.returns.reopening import begin_correction, reopen
from indicators.returns.submitting import submit
from indicators.rules.rag import Colour
from organisation.models import Appointment, Council, Person
from organisation.record import save
from perfmgmt.demo.answering import Reasons, answered
from perfmgmt.demo.casting import Cast
from perfmgmt.demo.organising import Account, accounts
from perfmgmt.demo.sources import At, Row, each_at, parts_of, read_json

Deed = Callable[[date], object]
Planned = tuple[date, Deed]


def happenings(cast: Cast, reasons: Reasons) -> list[Planned]:
    """All of it in order of days."""
    events, people = read_json("demo_events.json"), _people()
    planned = [
        _leads(events["leads_named_on"], people, cast),
        *(_monthly(row, cast) for row in events["returned_monthly"]),
        *(_leaving(each, each.left_on, people, cast) for each in accounts() if each.left_on),
        *(_cover(row, people, cast) for row in events["covers"]),
        *(_judgement(at, row, cast) for at, row in each_at(events["judged"])),
    ]
    for at, row in each_at(events["corrections"]):
        planned.extend(Correction(at, row, cast, reasons).planned())
    return sorted(planned, key=lambda each: each[0])


def _people() -> dict[str, Person]:
    return {each.email: each for each in Person.objects.all()}


def _leads(day: str, people: Mapping[str, Person], cast: Cast) -> Planned:
    """Leads and deputies of the measures are named; a measure that is in no row gets none."""

    def deed(on: date) -> None:
        ids = dict(Measure.objects.values_list("ref", "pk"))
        wanted = {
            ids[ref]: Named(*(_id(people, row.get(part)) for part in ("lead", "deputy")))
            for row in read_json("demo_people.json")["leads"]
            for ref in row["refs"]
        }
        name_leads(wanted, by=cast.manager, on=on)

    return date.fromisoformat(day), deed


def _id(people: Mapping[str, Person], email: str | None) -> int | None:
    return people[email].pk if email else None


def _monthly(row: Row, cast: Cast) -> Planned:
    """A measure is returned monthly from now on."""

    def deed(on: date) -> None:
        measure = Measure.objects.get(ref=row["ref"])
        measure.frequency = Frequency.MONTHLY
        save(measure, by=cast.manager, on=on, why=row["why"])

    return date.fromisoformat(row["on"]), deed


def _leaving(account: Account, day: date, people: Mapping[str, Person], cast: Cast) -> Planned:
    """Somebody's last day: the appointment ends, and they can't sign in any more."""

    def deed(on: date) -> None:
        person, by, why = people[account.email], cast.administrator, account.left_because
        for held in Appointment.objects.on(on).filter(person=person):
            held.ends_on = on
            save(held, by=by, on=on, why=why)
        person.is_active = False
        save(person, by=by, on=on, why=why)

    return day, deed


def _cover(row: Row, people: Mapping[str, Person], cast: Cast) -> Planned:
    """Somebody stands in for somebody who is away."""

    def deed(on: date) -> None:
        made = arrange_cover(
            people[row["absent"]],
            people[row["by"]],
            starts_on=date.fromisoformat(row["from"]),
            ends_on=date.fromisoformat(row["until"]),
            reason=row["reason"],
            by=people[row["arranged_by"]],
            on=on,
        )
        cast.covers.append(made)

    return date.fromisoformat(row["on"]), deed


def _judgement(at: At, row: Row, cast: Cast) -> Planned:
    """The analyst judges a colour, and nobody has agreed yet."""

    def deed(on: date) -> None:
        colour, reason = Colour(row["colour"]), row["reason"]
        judge(_return(at), colour=colour, reason=reason, by=cast.analyst, on=on)

    return date.fromisoformat(row["on"]), deed


@dataclass(frozen=True)
class Correction:
    """A closed figure is corrected: somebody is let in, enters it anew, and it is approved."""

    at: At
    row: Mapping[str, Any]
    cast: Cast
    reasons: Reasons

    def planned(self) -> Iterator[Planned]:
        """Its three days."""
        yield self._day("let_in_on"), self._let_in
        yield self._day("on"), self._enter
        yield self._day("approved_on"), self._approve

    def _day(self, name: str) -> date:
        return date.fromisoformat(self.row[name])

    def _let_in(self, on: date) -> None:
        reopen(
            Period.objects.at(self.at[1]).get(),
            people=[self.cast.enters(_return(self.at).measure, on)],
            until=self._day("until"),
            reason=self.row["let_in_because"],
            by=self.cast.manager,
            on=on,
        )

    def _enter(self, on: date) -> None:
        old = _return(self.at)
        by = self.cast.enters(old.measure, on)
        made = begin_correction(old, reason=self.row["reason"], by=by, on=on)
        entry = replace(entry_of(made), **parts_of(self.row["figure"]))
        entry = answered(made, entry, self.reasons, Council.current())
        submit(save_draft(made, entry, by=by, on=on), by=by, on=on)

    def _approve(self, on: date) -> None:
        made = Return.objects.get(corrects=_return(self.at))
        approve(made, by=self.cast.approves(made.measure), on=on)


def _return(at: At) -> Return:
    """The version that counts."""
    ref, quarter = at
    found = Return.objects.current().filter(
        measure__ref=ref, period__year=quarter.year, period__number=quarter.number
    )
    return found.select_related("measure__service", "measure__lead", "period", "terms").get()
