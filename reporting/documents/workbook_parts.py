"""What the council's workbooks share: the cover, and a figure's cells beside each other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings

from indicators.models import Rating, Return
from indicators.returns.outturn import terms_in
from indicators.returns.rating import place_of
from indicators.rules.rag import Guide, Status, rating_bands
from indicators.rules.units import Unit
from indicators.spreadsheets.writing.describing import (
    Column,
    Cover,
    Kind,
    Number,
    Shorthand,
    Value,
)
from reporting.quality import mark_of
from reporting.scorecard import words
from reporting.scorecard.standing import Standing, target_words
from reporting.scorecard.travel import Arrow

FIGURE_COLUMNS = (Column("Figure", Kind.NUMBER), Column("Unit"), Column("About the figure"))
TARGET_COLUMNS = (
    Column("Target in words"),
    Column("Target", Kind.NUMBER, missing=Shorthand.NOT_APPLICABLE),
    Column("Lowest of the target range", Kind.NUMBER, missing=Shorthand.NOT_APPLICABLE),
    Column("Highest of the target range", Kind.NUMBER, missing=Shorthand.NOT_APPLICABLE),
)
UNITS = {"percent": "%", "count": "number", "ratio": "ratio", "yes_no": "1 is yes, 0 is no"}
#: There is no figure and there will be none.
WITHOUT = {Status.NO_CASES, Status.NOT_APPLICABLE, Status.NOT_SCHEDULED}
DEMO = "Example council: figures said to be example figures come from no report."
NOTES = (
    "Figures have the measure’s decimals; percentages are written as on the pages: 59.6% is 59.6.",
    "A missing figure is never zero: the letters in square brackets say why there is none.",
    "A rating says in words why it has its colour, under “Why”.",
)


def cover(title: str, period: str, on: date, council: str, *about: str) -> Cover:
    """The first sheet of a council's workbook."""
    return Cover(
        title=f"{council}: {title}",
        period=period,
        prepared=on,
        source=f"Returns of the council’s services, as the pages show them on {words.day(on)}.",
        contact=f"The performance team of {council}",
        about=(*about, *([DEMO] if settings.DEMO else [])),
    )


def unit_words(unit: Unit) -> str:
    """What a figure counts: "%", "per 10,000", "£"."""
    suffix = unit.suffix.strip()
    if unit.kind == "currency":
        return f"£ {suffix}".strip()
    if unit.kind == "days":
        return suffix or "days"
    return suffix or UNITS.get(unit.kind, "number")


def number(value: Decimal, unit: Unit) -> Number:
    """A figure at the decimals of its unit."""
    return Number(unit.round(value), unit.decimals)


def figure_cells(return_: Return, rating: Rating | None, standing: Standing) -> tuple[Value, ...]:
    """A return's figure, its unit, and how firm it is."""
    unit = rating.unit if rating is not None else return_.measure.figure_unit
    if rating is None or rating.value is None:
        none = Shorthand.NOT_APPLICABLE if standing.status in WITHOUT else None
        return none, unit_words(unit), ""
    told = [mark_of(return_)]
    told += [words.EXAMPLE] if standing.is_example else []
    told += ["not yet approved"] if standing.is_unapproved else []
    return number(rating.value, unit), unit_words(unit), "; ".join(each for each in told if each)


def target_cells(return_: Return, rating: Rating | None) -> tuple[Value, ...]:
    """What the figure is compared with, or would be: in words, and as a number or a range."""
    compared: Rating | Guide | None = rating
    if rating is None or not rating.target_words:
        terms = terms_in(return_.terms, return_.period.quarter)
        compared = rating_bands(terms, place_of(return_.period))
    ends = (compared.target, compared.low, compared.high) if compared else (None, None, None)
    return target_words(return_, rating), *(exact(each) for each in ends)


def exact(value: Decimal | None) -> Value:
    """A number with the decimals that it was given."""
    if value is None:
        return None
    exponent = value.normalize().as_tuple().exponent
    return Number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def said(arrow: Arrow) -> str:
    """A direction in words, as it stands beside its arrow; why there is none, where there is."""
    told = f"{arrow.words} ({arrow.note})" if arrow.note else arrow.words
    return told[:1].upper() + told[1:]
