"""Who of the example council enters and who approves which measure, on which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from indicators.models import Measure
from organisation.models import Appointment, Cover, Person, Role


@dataclass(frozen=True)
class Cast:
    """Who enters and who approves, by service; the performance team does it for indicators.

    `covers` grows as they are arranged.
    """

    officers: dict[int, Person]
    approvers: dict[int, Person]
    directors: dict[int, Person]
    performance: tuple[Person, Person]
    administrator: Person
    covers: list[Cover] = field(default_factory=list)

    @classmethod
    def read(cls) -> Cast:
        held = list(Appointment.objects.order_by("id").select_related("person"))
        manager, analyst = (each.person for each in held if each.role == Role.PERFORMANCE)
        return cls(
            officers=_by_place(held, Role.OFFICER, "service_id"),
            approvers=_by_place(held, Role.APPROVER, "service_id"),
            directors=_by_place(held, Role.APPROVER, "directorate_id"),
            performance=(manager, analyst),
            administrator=next(each.person for each in held if each.role == Role.ADMINISTRATOR),
        )

    @property
    def manager(self) -> Person:
        """Who opens and closes periods."""
        return self.performance[0]

    @property
    def analyst(self) -> Person:
        """Who enters indicators."""
        return self.performance[1]

    def enters(self, measure: Measure, on: date, *, deputy: bool = False) -> Person:
        """The measure's lead (or deputy), else its service's first officer; or who covers.

        An indicator without a lead is entered by the performance analyst.
        """
        named = measure.deputy if deputy else measure.lead
        if named is None or not named.is_active:
            named = self.officers.get(measure.service_id or 0, self.analyst)
        return self._there(named, on)

    def approves(self, measure: Measure) -> Person:
        """The head of its service, else the director; of an indicator the manager."""
        if measure.service is None:
            return self.manager
        director = self.directors[measure.service.directorate_id]
        return self.approvers.get(measure.service.pk, director)

    def _there(self, person: Person, on: date) -> Person:
        """Whoever it is, or who covers for them that day."""
        away = (each for each in self.covers if each.absent_id == person.pk)
        by = (each.by for each in away if each.starts_on <= on <= (each.ends_on or on))
        return next(by, person)


def _by_place(held: Iterable[Appointment], role: Role, place: str) -> dict[int, Person]:
    """The first person of a role in each place."""
    found: dict[int, Person] = {}
    for each in held:
        if each.role == role and (key := getattr(each, place)) is not None:
            found.setdefault(key, each.person)
    return found
