"""The cells that are filled in: how they look, and what may be typed into them."""

from __future__ import annotations

from copy import copy
from typing import Any, Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Border, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from indicators.rules.units import Unit
from indicators.spreadsheets.kinds.returns.explaining import ANSWERS, QUALITIES, REASONS
from indicators.spreadsheets.kinds.returns.vocabulary import (
    CAUSE,
    DENOMINATOR,
    EXPECTED,
    NUMERATOR,
    PARTS,
    QUALITY,
    REASON,
    VALUE,
)

EDGE: Final = Side(style="medium", color="FF0B0C0C")
FRAME: Final = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
PALE: Final = PatternFill("solid", start_color="FFFFF7BF")
OPEN: Final = Protection(locked=False)
LARGEST: Final = "99999999999999"
FIRST_DAY: Final = "36526"  # 1 January 2000, as Excel counts days
LAST_DAY: Final = "73050"  # 31 December 2099
#: What stands beside the cell while somebody is in it.
PROMPTS: Final = {
    "percent": ("Percentage", "Type it without its sign: 87.34 means 87.34%."),
    NUMERATOR: ("Numerator", "A number; only with a denominator."),
    DENOMINATOR: ("Denominator", "A number, 0 or more; only with a numerator."),
    REASON: ("No figure because", "Choose only where there is no figure."),
    EXPECTED: ("Figure expected on", "A day, such as 31/01/2018; only where it is later."),
    QUALITY: ("Final, provisional or estimated", "Final unless you choose otherwise."),
    CAUSE: ("Cause, if amber", "What keeps it from green; only where it is amber."),
}
ERRORS: Final = {
    "number": "Type a number. Where there is none, leave the cell blank and choose why.",
    "list": "Choose one from the list, or leave the cell blank.",
    "date": "Type a day, such as 31/01/2018, or leave the cell blank.",
}


def opened(cell: Cell) -> Cell:
    """The cell as one to fill in: framed, pale and not locked."""
    dressed: Any = cell
    dressed._style = copy(dressed._style)  # noqa: SLF001 - cells of one look share it
    cell.border, cell.fill, cell.protection = FRAME, PALE, OPEN
    return cell


class Rules:
    """What may be typed where: one rule for all cells that are alike."""

    def __init__(self) -> None:
        self._made: dict[str, DataValidation] = {}

    def add(self, address: str, name: str, unit: Unit) -> None:
        """Let a cell take what belongs under its heading."""
        key = unit.kind if name == VALUE else name
        if key not in self._made:
            found = _rule(name, unit)
            if found is None:
                return
            self._made[key] = _told(found, key)
        self._made[key].add(address)

    @property
    def validations(self) -> list[DataValidation]:
        return list(self._made.values())


def _rule(name: str, unit: Unit) -> DataValidation | None:
    if name == VALUE and unit.kind == "yes_no":
        return _list(ANSWERS)
    if name == VALUE or name in PARTS:
        lowest = "0" if name == DENOMINATOR else f"-{LARGEST}"
        return _between("decimal", lowest, LARGEST, ERRORS["number"])
    if name == REASON:
        return _list(REASONS)
    if name == QUALITY:
        return _list(QUALITIES)
    if name == EXPECTED:
        return _between("date", FIRST_DAY, LAST_DAY, ERRORS["date"])
    return DataValidation(allow_blank=True) if name == CAUSE else None


def _list(choices: tuple[str, ...]) -> DataValidation:
    formula = f'"{",".join(choices)}"'
    return DataValidation(type="list", formula1=formula, allow_blank=True, error=ERRORS["list"])


def _between(kind: Any, lowest: str, highest: str, error: str) -> DataValidation:
    return DataValidation(
        type=kind, operator="between", formula1=lowest, formula2=highest,
        allow_blank=True, error=error,
    )  # fmt: skip


def _told(rule: DataValidation, key: str) -> DataValidation:
    rule.showErrorMessage, rule.errorTitle = True, "This can't be entered here"
    if key in PROMPTS:
        rule.promptTitle, rule.prompt = PROMPTS[key]
        rule.showInputMessage = True
    return rule
