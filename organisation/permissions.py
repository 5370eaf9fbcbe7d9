"""What appointments allow in the administration: whole apps, by role, without a list of rights."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from organisation.access import Access, access_of
from organisation.clock import today
from organisation.models import Person, Role

# Design of the roles: the performance team sets up frameworks, measures and targets; people,
# directorates and the council's settings are the administrator's.
APPS = {
    Role.PERFORMANCE: frozenset({"outcomes", "indicators"}),
    Role.ADMINISTRATOR: frozenset({"outcomes", "indicators", "organisation"}),
}


class AppointmentBackend(BaseBackend):
    """Rights from the appointments in force today; signs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: object = None) -> bool:  # noqa: ARG002
        return self.has_module_perms(user_obj, perm.partition(".")[0])

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether this person may do everything in an app's administration."""
        if not isinstance(user_obj, Person) or not user_obj.is_active:
            return False
        return any(app_label in APPS.get(role, ()) for role in self._access(user_obj).roles)

    def _access(self, person: Person) -> Access:
        """Asked for each link of the administration's index, so read once a request's person."""
        held: Access | None = getattr(person, "_held_access", None)
        if held is None:
            held = access_of(person, today())
            person._held_access = held  # type: ignore[attr-defined]  # noqa: SLF001
        return held
