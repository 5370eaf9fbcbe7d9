"""What councils call the columns of a table of measures."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.spreadsheets.kinds.naming import Columns
from indicators.spreadsheets.tables.headings import (
    BASIS,
    COMMENTS,
    DEPARTMENT,
    IN_YEAR,
    LATEST,
    NEW,
    POLARITY,
    REF,
    SERVICE,
    TARGET,
    TITLE,
    target_field,
    words_of,
    year_in,
)
from indicators.spreadsheets.tables.vocabulary import Vocabulary

FEWEST_HEADINGS: Final = 3
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


def target_of_year(heading: str) -> str | None:
    """The field of a year's target; a year with anything else names nothing."""
    year = year_in(heading)
    if not year:
        return None
    return target_field(year) if "target" in words_of(heading) else ""


def is_of_measures(fields: AbstractSet[str]) -> bool:
    """Whether these are the columns of a table of measures."""
    targets = any(each.startswith(TARGET) for each in fields)
    enough = len(fields) >= FEWEST_HEADINGS
    return enough and TITLE in fields and (targets or bool({LATEST, POLARITY} & fields))


def tells_of_measure(name: str) -> bool:
    """A total has neither polarity, nor target, nor department."""
    return name in {POLARITY, DEPARTMENT, SERVICE} or name.startswith(TARGET)


MEASURE_WORDS: Final = Vocabulary(
    words=WORDS, is_table=is_of_measures, tells=tells_of_measure, patterned=target_of_year
)

FIELDS: Final[dict[str, str]] = {
    REF: "The measure's number",
    TITLE: "Its name",
    NEW: "Whether it is new",
    POLARITY: "Its polarity: maximise or minimise",
    BASIS: "Its basis: what the figures cover",
    LATEST: "Latest performance: the baseline",
    IN_YEAR: "The target to date of the latest performance",
    DEPARTMENT: "The directorate, or directorate and service",
    SERVICE: "The service",
    COMMENTS: "Comments",
}


def lacks_for_measures(fields: AbstractSet[str]) -> bool:
    """Whether measures can't be read without another column."""
    return not (is_of_measures(fields) and {REF, TITLE, POLARITY} <= fields)


MEASURE_COLUMNS: Final = Columns(MEASURE_WORDS, FIELDS, lacks_for_measures)
