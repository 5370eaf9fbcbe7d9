"""What columns are called by all kinds of tables, and how headings are compared."""

from __future__ import annotations

import re
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.words import plain

REF: Final = "ref"
NEW: Final = "new"
TITLE: Final = "title"
POLARITY: Final = "polarity"
BASIS: Final = "basis"
LATEST: Final = "latest"
IN_YEAR: Final = "in_year_profiled_target"
DEPARTMENT: Final = "department"
SERVICE: Final = "service"
COMMENTS: Final = "comments"
TARGET: Final = "target_"

YEAR: Final = re.compile(r"\b(?:20)?(\d\d)\s*[/-]\s*(?:20)?(\d\d)\b")


def words_of(heading: str) -> str:
    """A heading as it is compared: full stops, colons, question marks and stars don't count."""
    return " ".join(re.sub(r"[.:?*]", " ", plain(heading)).split())


def year_in(heading: str) -> FinancialYear | None:
    """The financial year that a heading names: "2017/18", "2017-18", "17/18"."""
    for first, second in YEAR.findall(words_of(heading)):
        if (int(first) + 1) % 100 == int(second):
            return FinancialYear(2000 + int(first))
    return None


def target_field(year: FinancialYear) -> str:
    """The field that holds a year's target: `target_2017_18`."""
    return TARGET + year.slug.replace("-", "_")
