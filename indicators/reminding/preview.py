"""What would go out on a day, and whether it is still what somebody was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.reminding.letters import Letter, letters
from indicators.reminding.matters import due
from organisation.models import Person


@dataclass(frozen=True)
class Preview:
    """The letters of a day, and the matters of which there is nobody to tell."""

    on: date
    letters: tuple[Letter, ...]
    untold: tuple[str, ...]

    @property
    def seal(self) -> str:
        """What a page carries along to say what it showed."""
        return ",".join(f"{each.person.pk}:{each.digest}" for each in self.letters)


def preview(on: date) -> Preview:
    """Everything that is to be told `on` a day and was not told yet."""
    found = due(on)
    return Preview(on, tuple(letters(found.matters, on)), found.untold)


def differences(seal: str, now: Iterable[Letter]) -> list[str]:
    """What has changed since a page with this seal was shown; nothing if nothing has."""
    shown, held = _read(seal), {each.person.pk: each for each in now}
    new = [each for key, each in held.items() if key not in shown]
    changed = [each for key, each in held.items() if shown.get(key, each.digest) != each.digest]
    gone = Person.objects.filter(pk__in=[key for key in shown if key not in held])
    return [
        *(f"There is a message to {each.person.name} now." for each in new),
        *(f"The message to {each.person.name} reads otherwise now." for each in changed),
        *(f"There is nothing to tell {each.name} any more." for each in gone),
    ]


def _read(seal: str) -> Mapping[int, str]:
    """Digests by person; what can't be read was never shown."""
    pairs = (each.partition(":") for each in seal.split(","))
    return {
        int(person): digest
        for person, _, digest in pairs
        if person.isascii() and person.isdigit() and len(person) < len("9223372036854775807")
    }
