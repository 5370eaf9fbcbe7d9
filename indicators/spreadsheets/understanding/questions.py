"""Questions that a sheet leaves open: asked once for all they apply to, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from indicators.spreadsheets.files.reading import Cell
from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.words import clean, listed, shortened, spanned

T = TypeVar("T")

# What decides most comes first; what is most in number comes last.
ORDER: Final = (
    "sheet", "column", "year", "quarter-year", "month", "basis", "average", "profile", "thousands",
    "comma", "brackets", "sign-after", "slash", "second", "range-year", "date-range", "day",
    "range-scale", "million", "bound", "nil", "percent", "fraction", "range", "goldilocks",
    "other-goldilocks", "tolerance", "department",
)  # fmt: skip


class NotAChoice(ValueError):  # noqa: N818 - what it says of the answer
    """An answer that the question doesn't know; the message says what it does."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer; `takes` names what must follow it after a colon."""

    value: str
    label: str
    takes: str = ""
    one_measure_only: bool = False  # it makes no sense for several measures at once
    draft: str = ""  # what a page puts into the box for what follows, to be changed

    @property
    def written(self) -> str:
        """The answer as it is typed: `linear`, `start:FIGURE`."""
        return f"{self.value}:{self.takes}" if self.takes else self.value


@dataclass(frozen=True)
class Ask(Generic[T]):
    """A question to put, and how its answer is read."""

    key: str  # answers it for all that it applies to
    kind: str  # `KIND.REF` answers it for one measure
    message: str
    choices: tuple[Choice, ...]
    read: Callable[[str], T]  # raises NotAChoice
    how: str = ""  # how the answer is written where it is typed with its key


@dataclass(frozen=True)
class Question:
    """A question as it stands, with the answers given so far."""

    key: str
    kind: str
    message: str
    how: str
    choices: tuple[Choice, ...]
    refs: tuple[str, ...]  # the measures that it applies to
    cells: tuple[str, ...]
    answer: str | None  # for all of them
    own_answers: Mapping[str, str]  # for single measures, by ref
    waiting: tuple[str, ...]  # refs not yet answered
    open_cells: tuple[str, ...] = ()  # of those refs
    depends: tuple[str, ...] = ()  # which other answers decide whether it is needed, in words

    def own_key(self, ref: str) -> str:
        """The key that answers it for one measure."""
        return f"{self.kind}.{ref}"


@dataclass
class _Put:
    """A question put, and for what."""

    ask: Ask[object]
    places: list[tuple[str, Cell]] = field(default_factory=list)
    waiting: dict[str, Cell] = field(default_factory=dict)  # ref -> its first open cell
    usual: str | None = None  # the answer that goes until another is given
    hangs_on: dict[str, str] = field(default_factory=dict)  # ref -> key of another question

    @property
    def depends(self) -> tuple[str, ...]:
        """What other answers decide about this question."""
        by_key: dict[str, list[str]] = defaultdict(list)
        for ref, key in self.hangs_on.items():
            by_key[key].append(ref)
        return tuple(
            f"For {spanned(refs)} the answer to {key} decides whether it is needed."
            for key, refs in by_key.items()
        )


