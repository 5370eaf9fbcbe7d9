"""Understands a table of targets: rows, what they settle, and what is still to be answered."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from indicators.rules.periods import FinancialYear
from indicators.rules.units import Unit
from indicators.spreadsheets.files.sheets import Cell, Sheet
from indicators.spreadsheets.kinds.kind import Understanding, Upload
from indicators.spreadsheets.kinds.known_measures import KnownMeasures
from indicators.spreadsheets.kinds.leaving_out import sort_out
from indicators.spreadsheets.kinds.measures import topics as of_measures
from indicators.spreadsheets.kinds.measures.reading import ref_of
from indicators.spreadsheets.kinds.naming import choose_table, without_table
from indicators.spreadsheets.kinds.targets import topics
from indicators.spreadsheets.kinds.targets.in_year import months_taken
from indicators.spreadsheets.kinds.targets.known_terms import KnownTerms
from indicators.spreadsheets.kinds.targets.layout import Slots, layout_of, with_year
from indicators.spreadsheets.kinds.targets.row_reading import Context, RowReading
from indicators.spreadsheets.kinds.targets.settled import SettledYear, TargetRow
from indicators.spreadsheets.kinds.targets.settling import band_year, settle, year_of
from indicators.spreadsheets.kinds.targets.vocabulary import TARGET_COLUMNS, YEAR
from indicators.spreadsheets.problems import Problem, Severity, quote
from indicators.spreadsheets.tables.finding import Table
from indicators.spreadsheets.tables.headings import REF, TITLE
from indicators.spreadsheets.tables.rows import TableRow
from indicators.spreadsheets.understanding.cells import read_words
from indicators.spreadsheets.understanding.periods_named import find_period
from indicators.spreadsheets.understanding.questions import Asker
from indicators.spreadsheets.words import one_line, plain

NO_TABLE: Final = (
    "No table found: a heading row needs the measure's number (Ref) and targets, such as "
    "2018/19 Target, or Year and Target, or Q1 to Q4."
)
YEARS_OFFERED: Final = 4
TargetsRead = Understanding[TargetRow]
Layout = Mapping[FinancialYear | None, Slots]


@dataclass(frozen=True)
class Stored:
    """What the council has already that decides how a table is read."""

    measures: KnownMeasures
    terms: Callable[[Collection[str]], KnownTerms]


def understand(upload: Upload, sheets: Sequence[Sheet], stored: Stored) -> TargetsRead:
    """Understand the sheets, given the answers so far; nothing is saved."""
    sha256 = hashlib.sha256(upload.content).hexdigest()
    result = TargetsRead(upload.name, sha256, upload.kind)
    asker = Asker(upload.answers or {})
    which = partial(of_measures.sheet, things="targets")
    chosen = choose_table(sheets, upload, TARGET_COLUMNS, asker, which)
    table = chosen.table
    if table is None:
        return without_table(result, chosen, asker, NO_TABLE)
    sheet = next(each for each in sheets if each.name == table.sheet and each.visible)
    return _of_table(result, sheet, table, asker, stored, upload)


def _of_table(
    result: TargetsRead, sheet: Sheet, table: Table, asker: Asker, stored: Stored, upload: Upload
) -> TargetsRead:
    asker.sheet = table.sheet
    asker.headings = {table.columns[field]: heading for field, heading in table.headings.items()}
    sorted_out = sort_out(table, upload.leave_out, ref_of)
    found = [(row, stored.measures.find(ref_of(row), _title(row))) for row in sorted_out.kept]
    terms = stored.terms([each.ref for _, each in found if each])
    layout = layout_of(table.columns)
    year, problems = _year(table, sheet, layout, asker, upload.year, terms)
    context = Context(table, asker, terms, year)
    readings = [
        RowReading(context, row, measure, measure.ref if measure else ref_of(row))
        for row, measure in found
    ]
    rows = _without_repeats([_row(each, layout) for each in readings], readings)
    own = tuple(problem for each in readings for problem in each.problems)
    return replace(
        result,
        sheet=table.sheet,
        header_row=table.header_row,
        year=year,
        rows=tuple(rows),
        left_out=sorted_out.left_out,
        questions=asker.questions,
        learned=asker.learned,
        problems=(
            *table.problems,
            *problems,
            *_of_the_whole(table, layout, rows),
            *own,
            *asker.problems(frozenset(sorted_out.left_out)),
            *sorted_out.problems,
        ),
    )


def _title(row: TableRow) -> str:
    cell = row.cells.get(TITLE)
    return one_line(cell.text) if cell else ""


def _row(reading: RowReading, layout: Layout) -> TargetRow:
    """One row with the years that it settles."""
    measure, title = reading.measure, _title(reading.row)
    for name in (REF, TITLE, YEAR):
        if name in reading.row.cells:
            reading.cells[name] = read_words(reading.source(name))
    if reading.row.hidden:
        reading.warn(REF, f"Row {reading.row.number} is hidden in the workbook; it is imported.")
    years: tuple[SettledYear, ...] = ()
    if measure is None:
        reading.problem(REF if reading.ref else TITLE, _unknown(reading, title))
    else:
        _compare_titles(reading, title, measure.title)
        year = year_of(reading) if None in layout else reading.context.year
        years = tuple(settle(reading, measure, with_year(layout, year), year))
    return TargetRow(
        row=reading.row.number,
        ref=reading.ref,
        title=measure.title if measure else title,
        cells=reading.cells,
        has_errors=reading.has_errors,
        is_hidden=reading.row.hidden,
        place=reading.ref or f"row:{reading.row.number}",
        unit=measure.unit if measure else Unit("count"),
        years=years,
    )


def _unknown(reading: RowReading, title: str) -> str:
    where = f"row:{reading.row.number}"
    if not reading.ref and not title:
        return f"Row {reading.row.number} names no measure: type its number, or leave out {where}."
    return (
        f"The council has no measure {reading.ref or quote(title)}: correct the number, import the "
        f"measure first, or leave out {where}."
    )


def _compare_titles(reading: RowReading, title: str, stored: str) -> None:
    """Another name beside a number may mean that the number is wrong."""
    one, other = plain(title), plain(stored)
    if one and one not in other and other not in one:
        message = (
            f"The row says {quote(title)}, and measure {reading.ref} is {quote(stored)}: is the "
            "number right?"
        )
        reading.warn(TITLE, message)


def _year(
    table: Table,
    sheet: Sheet,
    layout: Layout,
    asker: Asker,
    wanted: str | None,
    terms: KnownTerms,
) -> tuple[FinancialYear | None, tuple[Problem, ...]]:
    """The year of what names none: as told, the table's only one, in a title above, or asked."""
    if wanted:
        try:
            return FinancialYear.parse(wanted), ()
        except ValueError as error:
            return None, (Problem(Severity.ERROR, str(error), table.sheet),)
    named = [each for each in layout if each]
    if None not in layout or YEAR in table.columns or all(map(band_year, table.rows)):
        return (named[0] if len(named) == 1 else None), ()
    above = named or _years_above(sheet, table.header_row)
    if len(above) == 1:
        return above[0], ()
    last = max(terms.years, default=None)
    offered = [FinancialYear(last.start + step) for step in (1, 0, -1)] if last else []
    cell = Cell("", table.header_row, 0)
    return asker.ask(topics.year(above or offered), "", cell), ()


