"""A preview's questions as its page puts them, and the answers that come back from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from indicators.spreadsheets.problems import Problem, Severity
from indicators.spreadsheets.runs.staging import BriefQuestion
from indicators.spreadsheets.understanding.questions import Choice
from indicators.spreadsheets.words import clean, shortened, spanned

ANSWER, FIGURE, DECIMALS = "answer-", "figure-", "decimals-"
MOST_RADIOS: Final = 8


@dataclass(frozen=True)
class ShownChoice:
    """A radio or option; its value ends with a colon where something must be typed after it."""

    value: str
    label: str
    takes: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownAnswer:
    """The controls for one answer: choices, and a box for what some of them take."""

    key: str
    ref: str  # the one measure that it is for; "" for all
    number: str  # makes the ids of its controls
    choices: tuple[ShownChoice, ...]
    typed: str
    draft: str = ""

    @property
    def name(self) -> str:
        return ANSWER + self.key

    @property
    def figure_name(self) -> str:
        return FIGURE + self.key

    @property
    def takes_text(self) -> bool:
        """Whether something is to be typed for one of the choices."""
        return any(each.takes for each in self.choices)

    @property
    def is_typed(self) -> bool:
        """Whether there is nothing to choose, only something to type."""
        return len(self.choices) == 1 and self.takes_text

    @property
    def only_taking(self) -> str:
        """The one choice that takes text, if there is one: typing is choosing it."""
        taking = [each.value for each in self.choices if each.takes]
        return taking[0] if len(taking) == 1 else ""

    @property
    def is_long(self) -> bool:
        """Too many choices for radios."""
        return len(self.choices) > MOST_RADIOS


@dataclass(frozen=True)
class ShownQuestion:
    """One question, put once for all that it applies to."""

    key: str
    message: str
    places: str
    waiting: str
    depends: tuple[str, ...]
    is_open: bool
    mistakes: tuple[str, ...]
    answer: ShownAnswer
    singles: tuple[ShownAnswer, ...]
    own_key: str = ""  # how the answer of one row is called in an answers file
    more: int = 0  # rows that are not listed

    @property
    def is_answered_singly(self) -> bool:
        """Whether some measure has an answer of its own."""
        return any(choice.is_chosen for single in self.singles for choice in single.choices)


def shown_questions(
    questions: Iterable[BriefQuestion],
    mistakes: Iterable[Problem] = (),
    things: str = "measures",
) -> tuple[ShownQuestion, ...]:
    """Every question, those still open first; `mistakes` are of answers given."""
    wrong = tuple(mistakes)
    found = [
        _question(each, number, wrong, things) for number, each in enumerate(questions, start=1)
    ]
    return tuple(sorted(found, key=lambda each: not each.is_open))


def _question(
    question: BriefQuestion, number: int, problems: Iterable[Problem], things: str
) -> ShownQuestion:
    refs = [ref for ref in question.refs if ref]
    own_keys = {question.own_key(ref) for ref in refs}
    mistakes = tuple(
        each.message
        for each in problems
        if each.severity is Severity.ERROR and each.key in {question.key, *own_keys}
    )
    singles = [ref for ref in refs if question.own_key(ref) != question.key and len(refs) > 1]
    for_all = [each for each in question.choices if len(refs) < 2 or not each.one_measure_only]  # noqa: PLR2004
    return ShownQuestion(
        key=question.key,
        message=question.message,
        places=_places(question, refs, things),
        waiting=_and_more([ref for ref in question.waiting if ref], question.more_waiting),
        depends=question.depends,
        is_open=bool(question.waiting or mistakes),
        mistakes=mistakes,
        answer=_answer(question.key, "", str(number), for_all, question.answer),
        own_key=question.own_key(refs[0]) if refs else "",
        more=question.more,
        singles=tuple(
            _answer(
                question.own_key(ref),
                ref,
                f"{number}-{index}",
                question.choices,
                question.own_answers.get(ref),
            )
            for index, ref in enumerate(singles, start=1)
        ),
    )


def _places(question: BriefQuestion, refs: list[str], things: str) -> str:
    cells = [each for each in question.cells if each]
    if not refs:
        return ""
    whose = things if len(refs) > 1 else things.removesuffix("s")
    rows = f"{whose.capitalize()} {spanned(refs)}"
    more = f" and {question.more:,} more" if question.more else ""
    where = f"; {'cells' if len(cells) > 1 else 'cell'} {spanned(cells)}" if cells else ""
    return f"{rows}{more}" if more else f"{rows}{where}"


def _and_more(items: list[str], more: int) -> str:
    """Items in a sentence, and how many are not listed."""
    return f"{', '.join(items)} and {more:,} more" if more else shortened(items)


def _answer(
    key: str, ref: str, number: str, choices: Iterable[Choice], given: str | None
) -> ShownAnswer:
    typed = _typed(choices, given or "")
    shown = tuple(
        ShownChoice(
            value=f"{each.value}:" if each.takes else each.value,
            label=each.label,
            takes=each.takes,
            is_chosen=given is not None and _is_chosen(each, given, choices),
        )
        for each in choices
    )
    draft = "" if ref or typed else next((each.draft for each in choices if each.takes), "")
    return ShownAnswer(key, ref, number, shown, typed, draft)


def _is_chosen(choice: Choice, given: str, choices: Iterable[Choice]) -> bool:
    """A choice that is the answer in full goes before one that begins it."""
    exact = any(_same(each.value, given) for each in choices if not each.takes)
    if not choice.takes:
        return _same(choice.value, given)
    return not exact and _same(choice.value, given.partition(":")[0])


def _same(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


def _typed(choices: Iterable[Choice], given: str) -> str:
    """What was typed after the colon of the choice that is chosen."""
    is_typed = any(each.takes and _is_chosen(each, given, choices) for each in choices)
    return given.partition(":")[2].strip() if is_typed else ""


def _typed_alone(posted: Mapping[str, str], questions: Iterable[BriefQuestion]) -> dict[str, str]:
    """Answers typed without choosing what they are for, where there is only one such choice."""
    found = {}
    for each in (each.answer for each in shown_questions(questions)):
        if each.figure_name in posted and each.only_taking:
            typed = clean(posted[each.figure_name])
            if typed and typed not in {each.draft, each.typed}:
                found[each.name] = each.only_taking
            elif each.is_typed and not (typed and each.typed):
                found[each.name] = ""
    return found


def answers_from(
    posted: Mapping[str, str],
    questions: Sequence[BriefQuestion],
    decimals: Mapping[str, int],
    before: Mapping[str, object],
) -> dict[str, object]:
    """The answers before, with those of the page in their place; an emptied one is taken back.

    `decimals`: the decimal places of measures, by ref, as the page showed them.
    """
    answers = dict(before)
    usual = {each.key: each.answer for each in questions}  # what nobody has said yet stays so
    for name, value in {**_typed_alone(posted, questions), **posted}.items():
        if name.startswith(ANSWER):
            key = name.removeprefix(ANSWER)
            typed = clean(posted.get(FIGURE + key, ""))
            answer = f"{value}{typed}" if value.endswith(":") else value
            if key in before or answer != usual.get(key):
                answers[key] = answer
    for ref, places in decimals.items():
        wanted = clean(posted.get(DECIMALS + ref, str(places)))
        if wanted and wanted != str(places):
            answers[f"decimals.{ref}"] = wanted
    return {key: value for key, value in answers.items() if value != ""}
