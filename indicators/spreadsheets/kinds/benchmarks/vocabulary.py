"""What councils call the columns of a table of benchmarks."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.spreadsheets.tables.headings import REF, TITLE, words_of
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from indicators.spreadsheets.understanding.periods_named import find_period

COMPARATOR: Final = "comparator"
PERIOD: Final = "period"
VALUE: Final = "value"
SOURCE: Final = "source"
NOTE: Final = "note"
ESTIMATED: Final = "estimated"
OURS: Final = "ours"
FIGURE: Final = "figure_"  # a column of one comparator, or of one period
FEWEST_HEADINGS: Final = 2

WORDS: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(pattern)
    for field, pattern in {
        REF: r"#|no|id|((indicator|measure|pi) )?(no|number|ref|reference|id)",
        TITLE: r"((short|full|long) )?(name|title|description)"
        r"|((performance|corporate) )?(indicator|measure)s?( (name|title|description))?",
        COMPARATOR: r"comparators?( (group|name))?|comparison( (group|with|to))?"
        r"|compared (with|to)|benchmark(ing)? (group|family|name)|(peer |family )?group"
        r"|area|authority|place|region|whose",
        PERIOD: r"period( (end|ending|ended|name))?|(financial |reporting )?year|quarter|month"
        r"|(as )?at|date|time( period)?",
        VALUE: r"(benchmark(ing)?|comparator|comparison|their|others?)('s)?"
        r"( (value|figure|result|performance))?|value|figure|result",
        SOURCE: r"((data|benchmark) )?source( of (data|figure))?|published by|publication",
        NOTE: r"notes?|comments?|remarks?|caveats?",
        ESTIMATED: r"(is )?(estimated?|provisional)",
        OURS: r"((our|own|local|council|the council's|council's) )+"
        r"(figure|value|performance|result|outturn|data|position)s?|ours?|us"
        r"|actual|outturn|(latest |current )?performance",
    }.items()
}


def figure_of_period(heading: str) -> str | None:
    """A field of its own for a heading that names a period beside something: "England 2016/17".

    A period alone names none: whose figures it heads, the heading above it may say.
    """
    found = find_period(heading)
    return FIGURE + words_of(heading) if found and words_of(found[1]) else None


def is_of_benchmarks(fields: AbstractSet[str]) -> bool:
    """Whether these are the columns of a table of benchmarks; comparators' may not be known yet."""
    measures = {REF, TITLE} & fields
    return bool(measures) and len(fields) >= FEWEST_HEADINGS


def tells_of_benchmark(name: str) -> bool:
    """A row without a number names its measure, or says whose figure it has or of when."""
    return name in {TITLE, VALUE, COMPARATOR, PERIOD} or name.startswith(FIGURE)


BENCHMARK_WORDS: Final = Vocabulary(
    words=WORDS,
    is_table=is_of_benchmarks,
    tells=tells_of_benchmark,
    patterned=figure_of_period,
)