class Asker:
    """Puts questions, finds their answers, and knows in the end what is still open."""

    def __init__(
        self, answers: Mapping[str, object], sheet: str = "", noun: str = "measure"
    ) -> None:
        self.sheet = sheet
        self.noun = noun  # what a row is called: a measure, an action, a row
        self.headings: Mapping[int, str] = {}  # by column number
        # An empty answer, or null in a file, is none; it isn't the word "None".
        said = {
            key.strip(): clean(str(value)) for key, value in answers.items() if value is not None
        }
        self.answers = {key: answer for key, answer in said.items() if answer}
        #: What answers say that holds for later tables too: what is named -> its name here.
        self.learned: dict[str, str] = {}
        self._put: dict[str, _Put] = {}
        self._known: set[str] = set()
        self._wrong: dict[str, Problem] = {}

    def ask(self, ask: Ask[T], ref: str, cell: Cell, hangs_on: str = "") -> T | None:
        """The answer for one measure: its own, else the one for all; None while there is none.

        A question that hangs on the open question of that key is put already, so that all can be
        answered at once.
        """
        put = self._put.setdefault(ask.key, _Put(ask))  # type: ignore[arg-type]
        put.places.append((ref, cell))
        own_key = f"{ask.kind}.{ref}"
        self._known.update((ask.key, own_key))
        for key in (own_key, ask.key):
            if key in self.answers:
                return self._read(ask, key, own_key, cell)
        put.waiting.setdefault(ref, cell)
        if hangs_on:
            put.hangs_on[ref] = hangs_on
        return None

    def option(self, ask: Ask[T], cell: Cell) -> T | None:
        """An answer that is taken when it is given, and not asked for."""
        self._known.add(ask.key)
        return self._read(ask, ask.key, ask.key, cell) if ask.key in self.answers else None

    def offer(self, ask: Ask[T], cell: Cell, usual: str) -> None:
        """Put a question that is answered as usual, so that it can be answered otherwise."""
        put = self._put.setdefault(ask.key, _Put(ask))  # type: ignore[arg-type]
        put.usual = usual
        put.places.append(("", cell))
        self._known.add(ask.key)

    def is_put(self, ask: Ask[T]) -> bool:
        """Whether the question was put already."""
        return ask.key in self._put

    def given(self, ask: Ask[T], ref: str) -> bool:
        """Whether an answer is there, for this measure or for all."""
        return f"{ask.kind}.{ref}" in self.answers or ask.key in self.answers

    def _read(self, ask: Ask[T], key: str, own_key: str, cell: Cell) -> T | None:
        answer = self.answers[key]
        try:
            self._refuse_for_all(ask, key, own_key, answer)
            return ask.read(answer)
        except NotAChoice as error:
            message = f"The answer “{answer}” to {key} can't be taken: {error}"
            self._wrong.setdefault(key, self._problem(ask, key, cell, message))
            return None

    @staticmethod
    def _refuse_for_all(ask: Ask[T], key: str, own_key: str, answer: str) -> None:
        word = answer.partition(":")[0].strip().lower()
        if key != own_key and any(
            each.one_measure_only and each.value == word for each in ask.choices
        ):
            raise NotAChoice(f"it is for one measure: give it as {own_key} and the like.")

    def _problem(self, ask: Ask[T], key: str, cell: Cell, message: str) -> Problem:
        return self._at(Severity.ERROR, message, cell, key, ask.choices)

    def _at(
        self, severity: Severity, message: str, cell: Cell, key: str, choices: tuple[Choice, ...]
    ) -> Problem:
        return Problem(
            severity,
            message,
            sheet=self.sheet,
            cell=cell.address,
            row=cell.row or None,
            column=self.headings.get(cell.column, ""),
            text=cell.text,
            key=key,
            choices=tuple(each.written for each in choices),
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that was put."""
        return tuple(self._question(put) for put in self._in_order())

    def _in_order(self) -> list[_Put]:
        places = {kind: place for place, kind in enumerate(ORDER)}
        return sorted(self._put.values(), key=lambda each: places.get(each.ask.kind, len(ORDER)))

    def _question(self, put: _Put) -> Question:
        refs = tuple(dict.fromkeys(ref for ref, _ in put.places))
        own = {ref: f"{put.ask.kind}.{ref}" for ref in refs}
        return Question(
            key=put.ask.key,
            kind=put.ask.kind,
            message=put.ask.message,
            how=put.ask.how,
            choices=put.ask.choices,
            refs=refs,
            cells=tuple(cell.address for _, cell in put.places),
            answer=self.answers.get(put.ask.key, put.usual),
            own_answers={ref: self.answers[key] for ref, key in own.items() if key in self.answers},
            waiting=tuple(put.waiting),
            open_cells=tuple(cell.address for ref, cell in put.places if ref in put.waiting),
            depends=put.depends,
        )

    @property
    def unanswered(self) -> tuple[Problem, ...]:
        """Open questions, and answers that can't be taken."""
        return (*self._open(), *self._wrong.values())

    def problems(self, left_out: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
        """The same, and answers that answer nothing."""
        unknown = tuple(
            Problem(Severity.WARNING, f"The answer {key} answers no question.", key=key)
            for key in self.answers
            if key not in self._known and key.partition(".")[2] not in left_out
        )
        return (*self.unanswered, *unknown)

    def _open(self) -> tuple[Problem, ...]:
        return tuple(self._open_problem(put) for put in self._in_order() if put.waiting)

    def _open_problem(self, put: _Put) -> Problem:
        waiting = list(put.waiting)
        cell = put.waiting[waiting[0]]
        whom = _for_whom(put.ask, waiting, self.noun)
        pieces = (put.ask.message, put.ask.how, whom, *put.depends)
        message = " ".join(each for each in pieces if each)
        return self._at(Severity.QUESTION, message, cell, put.ask.key, put.ask.choices)


def _for_whom(ask: Ask[object], refs: list[str], noun: str) -> str:
    """To which rows the question applies, and how to answer for one alone."""
    named = [ref for ref in refs if ref]
    if not named:
        return ""
    if len(named) == 1:
        return f"It applies to {noun} {named[0]}."
    return (
        f"It applies to {noun}s {shortened(named)}; "
        f"for one alone, answer {ask.kind}.{named[0]} and the like."
    )


def one_of(choices: tuple[Choice, ...]) -> Callable[[str], str]:
    """A reader of answers that take nothing after them."""

    def read(answer: str) -> str:
        for choice in choices:
            if choice.value.lower() == answer.strip().lower():
                return choice.value
        raise NotAChoice(f"choose {listed([each.written for each in choices], 'or')}.")

    return read
