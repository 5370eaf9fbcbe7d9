"""Names that Excel accepts: of sheets and of tables, each only once in a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.spreadsheets.words import one_line

LONGEST_SHEET = 31
LONGEST_TABLE = 200
NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
#: Excel keeps this name for itself, in any case of letters.
RESERVED = "history"


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each sheet, as near as can be to what it is called."""
    found: list[str] = []
    used = {each.casefold() for each in taken} | {RESERVED}
    for text in wanted:
        name = _once(_sheet(text), used, LONGEST_SHEET, " {}")
        used.add(name.casefold())
        found.append(name)
    return found


def _sheet(text: str) -> str:
    """Excel counts the characters of a name in UTF-16, so that letters beyond count twice."""
    plain = one_line(NOT_IN_SHEETS.sub(" ", text)).strip("' ")
    return shortened(plain, LONGEST_SHEET).strip("' ") or "Sheet"


def shortened(text: str, longest: int) -> str:
    """The first so many units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore")


def table_names(wanted: Iterable[str]) -> list[str]:
    """A name for each table: letters, digits and underscores; never like a cell's address."""
    found: list[str] = []
    used: set[str] = set()
    for text in wanted:
        letters = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")
        name = _once(f"Table_{letters}"[:LONGEST_TABLE], used, LONGEST_TABLE, "_{}")
        used.add(name.casefold())
        found.append(name)
    return found


def _once(name: str, used: set[str], longest: int, pattern: str) -> str:
    """The name, with a number after it where it is taken."""
    number, made = 1, name
    while made.casefold() in used:
        number += 1
        after = pattern.format(number)
        made = f"{shortened(name, longest - len(after)).rstrip()}{after}"
    return made
