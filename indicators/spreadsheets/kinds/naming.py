"""Columns whose headings the importer doesn't know: asked once, then known as the council's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.kind import Understanding, Upload
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table, headings_in, tables_in
from indicators.spreadsheets.tables.heading_rows import Unmatched
from indicators.spreadsheets.tables.headings import words_of
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from indicators.spreadsheets.understanding.questions import Ask, Asker, Choice, NotAChoice
from indicators.spreadsheets.words import listed, plain, slug

KIND: Final = "column"
LEAVE: Final = "leave"
NOT_IMPORTED: Final = Choice(LEAVE, "Not imported")

U = TypeVar("U", bound=Understanding[Any])
Which = Callable[[list[str]], Ask[str]]  # the question which of several sheets is meant


def nowhere(_fields: AbstractSet[str], _heading: str, _cells: Sequence[Cell]) -> str:
    """No column is asked about elsewhere."""
    return ""


@dataclass(frozen=True)
class Columns:
    """What a kind of table can have as its columns, and what of it must be there.

    `lacks`: whether a column that must be there is missing among these. `elsewhere`: the field of
    a column that no heading names and the kind asks about itself, by the table's fields, the
    heading and the cells below it; "" for none.
    """

    vocabulary: Vocabulary
    fields: Mapping[str, str]  # field -> what people call it
    lacks: Callable[[AbstractSet[str]], bool]
    elsewhere: Callable[[AbstractSet[str], str, Sequence[Cell]], str] = nowhere


@dataclass(frozen=True)
class Chosen:
    """The table to read; none while it is open which one, or what its columns are."""

    table: Table | None
    is_asked: bool = False


def choose_table(
    sheets: Sequence[Sheet], upload: Upload, columns: Columns, asker: Asker, which: Which
) -> Chosen:
    """The table, its columns named by the importer's words, the council's memory and answers."""
    remembered = _possible(upload.named, columns)
    found = headings_in(sheets, upload.sheet, columns.vocabulary.knowing(remembered))
    if not found:
        return Chosen(None)
    header = _one_of(found, asker, which)
    if header is None:
        return Chosen(None, is_asked=True)
    sheet = next(each for each in sheets if each.name == header.sheet and each.visible)
    named: Mapping[str, str] | None = remembered
    if bare := headings_in(sheets, header.sheet, _told(columns, remembered)):
        named = _Naming(sheet, bare[0], columns, asker, remembered).settled()
    if named is None:
        return Chosen(None, is_asked=True)
    tables = tables_in(sheets, header.sheet, columns.vocabulary.knowing(named))
    return Chosen(tables[0] if tables else None)


def without_table(result: U, chosen: Chosen, asker: Asker, message: str) -> U:
    """What is understood where there is no table to read: questions, or that there is none."""
    none = (Problem(Severity.ERROR, message),)
    problems = asker.unanswered if chosen.is_asked else none
    return replace(result, sheet=asker.sheet, questions=asker.questions, problems=problems)


def _possible(remembered: Mapping[str, str], columns: Columns) -> dict[str, str]:
    """What is remembered of columns that this kind has."""
    possible = {"", *columns.fields}
    return {words_of(each): name for each, name in remembered.items() if name in possible}


def _told(columns: Columns, remembered: Mapping[str, str]) -> Vocabulary:
    """The importer's words, with what the council says of headings that these know otherwise."""
    own = columns.vocabulary
    return own.knowing(
        {each: name for each, name in remembered.items() if own.field_of(each) is not None}
    )


def _one_of(tables: Sequence[Table], asker: Asker, which: Which) -> Table | None:
    """The only one, or the one on the sheet that the answer names."""
    if len(tables) == 1:
        return tables[0]
    found = asker.ask(which([each.sheet for each in tables]), "", Cell("", 0, 0))
    return next((each for each in tables if each.sheet == found), None)


