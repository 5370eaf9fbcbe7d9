"""What is asked of whoever uploads a workbook: returns of open periods, and what they may enter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from indicators.models import Period, Return
from indicators.officers.due import Work
from indicators.returns.checks import read_ahead
from indicators.returns.months import is_monthly
from indicators.rules.periods import Quarter
from indicators.spreadsheets.kinds.known_measures import KnownMeasures
from organisation.access import access_of
from organisation.clock import today
from organisation.models import Council, Person

#: What reading a return, rating it and saying what it needs asks of the database.
BESIDE = ("months", "confirmations", "exception_report__actions")


@dataclass(frozen=True)
class Desk:
    """A person, the open periods and the council's measures; a few queries."""

    work: Work
    periods: Mapping[Quarter, Period]
    measures: KnownMeasures
    council: Council

    @classmethod
    def of(cls, person_id: int) -> Self:
        person, on = Person.objects.get(pk=person_id), today()
        open_now = {each.quarter: each for each in Period.objects.open().newest_first()}
        work = Work.read(access_of(person, on), on)
        return cls(work, open_now, KnownMeasures.stored(), Council.current())

    def returns(self, quarter: Quarter, refs: Collection[str]) -> Mapping[str, Return]:
        """What is asked in a period, by ref, with all that rating it takes."""
        period = self.periods[quarter]
        found = list(
            Return.objects.live()
            .filter(measure__ref__in=set(refs), period=period)
            .with_everything()
            .select_related(
                "measure__service__directorate",
                "period",
                "terms__measure",
                "rating",
                "exception_report",
                "judgement",
                "entered_by",
            )
            .prefetch_related(*BESIDE, "terms__period_targets", "terms__measure__terms")
        )
        read_ahead(found)
        return {each.measure.ref: each for each in found}

    def may_enter(self, return_: Return) -> bool:
        """Whether this person enters the returns of its service at all."""
        return self.work.access.may_enter(return_.measure.service)

    def locked(self, return_: Return) -> str:
        """Why nobody, or not this person, can fill a row in now; blank where it can be."""
        return why_locked(return_, self.work)


def why_locked(return_: Return, work: Work) -> str:
    """Why a return can't be filled in in a workbook, in few words."""
    if not return_.is_with_officer:
        return f"{return_.get_state_display()} already"
    if is_monthly(return_):
        return "entered month by month, on its own page"
    if not work.can_enter(return_):
        return "its period is locked for entering"
    return ""
