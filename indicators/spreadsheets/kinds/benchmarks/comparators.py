"""Whose figures these are: a comparator that the council has, or a new one, asked once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from indicators.models import Comparator
from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.understanding.departments import compared
from indicators.spreadsheets.understanding.questions import Ask, Asker, Choice, NotAChoice
from indicators.spreadsheets.words import listed, one_line, slug

KIND: Final = "comparator"
NEW: Final = "new:"
LEAVE: Final = "leave"
ALIAS: Final = "comparator: "  # before another word for a comparator, where it is remembered
LONGEST_NAME: Final = 80
MOST_CHOICES: Final = 60

Names = Mapping[str, str]  # the council's comparators, by their names as they are compared


def stored_names() -> dict[str, str]:
    """The council's comparators: one query."""
    return {compared(each): each for each in Comparator.objects.values_list("name", flat=True)}


def with_aliases(names: Names, remembered: Mapping[str, str]) -> Names:
    """With what the council said of other words for them, of those that there still are."""
    there = set(names.values())
    aliases = {
        each.removeprefix(ALIAS): name
        for each, name in remembered.items()
        if each.startswith(ALIAS) and name in there
    }
    return {**aliases, **names}


def settle_comparator(
    text: str, known: Names, asker: Asker, ref: str, cell: Cell, *, is_column: bool = False
) -> str | None:
    """The comparator's name; None while it is asked, "" for a column to leave aside."""
    given = {_key(text), f"{KIND}.{ref}"} & asker.answers.keys()
    if not given and (name := known.get(compared(text))):
        return name
    found = asker.ask(question(text, known, is_column=is_column), ref, cell)
    is_for_all = f"{KIND}.{ref}" not in asker.answers
    if found and is_for_all and compared(text) not in {"", compared(found)}:
        asker.learned[ALIAS + compared(text)] = found
    return found


def _key(text: str) -> str:
    return f"{KIND}.{slug(text) or 'unstated'}"


def question(text: str, known: Names, *, is_column: bool) -> Ask[str]:
    """Which comparator a text names; a column may also be none at all."""
    line = one_line(text)
    own = Choice(f"{NEW}{line}", f"A new comparator, {line}")
    others = [Choice(each, each) for each in _likely_first(line, known)[:MOST_CHOICES]]
    named = Choice("new", "A new comparator by another name", "NAME", draft=line)
    aside = (Choice(LEAVE, "No comparator: leave the column aside"),) if is_column else ()
    if line and len(line) <= LONGEST_NAME:
        others.insert(0, own)
    which = f"Which is “{line}”: one of the council's comparators, or a new one?"
    message = which if line else "The sheet does not say whose figures these are. Whose?"
    how = "Answer its name, or new: and the name of one that is to be made."

    def read(answer: str) -> str:
        if is_column and answer.strip().lower() == LEAVE:
            return ""
        return read_comparator(answer, known)

    choices = (*others, named, *aside)
    return Ask(_key(line), KIND, message, choices, read, how)


def _likely_first(text: str, known: Names) -> list[str]:
    """Names that begin like the text, or share a word with it, before the others."""
    words = set(compared(text).split())
    start = compared(text)[:3]
    likely = {each for each in known if each.startswith(start) or words & set(each.split())}
    found = [name for _, name in sorted(known.items(), key=lambda item: item[0] not in likely)]
    return list(dict.fromkeys(found))


def read_comparator(answer: str, known: Names) -> str:
    """The name that an answer gives: one that there is, or a new one."""
    is_new = answer.lower().startswith(NEW)
    name = one_line(answer[len(NEW) :] if is_new else answer)
    if there := known.get(compared(name)):
        return there
    if not is_new:
        has = listed(list(dict.fromkeys(known.values()))[:MOST_CHOICES]) or "none yet"
        raise NotAChoice(
            f"the council has no comparator {name} (it has {has}); to make it, put new: before it."
        )
    if not compared(name) or len(name) > LONGEST_NAME:
        raise NotAChoice(f"a comparator's name has 1 to {LONGEST_NAME} characters.")
    return name
