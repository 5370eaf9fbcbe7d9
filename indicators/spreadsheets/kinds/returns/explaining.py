"""The words of the workbook for returns: what each column is, and how it is filled in."""

from __future__ import annotations

from typing import Final

from indicators.models import NoValueReason, Quality
from indicators.spreadsheets.kinds.returns.vocabulary import (
    CAUSE,
    COMMENTARY,
    DENOMINATOR,
    EXPECTED,
    HEADERS,
    LAST,
    LAST_YEAR,
    NUMERATOR,
    PERIOD,
    QUALITY,
    REASON,
    SERVICE,
    STATE,
    TARGET,
    TOLERANCE,
    UNIT,
    VALUE,
    VERSION,
)
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.words import listed
from indicators.spreadsheets.writing.describing import Column, Table

HOW: Final = "How to fill it in"
RETURNS: Final = "Returns"
REASONS: Final = tuple(str(each.label) for each in NoValueReason)
QUALITIES: Final = tuple(str(each.label) for each in Quality)
ANSWERS: Final = ("Yes", "No")
FIRST: Final = (
    "Fill in the framed cells; all others are locked. "
    "A percentage is typed without its sign: 87.34 means 87.34%."
)
SECOND: Final = (
    "A blank cell is no figure, never zero. Emptying a cell that held a draft empties the draft. "
    f"Each column is explained on the sheet “{HOW}”."
)
ABOUT: Final = (
    (
        f"Fill in the framed cells on the sheet “{RETURNS}”, save the file as .xlsx and "
        "upload it under My returns. You see every change before anything is saved."
    ),
    (
        "What is uploaded is saved as drafts. You submit them on their own pages, or all that are "
        "ready on the grid."
    ),
    (
        "The other cells are locked, without a password, so that a slip changes nothing; what is "
        "changed in them all the same is not imported, and you are told so."
    ),
    "[x] stands where no earlier figure is known, [z] where nothing is asked.",
)
LOCKED: Final = "Locked"
FILLED: Final = "Fill in"
EXPLAINED: Final = {
    REF: (LOCKED, "The measure's number. It tells the upload whose row this is."),
    TITLE: (LOCKED, "The measure's name."),
    UNIT: (LOCKED, "What the figure is written in."),
    TARGET: (LOCKED, "The target that counts in this period."),
    TOLERANCE: (LOCKED, "How far from the target is still green or amber."),
    LAST_YEAR: (LOCKED, "What was returned for the same period a year before."),
    LAST: (LOCKED, "The latest figure before this one, and of which period it is."),
    STATE: (
        LOCKED,
        (
            "Where the return stands. A row is locked as a whole where it was submitted or"
            " approved, where its period is locked, or where it is entered month by month."
        ),
    ),
    VALUE: (
        FILLED,
        (
            "The figure as a number. A percentage is typed without its sign: 87.34 means 87.34%. "
            "Of a measure that asks Yes or No, choose one. Where you give numerator and denominator"
            " you may leave it blank: it is worked out."
        ),
    ),
    NUMERATOR: (FILLED, "What was counted, of percentages and ratios; only with a denominator."),
    DENOMINATOR: (FILLED, "Out of how many it was counted; only with a numerator."),
    REASON: (
        FILLED,
        (
            f"Only where there is no figure: {listed(list(REASONS), 'or')}. Leave it blank where "
            "there is one."
        ),
    ),
    EXPECTED: (
        FILLED,
        (
            "Only where the source publishes later: the day on which you expect the figure, for "
            "example 31 January 2018."
        ),
    ),
    QUALITY: (FILLED, "How firm the figure is. Final unless you choose otherwise."),
    COMMENTARY: (FILLED, "What stands behind the figure. No names of residents."),
    CAUSE: (
        FILLED,
        (
            "Only where the figure is amber: what keeps it from green. A red needs more, which is "
            "finished on its own page."
        ),
    ),
    SERVICE: (LOCKED, "Whose return it is."),
    PERIOD: (LOCKED, "The period. A workbook is for one period."),
    VERSION: (
        LOCKED,
        (
            "Which saving of the return the row was made from. By it the upload sees what you "
            "changed, and whether somebody else saved the return in the meantime: then both"
            " figures are shown, and nothing is overwritten unseen. Leave it as it is."
        ),
    ),
}


def how_to_fill_in(columns: tuple[str, ...]) -> Table:
    """The sheet that explains the columns."""
    rows = tuple((HEADERS[each], *EXPLAINED[each]) for each in columns)
    headings = (Column("Column"), Column("Fill in or locked"), Column("What it is"))
    return Table(HOW, HOW, headings, rows)
