"""What councils call the columns of a table of benchmarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.spreadsheets.files.sheets import Cell
from indicators.spreadsheets.kinds.naming import Columns
from indicators.spreadsheets.tables.headings import REF, TITLE, words_of
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from indicators.spreadsheets.understanding.cells import read_figure
from indicators.spreadsheets.understanding.periods_named import find_period
from indicators.spreadsheets.understanding.understood import State

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

FIELDS: Final[dict[str, str]] = {
    REF: "The measure's number",
    TITLE: "Its name",
    COMPARATOR: "The comparator: whose figure it is",
    PERIOD: "The period",
    VALUE: "The comparator's figure",
    SOURCE: "The source",
    NOTE: "A note",
    ESTIMATED: "Whether it is an estimate",
    OURS: "The council's own figure",
}


def lacks_for_benchmarks(fields: AbstractSet[str]) -> bool:
    """Whether a table has comparators by row without their figures, or figures of nobody."""
    is_wide = any(each.startswith(FIGURE) for each in fields)
    return not is_of_benchmarks(fields) or (not is_wide and len({COMPARATOR, VALUE} & fields) == 1)


def figure_asked_elsewhere(fields: AbstractSet[str], heading: str, cells: Sequence[Cell]) -> str:
    """The field of a column that may be one comparator's, or a period's: that is asked later."""
    states = {State.VALUE, State.RANGE, State.OPEN, State.SUPPRESSED}
    is_likely = COMPARATOR not in fields or find_period(heading) is not None
    has_figures = is_likely and any(read_figure(each).state in states for each in cells)
    return FIGURE + words_of(heading) if has_figures else ""


BENCHMARK_COLUMNS: Final = Columns(
    BENCHMARK_WORDS, FIELDS, lacks_for_benchmarks, elsewhere=figure_asked_elsewhere
)
