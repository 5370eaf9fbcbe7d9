"""People, posts, directorates, services, portfolios, the council's settings, the record."""

from organisation.models.appointments import Appointment, Role
from organisation.models.council import AwaitingPolicy, Council
from organisation.models.cover import Cover
from organisation.models.people import Person
from organisation.models.record import Change, ChangeText
from organisation.models.seals import Seal, SealedChange
from organisation.models.structure import (
    Directorate,
    Portfolio,
    PortfolioHolder,
    PortfolioRemit,
    Service,
)

__all__ = [
    "Appointment",
    "AwaitingPolicy",
    "Change",
    "ChangeText",
    "Council",
    "Cover",
    "Directorate",
    "Person",
    "Portfolio",
    "PortfolioHolder",
    "PortfolioRemit",
    "Role",
    "Seal",
    "SealedChange",
    "Service",
]
