"""What councils call the columns of a table of targets."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Final

from indicators.rules.periods import FinancialYear, Quarter
from indicators.spreadsheets.kinds.naming import Columns
from indicators.spreadsheets.tables.headings import REF, TARGET, TITLE, target_field, words_of
from indicators.spreadsheets.tables.vocabulary import Vocabulary
from indicators.spreadsheets.understanding.periods_named import Month, SomeQuarter, find_period

YEAR: Final = "year"
ANNUAL: Final = "target"
LOW: Final = "low"
HIGH: Final = "high"
QUARTER: Final = "quarter_"  # quarter_1, or quarter_1_2018_19 where the heading names the year
MONTH: Final = "month_"  # month_06, or month_06_2018
PROFILE: Final = "profile"
PROFILE_START: Final = "profile_start"
TOLERANCE: Final = "tolerance"
TOLERANCE_KIND: Final = "tolerance_kind"
GREEN: Final = "green"
AMBER: Final = "amber"
AGREED_BY: Final = "agreed_by"
AGREED_ON: Final = "agreed_on"
DECISION: Final = "decision"
REASON: Final = "reason"

RESULTS: Final = re.compile(
    r"\b(actuals?|outturn|results?|performance|baseline|latest|forecast|variance|rag|status)\b"
)
PROFILED: Final = re.compile(
    r"((in[- ]year|profiled?|quarter(ly)?|month(ly)?|cumulative|year to date|ytd|to date|%)\s*)*"
    r"(targets?|profile)?( to date| %)?"
)
WORDS: Final[dict[str, re.Pattern[str]]] = {
    field: re.compile(pattern)
    for field, pattern in {
        REF: r"#|no|id|((indicator|measure|pi) )?(no|number|ref|reference|id)",
        TITLE: r"((short|full|long) )?(name|title|description)"
        r"|((performance|corporate) )?(indicator|measure)s?( (name|title|description))?",
        YEAR: r"(financial |target )?year|for( the)? year",
        ANNUAL: r"((annual|year|year-end|year end|full year|proposed|agreed|new) )?"
        r"target( value| figure)?( \(?%\)?)?",
        LOW: r"(target |range )?(low(er)?|from|minimum|min)( target| limit| end)?",
        HIGH: r"(target |range )?(high(er)?|upper|to|maximum|max)( target| limit| end)?",
        PROFILE: r"(in-year |in year |target )?profil(e|ing)( method| type)?",
        PROFILE_START: r"profile[ _](starts? (from|at)|start)|starting (figure|value)",
        TOLERANCE: r"tolerance( \(?%\)?| percent| points)?",
        TOLERANCE_KIND: r"(kind|type|mode) of tolerance|tolerance (kind|type|mode|in|unit)",
        GREEN: r"green( (to|tolerance|within))?( \(?(%|percent|points|% of target)\)?)?"
        r"|tolerance green",
        AMBER: r"amber( (to|tolerance|within))?( \(?(%|percent|points|% of target)\)?)?"
        r"|tolerance amber",
        AGREED_BY: r"(target )?(agreed|approved|set) by|who agreed|owner of target",
        AGREED_ON: r"(target )?(agreed|approved|set) on|date (agreed|approved)|when agreed"
        r"|(agreed|approval|decision) date",
        DECISION: r"decision( (ref|reference|no|number))?|minute( (ref|reference|no|number))?",
        REASON: r"reason( for (the )?change)?|why( changed)?|rationale",
    }.items()
}


def target_of_period(heading: str) -> str | None:
    """The field of a target that a heading dates; "" where it dates anything else."""
    words = words_of(heading)
    found = find_period(heading)
    if found is None:
        return None
    named, rest = found
    rest = words_of(rest)
    if RESULTS.search(words):
        return ""
    if isinstance(named, FinancialYear):
        return target_field(named) if "target" in rest else ""
    return _in_year(named) if PROFILED.fullmatch(rest) else ""


def _in_year(named: Quarter | SomeQuarter | Month) -> str:
    """The field of a quarter or month, with its year where it has one."""
    if isinstance(named, Quarter):
        return f"{QUARTER}{named.number}_{named.financial_year.slug.replace('-', '_')}"
    if isinstance(named, SomeQuarter):
        return f"{QUARTER}{named.number}" if named.calendar_year is None else ""
    return f"{MONTH}{named.number:02d}" + (f"_{named.year}" if named.year else "")


def is_target(name: str) -> bool:
    """Whether a field holds figures of targets."""
    return name in {ANNUAL, LOW, HIGH} or name.startswith((TARGET, QUARTER, MONTH))


def is_of_targets(fields: AbstractSet[str]) -> bool:
    """Whether these are the columns of a table of targets."""
    return bool({REF, TITLE} & fields) and any(map(is_target, fields))


def tells_of_target(name: str) -> bool:
    """A row without a number or a year is a total, if anything."""
    return name in {YEAR, PROFILE}


TARGET_WORDS: Final = Vocabulary(
    words=WORDS, is_table=is_of_targets, tells=tells_of_target, patterned=target_of_period
)

FIELDS: Final[dict[str, str]] = {
    REF: "The measure's number",
    TITLE: "Its name",
    YEAR: "The year of the target",
    ANNUAL: "The target for the year",
    LOW: "The lower end of a target range",
    HIGH: "The upper end of a target range",
    **{f"{QUARTER}{number}": f"The target for quarter {number}" for number in range(1, 5)},
    PROFILE: "The in-year profile",
    PROFILE_START: "The figure that the profile starts from",
    TOLERANCE: "The tolerance",
    TOLERANCE_KIND: "What the tolerance is counted in",
    GREEN: "The tolerance for green",
    AMBER: "The tolerance for amber",
    AGREED_BY: "Who agreed the target",
    AGREED_ON: "When it was agreed",
    DECISION: "The decision's number",
    REASON: "The reason",
}
TARGET_COLUMNS: Final = Columns(TARGET_WORDS, FIELDS, lambda fields: not is_of_targets(fields))
