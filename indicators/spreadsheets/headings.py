"""Which column a heading names, in any order and for any year."""

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

WORDS: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(pattern)
    for field, pattern in {
        REF: r"#|no|id|((indicator|measure|pi) )?(no|number|ref|reference|id)",
        NEW: r"new\b.*",
        TITLE: r"((short|full|long) )?(name|title|description)"
        r"|((performance|corporate) )?(indicator|measure)s?( (name|title|description))?",
        POLARITY: r"(minimi[sz]e|maximi[sz]e)( or |/| / )(minimi[sz]e|maximi[sz]e).*"
        r"|polarity|aim|aim to|good is|what is good|(desired )?direction"
        r"|(higher|lower|bigger|smaller) or .*",
        BASIS: r"(calculation |reporting )?basis|(calculation|reporting) method",
        LATEST: r"(latest|current|most recent)( (performance|value|figure|position|outturn))?"
        r"|performance|actual|outturn",
        IN_YEAR: r"(in[- ]year|profiled|in[- ]year profiled|year to date|ytd) target"
        r"|target to date|profile",
        DEPARTMENT: r"dept|department|directorate|department/service|directorate/service"
        r"|(lead |responsible )(department|directorate)",
        SERVICE: r"((lead|responsible) )?service( area)?|team",
        COMMENTS: r"comments?|commentary|notes?|remarks?",
    }.items()
}
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


def field_of(heading: str) -> str | None:
    """The field that a heading names, if any."""
    words = words_of(heading)
    year = year_in(heading)
    if year:
        return target_field(year) if "target" in words else None
    return next((field for field, pattern in WORDS.items() if pattern.fullmatch(words)), None)