def _years_above(sheet: Sheet, header_row: int) -> list[FinancialYear]:
    """The years that titles above the table name."""
    found: dict[FinancialYear, None] = {}
    for number, across in sheet.rows.items():
        for cell in across.values() if number < header_row else ():
            named = find_period(cell.text)
            if named and isinstance(named[0], FinancialYear):
                found[named[0]] = None
    return list(found)


def _of_the_whole(table: Table, layout: Layout, rows: Sequence[TargetRow]) -> tuple[Problem, ...]:
    """What is to be said of the table as such."""
    messages = dict.fromkeys(months_taken(each) for each in layout.values())
    if not rows:
        messages["0 rows: there is nothing below the headings to import."] = None
    return tuple(
        Problem(Severity.WARNING, each, table.sheet, row=table.header_row)
        for each in filter(None, messages)
    )


def _without_repeats(rows: list[TargetRow], readings: list[RowReading]) -> list[TargetRow]:
    """Several rows of a measure are known by their numbers, and may not be of the same year."""
    count = Counter(row.ref for row in rows)
    places: dict[tuple[str, FinancialYear], list[str]] = defaultdict(list)
    for row in rows:
        for each in row.years:
            places[row.ref, each.year].append(str(row.row))
    found: list[TargetRow] = []
    for row, reading in zip(rows, readings, strict=True):
        for each in row.years:
            same = places[row.ref, each.year]
            if len(same) > 1:
                reading.problem(
                    REF,
                    f"Measure {row.ref} has targets for {each.year.label} on rows "
                    f"{' and '.join(same)}: keep one and leave out the others, such as "
                    f"row:{same[-1]}.",
                )
        place = row.place if count[row.ref] == 1 else f"row:{row.row}"
        found.append(replace(row, place=place, has_errors=reading.has_errors))
    return found
