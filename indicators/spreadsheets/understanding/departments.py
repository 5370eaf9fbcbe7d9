"""Which of the council's directorates and services a text names, split by its own list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from indicators.spreadsheets.understanding.questions import Ask, Choice, NotAChoice
from indicators.spreadsheets.words import one_line, plain, slug

SEPARATOR: Final = re.compile(r"\s*\n\s*|\s+[-–—/|>]\s+|\s*:\s+")
KIND: Final = "department"
MOST_CHOICES: Final = 60
LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class SettledService:
    """The directorate and service that answer for a measure, as the council names them."""

    directorate: str
    service: str


@dataclass(frozen=True)
class CouncilList:
    """The council's own directorates with their services, and its default tolerance."""

    directorates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tolerance_percent: Decimal = Decimal(5)
    answered: tuple[str, ...] = ()  # directorates that answers name, to suggest for other texts

    def with_answers(self, answers: Mapping[str, str]) -> CouncilList:
        """The list with the directorates that answers to questions about departments name."""
        named = [
            text.removeprefix("new:").partition(" / ")[0].strip()
            for key, text in answers.items()
            if key.startswith(f"{KIND}.") and " / " in text
        ]
        return replace(self, answered=tuple(dict.fromkeys(named)))

    def service(self, directorate: str, service: str) -> SettledService | None:
        """That service as the council writes it, if it has it."""
        for name, services in self.directorates.items():
            for each in services:
                if same(name, directorate) and same(each, service):
                    return SettledService(name, each)
        return None

    def named_by(self, text: str) -> SettledService | None:
        """The one service that a text such as "Department of Place Culture" names."""
        found = {
            SettledService(directorate, service)
            for directorate, services in self.directorates.items()
            for service in services
            if same(text, f"{directorate} {service}")
        }
        return found.pop() if len(found) == 1 else None

    def directorate_of(self, text: str) -> tuple[str, str] | None:
        """The directorate that a text begins with, the longest that fits, and the rest."""
        known = (*self.directorates, *self.answered)
        fitting = [each for each in known if compared(text).startswith(f"{compared(each)} ")]
        name = max(fitting, key=len, default=None)
        return (name, without_start(text, name)) if name else None


@lru_cache(maxsize=4096)
def compared(text: str) -> str:
    """A name as it is compared: punctuation between words doesn't count."""
    return " ".join(re.sub(r"[^\w']+", " ", plain(text)).split())


def same(one: str, other: str) -> bool:
    """Whether two texts name the same thing."""
    return compared(one) == compared(other)


def without_start(text: str, start: str) -> str:
    """What follows a name at the start of a text, in the text's own letters."""
    words = one_line(text).split()
    for count in range(1, len(words) + 1):
        if same(" ".join(words[:count]), start):
            return " ".join(words[count:]).lstrip("-–—:/|, ")
    return ""


def text_parts(text: str, settled: SettledService | None) -> tuple[str, str]:
    """The sheet's own words for directorate and service, where its text can be split."""
    if settled:
        rest = without_start(text, settled.directorate)
        if rest and same(rest, settled.service):
            return one_line(text)[: -len(rest)].rstrip("-–—:/|, "), rest
    return text, ""


def question(text: str, council: CouncilList) -> Ask[SettledService]:
    """Which directorate and service a text names that the council's list doesn't settle."""
    key = f"{KIND}.{slug(text) or 'unstated'}"
    message = (
        f"Which directorate and service is “{one_line(text)}”?"
        if text
        else "The sheet names no department: which directorate and service answers for it?"
    )
    if not council.directorates:
        message += " The council has none yet: put a stroke where the directorate's name ends."
    how = "Answer DIRECTORATE / SERVICE; put new: before one that is to be made."
    choices = _choices(text, council)
    return Ask(key, KIND, message, choices, lambda each: read(each, council), how)


def read(answer: str, council: CouncilList) -> SettledService:
    """An answer `Directorate / Service`, with `new:` before one that the council lacks."""
    is_new = answer.lower().startswith("new:")
    names = answer[4:] if is_new else answer
    directorate, _, service = (each.strip() for each in names.partition(" / "))
    if not directorate or not service:
        raise NotAChoice("write DIRECTORATE / SERVICE, with spaces around the stroke.")
    if max(len(directorate), len(service)) > LONGEST_NAME:
        raise NotAChoice(f"a name has at most {LONGEST_NAME} characters.")
    if known := council.service(directorate, service):
        return known
    if not is_new:
        raise NotAChoice(
            f"the council has no {directorate} / {service}; to make it, put new: before it."
        )
    own = next((name for name in council.directorates if same(name, directorate)), directorate)
    return SettledService(own, service)


def _choices(text: str, council: CouncilList) -> tuple[Choice, ...]:
    """A new service first where the text itself suggests one, then those that there are."""
    existing = [
        Choice(f"{directorate} / {service}", f"{service}, {directorate}")
        for directorate, services in council.directorates.items()
        for service in services
    ]
    free = Choice("new", "A new one", "DIRECTORATE / SERVICE", draft=one_line(text))
    return (*_suggested(text, council), *existing[:MOST_CHOICES], free)


def _suggested(text: str, council: CouncilList) -> tuple[Choice, ...]:
    begun = council.directorate_of(text)
    pieces = [each for each in SEPARATOR.split(text.strip(), maxsplit=1) if each]
    if begun and begun[1]:
        names = f"{begun[0]} / {begun[1]}"
    elif len(pieces) > 1:
        names = f"{one_line(pieces[0])} / {one_line(pieces[1])}"
    else:
        return ()
    return (Choice(f"new:{names}", f"Make {names}"),)