@dataclass
class _Naming:
    """The headings of one table that name no column that is known."""

    sheet: Sheet
    header: Table
    columns: Columns
    asker: Asker
    remembered: Mapping[str, str]
    named: dict[str, str] = field(default_factory=dict)  # heading, as compared -> field, or ""
    taken: dict[str, str] = field(default_factory=dict)  # field -> the heading that is it
    unknown: list[Unmatched] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)  # fields of columns asked about there
    is_open: bool = False

    def settled(self) -> dict[str, str] | None:
        """What each heading names; None while one that must be known is open."""
        asker, header = self.asker, self.header
        asker.sheet = header.sheet
        asker.headings = {each.cell.column: each.heading for each in header.unmatched}
        self.unknown = self._unknown()
        self.named = self._known_otherwise()
        self.taken = dict(header.headings)
        for each in self.unknown:
            self._take_answer(each)
        for each in self.unknown:
            self._take_memory(each)
        named = set(self.named.values()) - {""}
        lacks = self.columns.lacks(header.columns.keys() | named | self.elsewhere)
        for each in self.unknown:
            self._ask_or_offer(each, lacks=lacks)
        return None if self.is_open else self.named

    def _known_otherwise(self) -> dict[str, str]:
        """What the council says of headings that are not among the unknown."""
        unknown = {each.compared for each in self.header.unmatched}
        return {each: name for each, name in self.remembered.items() if each not in unknown}

    def _unknown(self) -> list[Unmatched]:
        """Each heading once, if anything stands below it that nothing else asks about."""
        fields = self.header.columns.keys()
        found: dict[str, Unmatched] = {}
        for each in self.header.unmatched:
            cells = list(self._below(each))
            name = self.columns.elsewhere(fields, each.heading, cells)
            if each.compared in self.remembered or (cells and each.compared and not name):
                found.setdefault(each.compared, each)
            elif name:
                self.elsewhere.add(name)
        return list(found.values())

    def _below(self, heading: Unmatched) -> Iterator[Cell]:
        column = heading.cell.column
        for number, across in self.sheet.rows.items():
            if number > self.header.header_row and column in across and not across[column].blank:
                yield across[column]

    def _take_answer(self, each: Unmatched) -> None:
        if key_of(each.compared) not in self.asker.answers:
            return
        name = self.asker.ask(self._question(each), "", each.cell)
        if name is None:
            self.is_open = True
        else:
            self._name(each, name)
            self.asker.learned[each.compared] = name

    def _take_memory(self, each: Unmatched) -> None:
        """What was said before; it is asked again where another column is that here."""
        name = self.remembered.get(each.compared)
        if name and each.compared not in self.named and not self._is_answered(each):
            rivals = [
                other.compared
                for other in self.unknown
                if other is not each and self.remembered.get(other.compared) == name
            ]
            if name in self.taken or [other for other in rivals if other not in self.named]:
                self.is_open = True
                self.asker.ask(self._question(each), "", each.cell)
            else:
                self._name(each, name)

    def _ask_or_offer(self, each: Unmatched, *, lacks: bool) -> None:
        ask = self._question(each)
        if self.asker.is_put(ask):
            return
        name = self.named.get(each.compared)
        if lacks and not name:
            self.is_open = True
            self.asker.ask(ask, "", each.cell)
            return
        self.asker.offer(ask, each.cell, name or LEAVE)
        if each.compared in self.remembered:
            self.named.setdefault(each.compared, "")

    def _is_answered(self, each: Unmatched) -> bool:
        return key_of(each.compared) in self.asker.answers

    def _name(self, each: Unmatched, name: str) -> None:
        self.named[each.compared] = name
        if name:
            self.taken[name] = each.heading

    def _question(self, each: Unmatched) -> Ask[str]:
        own = self.named.get(each.compared)
        free = {
            name: label
            for name, label in self.columns.fields.items()
            if name == own or name not in self.taken
        }
        return question(each, free, self.columns.fields, self.taken)


def question(
    heading: Unmatched,
    free: Mapping[str, str],
    fields: Mapping[str, str],
    taken: Mapping[str, str],
) -> Ask[str]:
    """Which column a heading names; what another column is already can't be chosen."""
    choices = (*(Choice(name, label) for name, label in free.items()), NOT_IMPORTED)

    def read(answer: str) -> str:
        named = next((name for name in (*fields, LEAVE) if plain(name) == plain(answer)), None)
        if named is None:
            names = listed([each.value for each in choices], "or")
            raise NotAChoice(f"choose {names}.")
        if named in taken and named not in free:
            raise NotAChoice(
                f"the column {quote(taken[named])} is that already. Answer {LEAVE}, or say first "
                "that the other is something else."
            )
        return "" if named == LEAVE else named

    message = f"Which column is {quote(heading.heading)}?"
    return Ask(key_of(heading.compared), KIND, message, choices, read)


def key_of(compared: str) -> str:
    """The question's key: the heading itself, and a mark where letters of it are lost in a key."""
    short = slug(compared)
    if short.replace("-", " ") == compared:
        return f"{KIND}.{short}"
    mark = hashlib.sha256(compared.encode()).hexdigest()[:6]
    return f"{KIND}.{short}-{mark}" if short else f"{KIND}.{mark}"
