"""The columns of the workbook for returns, and what councils call them in tables of their own."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.spreadsheets.kinds.naming import Columns
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.tables.vocabulary import Vocabulary

UNIT: Final = "unit"
TARGET: Final = "target"
TOLERANCE: Final = "tolerance"
LAST_YEAR: Final = "last_year"
LAST: Final = "last"
STATE: Final = "state"
VALUE: Final = "value"
NUMERATOR: Final = "numerator"
DENOMINATOR: Final = "denominator"
REASON: Final = "no_value_reason"
EXPECTED: Final = "expected_on"
QUALITY: Final = "quality"
COMMENTARY: Final = "commentary"
CAUSE: Final = "cause"
SERVICE: Final = "service"
PERIOD: Final = "period"
VERSION: Final = "version"

PARTS: Final = (NUMERATOR, DENOMINATOR)
FIGURES: Final = (VALUE, *PARTS)
#: What is filled in, as the workbook has it from left to right.
TO_FILL: Final = (*FIGURES, REASON, EXPECTED, QUALITY, COMMENTARY, CAUSE)
#: What tells the reader of a row what is asked; it is shown and never imported.
SHOWN: Final = (TITLE, UNIT, TARGET, TOLERANCE, LAST_YEAR, LAST, STATE, SERVICE)
HEADERS: Final = {
    REF: "Ref",
    TITLE: "Measure",
    UNIT: "Unit",
    TARGET: "Target",
    TOLERANCE: "Tolerance",
    LAST_YEAR: "Same period last year",
    LAST: "Last figure",
    STATE: "State",
    VALUE: "Figure",
    NUMERATOR: "Numerator",
    DENOMINATOR: "Denominator",
    REASON: "No figure because",
    EXPECTED: "Figure expected on",
    QUALITY: "Final, provisional or estimated",
    COMMENTARY: "Commentary",
    CAUSE: "Cause, if amber",
    SERVICE: "Service",
    PERIOD: "Period",
    VERSION: "Version",
}
WORDS: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(pattern)
    for field, pattern in {
        REF: r"#|no|id|((indicator|measure|pi|performance indicator) )?"
        r"(no|number|ref|reference|id|code)",
        TITLE: r"((short|full|long) )?(name|title|description)"
        r"|((performance|corporate) )?(indicator|measure)s?( (name|title|description))?",
        UNIT: r"units?( of measure(ment)?)?",
        TARGET: r"((annual|year|quarter|period|profiled) )?targets?( for (the )?period)?",
        TOLERANCE: r"tolerances?|thresholds?",
        LAST_YEAR: r"same (period|quarter|time) last year|last year",
        LAST: r"(last|previous|earlier) (figure|value|period|quarter|performance)|before",
        STATE: r"state|status( of return)?",
        VALUE: r"((actual|reported|the|latest|this|our) )?"
        r"(values?|figures?|results?|actuals?|performance|outturn|data)( (%|value))?",
        NUMERATOR: r"numerators?|num|count of cases|number of cases",
        DENOMINATOR: r"denominators?|denom|den|out of|total cases",
        REASON: r"(why )?no (figure|value|data)( because| reason)?|reason( for no figure)?",
        EXPECTED: r"((figure|value) )?expected( on| by)?|published on",
        QUALITY: r"final, provisional or estimated|quality|provisional or final|status of figure"
        r"|provisional|estimated?",
        COMMENTARY: r"commentary|comments?|notes?|narrative|remarks?",
        CAUSE: r"cause(, if amber| if amber)?|why amber|cause of amber",
        SERVICE: r"service|team",
        PERIOD: r"((reporting|return) )?(period|quarter|qtr)",
        VERSION: r"version",
    }.items()
}


def is_of_returns(fields: AbstractSet[str]) -> bool:
    """Whether these are the columns of a table of returns."""
    return REF in fields and (VALUE in fields or set(PARTS) <= fields)


def tells_of_return(name: str) -> bool:
    """A total has no measure's name, and no commentary."""
    return name in {TITLE, COMMENTARY, PERIOD}


RETURN_WORDS: Final = Vocabulary(words=WORDS, is_table=is_of_returns, tells=tells_of_return)

FIELDS: Final[dict[str, str]] = {
    REF: "The measure's number",
    TITLE: "Its name",
    PERIOD: "The period",
    VALUE: "The figure",
    NUMERATOR: "The numerator",
    DENOMINATOR: "The denominator",
    REASON: "Why there is no figure",
    EXPECTED: "When the figure is expected",
    QUALITY: "Whether it is final, provisional or estimated",
    COMMENTARY: "Commentary",
    CAUSE: "The cause, if amber",
}
RETURN_COLUMNS: Final = Columns(RETURN_WORDS, FIELDS, lambda fields: not is_of_returns(fields))
