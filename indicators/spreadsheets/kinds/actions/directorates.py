"""The directorates and services that one cell names, and the posts named with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.understanding import departments
from indicators.spreadsheets.understanding.departments import CouncilList, SettledService, same
from indicators.spreadsheets.understanding.questions import Ask, Asker, Choice, NotAChoice
from indicators.spreadsheets.words import one_line

NONE: Final = "none"
SEVERAL: Final = ";"
MOST_WORDS: Final = 24  # no name of a directorate or service has more
_MARKUP: Final = re.compile(r"</?[a-z]{1,6}\s*/?>", re.IGNORECASE)
_SMALL: Final = frozenset({"of", "for", "the", "and", "&"})
_PIECE: Final = re.compile(r"\s*[\n;|]\s*")
_DEPARTMENT: Final = re.compile(r"\b(?:Department|Directorate|Dept\.?)\s(?:of|for)\b")
_PARTED: Final = re.compile(r"^\s*(?:[/,&+]|and\b)\s*", re.IGNORECASE)
_POST: Final = re.compile(
    r"\b(managers?|heads?|directors?|officers?|leads?|teams?|groups?|coordinators?|board)\b",
    re.IGNORECASE,
)
_ASSIGNED: Final = re.compile(r"^(?:assigned to|led by|lead:?)\s+", re.IGNORECASE)
Named = tuple[SettledService, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What a piece of a cell names: services, a post, or something that isn't plain."""

    services: Named = ()
    post: str = ""
    canonical: str = ""  # the piece with the directorate's own name, for the question


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who answers for an action; it is open while a piece of the cell is asked about."""

    services: Named = ()
    post: str = ""
    is_open: bool = False


def answerable(text: str, council: CouncilList, asker: Asker, ref: str, cell: Cell) -> Answerable:
    """All that a cell names, each piece settled by the council's list or else asked."""
    services: dict[SettledService, None] = {}
    posts: list[str] = []
    is_open = False
    for piece in pieces(text, council):
        read = read_piece(piece, council)
        ask = question(piece, read, council)
        found: Named | None = read.services
        if not found or asker.given(ask, ref):
            found = asker.ask(ask, ref, cell)
        is_open = is_open or found is None
        services |= dict.fromkeys(found or ())
        posts += [read.post] if read.post else []
    return Answerable(tuple(services), "; ".join(posts), is_open)


def pieces(text: str, council: CouncilList) -> tuple[str, ...]:
    """The cell's text, divided wherever another directorate's name begins."""
    bare = _MARKUP.sub(" ", text)
    found = [each for part in _PIECE.split(bare) for each in _divided(one_line(part), council)]
    return tuple(each for each in found if each) or ("",)


def _divided(text: str, council: CouncilList) -> Iterator[str]:
    long_names = [each for each in council.directorates if len(_significant(each)) > 1]
    starts = {each.start() for each in _DEPARTMENT.finditer(text)}
    words = list(re.finditer(r"\S+", text))
    for number, word in enumerate(words):
        rest = [each[0] for each in words[number : number + MOST_WORDS]]
        if any(_begins_with(rest, name) for name in long_names):
            starts.add(word.start())
    places = sorted({0, *starts})
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        yield text[start:end].strip(" /,&;-–")


def _significant(name: str) -> list[str]:
    words = (re.sub(r"[^\w']+", "", each).casefold() for each in name.split())
    return [each for each in words if each and each not in _SMALL]


def _begins_with(words: Sequence[str], name: str) -> int:
    """How many of the words make up a name, whatever small words are in it; 0 for none."""
    wanted = _significant(name)
    for count, word in enumerate(words, start=1):
        own = _significant(word)
        if count == 1 and not own:
            return 0
        if own != wanted[: len(own)]:
            return 0
        wanted = wanted[len(own) :]
        if not wanted:
            return count
    return 0


def read_piece(piece: str, council: CouncilList) -> Read:
    """A directorate with its services, and perhaps a post beside them."""
    words = piece.split()
    lengths = {name: _begins_with(words, name) for name in council.directorates}
    name = max(lengths, key=lambda each: lengths[each], default=None)
    if name is None or not lengths[name]:
        only = _by_service_alone(piece, council)
        return Read((only,) if only else (), canonical=piece)
    rest = " ".join(words[lengths[name] :]).strip(" /-–:,")
    canonical = f"{name} {rest}".strip()
    found, left = _services_in(rest, council.directorates[name])
    services = tuple(SettledService(name, each) for each in found)
    if not left:
        return Read(services, canonical=canonical)
    if services and _POST.search(left):
        return Read(services, _post(found[-1], left), canonical)
    return Read(canonical=canonical)


def _by_service_alone(piece: str, council: CouncilList) -> SettledService | None:
    """The one service of that name that the council has."""
    found = [
        SettledService(directorate, each)
        for directorate, services in council.directorates.items()
        for each in services
        if same(each, piece)
    ]
    return found[0] if len(found) == 1 else None


def _services_in(text: str, services: Sequence[str]) -> tuple[list[str], str]:
    """The services that a text names one after the other, and what is left of it."""
    found: list[str] = []
    while text:
        words = text.split()
        fitting = [
            (count, each)
            for each in services
            for count in range(1, min(len(words), MOST_WORDS) + 1)
            if same(" ".join(words[:count]).rstrip("/,;"), each)
        ]
        parted = _PARTED.match(text) if found else None
        if not fitting and parted:
            text = text[parted.end() :]
            continue
        if not fitting:
            break
        count, name = max(fitting)
        found.append(name)
        text = " ".join(words[count:])
    return found, text


def _post(service: str, left: str) -> str:
    """The post that a text names; “Group Managers” after “Culture” are those of Culture."""
    bare = _ASSIGNED.sub("", left).strip(" ()–-:,")
    return (
        bare if bare != left or same(service, " ".join(bare.split()[:1])) else f"{service} {bare}"
    )


def question(piece: str, read: Read, council: CouncilList) -> Ask[Named]:
    """Which services a piece names; there may be several, or none."""
    own = departments.question(read.canonical or piece, council)
    message = (
        own.message.replace(quote_of(read.canonical), quote_of(piece)) if piece else own.message
    )
    none = Choice(NONE, "None: leave it without a service")
    how = f"{own.how} Put {SEVERAL} between several; “{NONE}” leaves it without one."

    def settled(answer: str) -> Named:
        if answer.strip().lower() == NONE:
            return ()
        named = [each.strip() for each in answer.split(SEVERAL)]
        if not any(named):
            raise NotAChoice("write DIRECTORATE / SERVICE, or none.")
        return tuple(departments.read(each, council) for each in named if each)

    return Ask(own.key, own.kind, message, (*own.choices, none), settled, how)


def quote_of(text: str) -> str:
    return f"“{one_line(text)}”"
