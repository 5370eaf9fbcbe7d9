"""What was typed on the grid, read into entries; what can't be read is a problem in its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from indicators.grid.pasting import CAUSE, COMMENTARY, DENOMINATOR, FIGURE, NUMERATOR, Pasted
from indicators.grid.pasting import ref_key as key_of
from indicators.grid.rows import FIGURES, PARTS, WITH_PARTS, box_name, stored_texts
from indicators.models import Return
from indicators.returns.asked import NEVER_SAVED, whole_number
from indicators.returns.boxes import read_figure
from indicators.returns.checks import Usual, refusals
from indicators.returns.entering import Entry
from indicators.rules.rag import Figure
from indicators.rules.units import Unit

YES_NO = {"yes": Decimal(1), "y": Decimal(1), "1": Decimal(1), "no": Decimal(0), "n": Decimal(0)}
YES_NO |= {"0": Decimal(0)}
LONGEST_PAGE = 40


@dataclass(frozen=True)
class TypedRow:
    """A return with the texts typed for it, and the version that was seen.

    `page`: the page on which it was typed first, where it was kept and given back since.
    """

    return_: Return
    texts: dict[str, str]
    seen_edit: int
    problems: dict[str, str] = field(default_factory=dict)
    page: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from what is stored."""
        stored = stored_texts(self.return_)
        return any(_tidy(text) != _tidy(stored[name]) for name, text in self.texts.items())

    def entry(self, before: Entry) -> Entry:
        """What was stored with what was typed in its place; a figure takes a reason's place."""
        figures: dict[str, Any] = {
            name: _figure(self.return_, name, self.texts[name]) if name in self.texts else None
            for name in FIGURES
        }
        if any(each is not None for each in figures.values()):
            before = replace(before, no_value_reason="", expected_on=None)
        return replace(
            before,
            **figures,
            commentary=_tidy(self.texts.get(COMMENTARY, before.commentary)),
            cause=_tidy(self.texts.get(CAUSE, before.cause)),
        )


def typed_rows(
    returns: Iterable[Return], sent: Mapping[str, str], known: Mapping[int, Usual]
) -> list[TypedRow]:
    """The rows that were sent, each with the problems of its own cells."""
    return [checked_row(row, known[row.return_.pk]) for row in sent_rows(returns, sent)]


def sent_rows(returns: Iterable[Return], sent: Mapping[str, str]) -> list[TypedRow]:
    """The rows that were sent, as they were typed."""
    return [
        TypedRow(
            each,
            _sent(each, sent),
            _seen(sent.get(box_name("seen", each.pk), "")),
            page=sent.get(box_name("page", each.pk), "")[:LONGEST_PAGE],
        )
        for each in returns
        if box_name(FIGURE, each.pk) in sent
    ]


def _sent(return_: Return, sent: Mapping[str, str]) -> dict[str, str]:
    names = (*FIGURES, COMMENTARY, CAUSE)
    return {
        name: sent[box_name(name, return_.pk)]
        for name in names
        if box_name(name, return_.pk) in sent
    }


def _seen(text: str) -> int:
    return whole_number(text, NEVER_SAVED)


def checked_row(row: TypedRow, usual: Usual) -> TypedRow:
    """The row with what its cells can't be."""
    problems: dict[str, str] = {}
    figures: dict[str, Decimal | None] = {}
    for name in FIGURES:
        try:
            figures[name] = _figure(row.return_, name, row.texts.get(name, ""))
        except ValidationError as wrong:
            problems[name] = f"{wrong.messages[0]}."
    if not problems and row.is_changed:
        problems |= refusals(Figure(**figures), usual)
    return replace(row, problems=problems)


def _figure(return_: Return, name: str, text: str) -> Decimal | None:
    """A cell's figure; ValidationError says how to write it."""
    unit = return_.measure.figure_unit
    if not text.strip():
        return None
    if name in {NUMERATOR, DENOMINATOR}:
        return read_figure(text, Unit("count"), name)
    if unit.kind == "yes_no":
        if text.strip().casefold() not in YES_NO:
            message = "Enter Yes or No"
            raise ValidationError(message)
        return YES_NO[text.strip().casefold()]
    return read_figure(text, unit)


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()


@dataclass(frozen=True)
class Matched:
    """Pasted texts by return's id, and which lines could not be put anywhere."""

    texts: dict[int, dict[str, str]]
    problems: tuple[str, ...]


def match(pasted: Pasted, enterable: Iterable[Return], others: Iterable[Return]) -> Matched:
    """Put pasted lines to the measures of the grid, by ref.

    Nothing is guessed: a line for another service's measure, or one that can't be entered here,
    is named.
    """
    by_key = {key_of(each.measure.ref): each for each in enterable}
    known = {key_of(each.measure.ref): each for each in others}
    texts, problems = {}, list(pasted.problems)
    for row in pasted.rows:
        return_ = by_key.get(row.key)
        if return_ is None:
            why = "it can't be entered here" if row.key in known else "it is not on this page"
            problems.append(f"Line {row.line}: {row.ref[:20]} was left out, for {why}.")
            continue
        lacking = [
            name
            for name in PARTS
            if name in row.cells and return_.measure.value_type not in WITH_PARTS
        ]
        if lacking:
            problems.append(f"Line {row.line}: {row.ref} has no {lacking[0]}; only its figure.")
        texts[return_.pk] = {name: text for name, text in row.cells.items() if name not in lacking}
    return Matched(texts, tuple(problems))
