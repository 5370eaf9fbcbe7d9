"""What councils call the columns of a table of figures, a period a row or a period a column."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from indicators.rules.periods import FinancialYear, Quarter
from indicators.spreadsheets.kinds.naming import Columns
from indicators.spreadsheets.tables.headings import REF, TITLE, words_of
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from indicators.spreadsheets.understanding.periods_named import (
    BESIDE,
    Month,
    Named,
    SomeQuarter,
    find_period,
)
from indicators.spreadsheets.words import DASHES

PERIOD: Final = "period"
YEAR: Final = "year"
FIGURE: Final = "figure"
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
AIM: Final = "aim"
NOTE: Final = "note"
ESTIMATE: Final = "estimate"
BESIDE_A_FIGURE: Final = (AIM, NUMERATOR, DENOMINATOR, NOTE, ESTIMATE)
WORDS: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(pattern)
    for field, pattern in {
        REF: r"#|no|id|((indicator|measure|pi|performance indicator) )?"
        r"(no|number|ref|reference|id|code)",
        TITLE: r"((short|full|long) )?(name|title|description)"
        r"|((performance|corporate) )?(indicator|measure)s?( (name|title|description))?",
        PERIOD: r"((reporting|return) )?(period|quarter|qtr|month|date)( (end|ending|ended))?"
        r"|as at|period end date|when|time period",
        YEAR: r"(financial|fiscal|reporting) year|year|fy",
        NUMERATOR: r"numerators?|num|count of cases|number of cases",
        DENOMINATOR: r"denominators?|denom|out of|total cases",
        AIM: r"((period|quarterly|quarter|profiled|in-year|annual) )?targets?( for (the )?period)?"
        r"|target value|profile",
        NOTE: r"notes?|comments?|commentary|remarks?|footnotes?|caveats?|narrative",
        ESTIMATE: r"(is (an )?)?(estimate|estimated|provisional)s?( or (final|actual))?"
        r"|status of figure|(final|actual) or (provisional|estimated?)",
        FIGURE: r"((actual|reported|observed|indicator|measure|the|latest) )?"
        r"(values?|figures?|results?|actuals?|performance|outturn|data)( (%|value))?",
    }.items()
}


@lru_cache(maxsize=4096)
def period_field(heading: str) -> str | None:
    """The field of a heading that names a period: its figure, or what stands beside it."""
    found = find_period(heading)
    if found is None:
        return None
    named, rest = found
    if not is_whole(named):
        return None
    beside = BESIDE.sub(" ", rest).strip(f" .{DASHES}-")
    if not beside:
        return f"{FIGURE}@{slug_of(named)}"
    words = words_of(beside)
    fields = (each for each in BESIDE_A_FIGURE if WORDS[each].fullmatch(words))
    name = next(fields, "" if not WORDS[FIGURE].fullmatch(words) else FIGURE)
    return f"{name}@{slug_of(named)}" if name else ""


def is_whole(named: Named) -> bool:
    """Whether it can be told which period it is, at most after asking."""
    if isinstance(named, Month):
        return named.year is not None
    return not isinstance(named, SomeQuarter) or named.calendar_year is not None


def slug_of(named: Named) -> str:
    """The period as part of a field's name."""
    if isinstance(named, Quarter):
        return named.slug
    if isinstance(named, FinancialYear):
        return Quarter(named.start, 5).slug
    if isinstance(named, Month):
        return f"{named.year}-{named.number:02d}"
    return f"{named.calendar_year}-q{named.number}"


def is_of_values(fields: AbstractSet[str]) -> bool:
    """Whether these are the columns of a table of figures."""
    is_long = FIGURE in fields and bool({PERIOD, YEAR} & fields)
    return REF in fields and (is_long or is_wide(fields))


def is_wide(fields: AbstractSet[str]) -> bool:
    """Whether the periods stand over columns."""
    return any(each.startswith(f"{FIGURE}@") for each in fields)


def tells_of_figure(name: str) -> bool:
    """A total has neither a period nor a note."""
    return name in {PERIOD, NOTE, TITLE}


VALUE_WORDS: Final = Vocabulary(
    words=WORDS, is_table=is_of_values, tells=tells_of_figure, patterned=period_field
)

FIELDS: Final[dict[str, str]] = {
    REF: "The measure's number",
    TITLE: "Its name",
    PERIOD: "The period",
    YEAR: "The financial year",
    FIGURE: "The figure",
    NUMERATOR: "The numerator",
    DENOMINATOR: "The denominator",
    AIM: "The target of the period",
    NOTE: "A note",
    ESTIMATE: "Whether it is an estimate",
}
VALUE_COLUMNS: Final = Columns(VALUE_WORDS, FIELDS, lambda fields: not is_of_values(fields))
