"""How values are written in the columns of an export, and read back exactly."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from import_export import widgets

# What a spreadsheet program would take for a formula. Apostrophes in front are part of the
# pattern, so that taking one away always gives back the text as it was.
FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
YES: Final = frozenset({"yes", "y", "true", "1"})
NO: Final = frozenset({"no", "n", "false", "0"})

Row = dict[str, Any]


def neutral(text: str) -> str:
    """Text that no spreadsheet program runs: an apostrophe stands before = + - and @."""
    return f"'{text}" if FORMULA.match(text) else text


def original(text: str) -> str:
    """The text that `neutral` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def figure_text(value: Decimal | None) -> str:
    """A figure in full, without needless zeros; nothing for none."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if value else "0"


def figure(text: str) -> Decimal:
    """The figure that a text is; ValueError for any other text."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValueError(f"“{text}” is no figure: write digits, with a point for decimals.")
    return found


def yes_no(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    return "yes" if value else "no"


class TextWidget(widgets.CharWidget):
    """Text, made harmless."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> str:  # noqa: ARG002
        return "" if value is None else original(str(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return "" if value is None else neutral(str(value))


class FigureWidget(widgets.Widget):
    """An exact decimal; an empty cell is no figure, never 0."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> Decimal | None:  # noqa: ARG002
        text = "" if value is None else str(value).strip()
        return figure(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:  # noqa: ARG002
        """A number in a spreadsheet, digits in a text file."""
        if kwargs.get("force_native_type") and value is not None:
            return Decimal(figure_text(value))
        return figure_text(value)


class YesNoWidget(widgets.Widget):
    """Yes or no."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> bool:  # noqa: ARG002
        text = str(value).strip().lower()
        if text not in YES | NO:
            raise ValueError(f"“{value}” is neither yes nor no.")
        return text in YES

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return yes_no(bool(value))


class MomentWidget(widgets.Widget):
    """A moment to the microsecond, in universal time: 2018-01-15T09:30:00.000001+00:00."""

    def clean(self, value: Any, row: Row | None = None, **kwargs: Any) -> datetime | None:  # noqa: ARG002
        text = "" if value is None else str(value).strip()
        return datetime.fromisoformat(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:  # noqa: ARG002
        return value.astimezone(UTC).isoformat() if value else ""
