"""The rows of the grid: each return of a service with its boxes, and what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from indicators.grid.pasting import CAUSE, COLUMNS, COMMENTARY, DENOMINATOR, FIGURE, NUMERATOR
from indicators.grid.standing import Found
from indicators.models import NoValueReason, Return
from indicators.officers.due import edit_url
from indicators.officers.pages import value_words
from indicators.returns.checks import Usual
from indicators.returns.months import is_monthly
from indicators.rules.rag import Status
from indicators.rules.units import Unit

LABELS = {
    FIGURE: "Figure",
    NUMERATOR: "Numerator",
    DENOMINATOR: "Denominator",
    COMMENTARY: "Commentary",
    CAUSE: "Cause, if amber",
}
PARTS = (NUMERATOR, DENOMINATOR)
FIGURES = (FIGURE, *PARTS)
WITH_PARTS = ("percent", "ratio")
ANSWERS = {Decimal(1): "Yes", Decimal(0): "No"}


class Typed(Protocol):
    """What was typed into a row, and upon which version of its return."""

    @property
    def texts(self) -> dict[str, str]: ...
    @property
    def seen_edit(self) -> int: ...
    @property
    def page(self) -> str: ...


@dataclass(frozen=True)
class Box:
    """One box: its name in the form, what stands in it, what is wrong with that."""

    name: str
    label: str
    column: str
    text: str
    error: str = ""

    @property
    def is_text(self) -> bool:
        return self.column in {COMMENTARY, CAUSE}


@dataclass(frozen=True)
class Row:
    """A return on the grid; without boxes where it can't be entered here."""

    return_id: int
    ref: str
    name: str
    url: str
    target: str
    last: str
    state: str
    seen_edit: int
    page: str = ""
    boxes: tuple[Box | None, ...] = field(default=())
    problem: str = ""
    notes: tuple[str, ...] = ()
    changed: bool = False
    figure: str = ""
    commentary: str = ""
    status: Status | None = None
    missing: str = ""

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """What is wrong, with the box that it is wrong in."""
        found = [(each.name, each.error) for each in self.boxes if each and each.error]
        if self.problem and self.boxes and self.boxes[0]:
            found.insert(0, (self.boxes[0].name, self.problem))
        return tuple(found)


def box_name(column: str, return_id: int) -> str:
    return f"{column}-{return_id}"


def columns_for(returns: Iterable[Return]) -> tuple[str, ...]:
    """The columns that any of these measures has: parts only where there are ratios."""
    kinds = {each.measure.value_type for each in returns}
    return COLUMNS if kinds & set(WITH_PARTS) else (FIGURE, COMMENTARY, CAUSE)


def stored_texts(return_: Return) -> dict[str, str]:
    """What is stored, as somebody would type it."""
    report = getattr(return_, "exception_report", None)
    return {
        FIGURE: _typed(return_.value, return_.measure.figure_unit),
        NUMERATOR: _typed(return_.numerator, Unit("count")),
        DENOMINATOR: _typed(return_.denominator, Unit("count")),
        COMMENTARY: return_.commentary,
        CAUSE: report.cause if report else "",
    }


def as_answer(text: str) -> str:
    """Yes for 1 and No for 0, which the return's own page has; any other text as it is."""
    return {format(figure, "f"): said for figure, said in ANSWERS.items()}.get(text, text)


def _typed(figure: Decimal | None, unit: Unit) -> str:
    if figure is None:
        return ""
    if unit.kind == "yes_no":
        return ANSWERS.get(figure, format(figure.normalize(), "f"))
    return format(figure.normalize(), "f")


def row_of(
    return_: Return,
    columns: tuple[str, ...],
    *,
    can_enter: bool,
    usual: Usual,
    target: str,
    found: Found,
    typed: Typed | None = None,
    problems: Mapping[str, str] | None = None,
) -> Row:
    """A return as a row. `typed` stands for what is stored, `problems` are by column."""
    texts, wrong = stored_texts(return_), dict(problems or {})
    shown = texts | dict(typed.texts if typed else {})
    enters = can_enter and not is_monthly(return_)
    boxes = tuple(_box(return_, each, shown, wrong) for each in columns) if enters else ()
    return Row(
        return_id=return_.pk,
        ref=return_.measure.ref,
        name=return_.measure.name,
        url=edit_url(return_),
        target=target,
        last=_last(usual),
        state=_state(return_),
        seen_edit=typed.seen_edit if typed else return_.edit,
        page=typed.page if typed else "",
        boxes=boxes,
        problem=" ".join(text for name, text in wrong.items() if name not in columns),
        notes=_notes(return_, can_enter=can_enter),
        changed=shown != texts,
        figure=value_words(return_, return_.measure.figure_unit),
        commentary=return_.commentary,
        status=found.status,
        missing=found.missing,
    )


def _box(
    return_: Return, column: str, shown: Mapping[str, str], wrong: Mapping[str, str]
) -> Box | None:
    """None where the measure has no such box."""
    if column in PARTS and return_.measure.value_type not in WITH_PARTS:
        return None
    name = box_name(column, return_.pk)
    return Box(name, LABELS[column], column, shown[column], wrong.get(column, ""))


def _last(usual: Usual) -> str:
    """The figure of the period before, printed."""
    for each in usual.earlier[:1]:
        amount = each.figure.amount(usual.unit)
        if amount is not None:
            return f"{usual.unit.short(amount)} ({each.quarter.name})"
    return "–"


def _state(return_: Return) -> str:
    ready = return_.is_ready and return_.is_with_officer
    return "Ready to submit" if ready else return_.get_state_display()


def _notes(return_: Return, *, can_enter: bool) -> tuple[str, ...]:
    notes = []
    if return_.sent_back_reason:
        notes.append(f"Sent back: {return_.sent_back_reason}")
    if return_.no_value_reason:
        reason = NoValueReason(return_.no_value_reason).label.lower()
        instead = " A figure typed here takes its place." if can_enter else ""
        notes.append(f"No figure: {reason}.{instead}")
    if is_monthly(return_) and return_.is_with_officer:
        notes.append("Entered month by month, on its own page.")
    elif not can_enter and return_.is_with_officer:
        notes.append("Locked for entering: ask the performance team to let you in.")
    return tuple(notes)
