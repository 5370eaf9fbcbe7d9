"""Settles one row: its cells and the answers become a measure with terms and baseline."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from indicators.rules.rag import problems
from indicators.rules.terms import Profile, Terms, Tolerance
from indicators.rules.units import Unit
from indicators.rules.vocabulary import Basis, ProfileMethod
from indicators.spreadsheets.kinds.measure_figures import as_kept
from indicators.spreadsheets.kinds.measures import basis as wording
from indicators.spreadsheets.kinds.measures import topics
from indicators.spreadsheets.kinds.measures.row_reading import RowReading
from indicators.spreadsheets.kinds.measures.settled import (
    SettledBaseline,
    SettledMeasure,
    SettledProfile,
    SettledTarget,
)
from indicators.spreadsheets.kinds.measures.targets import (
    is_finer,
    label_of,
    settle_decimals,
    settle_good,
    settle_unit,
    year_field,
)
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.tables.footnotes import flag
from indicators.spreadsheets.tables.headings import (
    BASIS,
    COMMENTS,
    DEPARTMENT,
    IN_YEAR,
    LATEST,
    NEW,
    SERVICE,
    TITLE,
)
from indicators.spreadsheets.understanding import departments
from indicators.spreadsheets.understanding.departments import SettledService
from indicators.spreadsheets.understanding.questions import Ask
from indicators.spreadsheets.understanding.understood import State

NO_PROFILE: Final = SettledProfile(ProfileMethod.NONE)
LONGEST_NOTE: Final = 300
NEW_WORDS: Final = frozenset({"yes", "y", "new", "true"})


def settle(row: RowReading) -> SettledMeasure:
    """The measure, with None for whatever is still open. Notes are added to the row's cells."""
    good = settle_good(row)
    basis = _basis(row)
    decimals = settle_decimals(row, good)
    value_type, unit = settle_unit(row)
    tolerance = good.tolerances.get(year_field(row))
    measure = SettledMeasure(
        ref=row.ref,
        title=row.title,
        is_new=row.cells[NEW].word.lower() in NEW_WORDS,
        value_type=value_type,
        unit=unit,
        decimals=decimals,
        polarity=good.polarity,
        basis=basis,
        returns_average_to_date=_average(row, basis),
        profile=_profile(row, basis, decimals),
        tolerance=tolerance,
        service=_service(row),
        comments=row.cells[COMMENTS].word,
        baseline=_baseline(row),
        targets={label_of(name): target for name, target in good.targets.items()},
        other_tolerances={
            label_of(name): each for name, each in good.tolerances.items() if each != tolerance
        },
    )
    for message in refused(measure, measure.targets.get(label_of(year_field(row)))):
        row.problem(year_field(row), message)
    return measure


def refused(measure: SettledMeasure, target: SettledTarget | None) -> tuple[str, ...]:
    """What the rules would refuse of the terms, once all of them are known."""
    if not (measure.polarity and measure.basis and measure.tolerance and target):
        return ()
    profile, tolerance = measure.profile or NO_PROFILE, measure.tolerance
    terms = Terms(
        polarity=measure.polarity,
        unit=Unit(measure.value_type, decimals=measure.decimals),
        basis=measure.basis,
        target_state=target.state,
        target=target.value,
        low=target.low,
        high=target.high,
        tolerance=Tolerance(tolerance.mode, tolerance.green, tolerance.amber),
        profile=Profile(profile.method, profile.start),
    )
    return problems(terms)


def _basis(row: RowReading) -> Basis | None:
    said = row.cells[BASIS]
    found = wording.settled_by(said.word) if said.word else None
    if found is None:
        source = row.source(BASIS) if row.source(BASIS).text else row.source(TITLE)
        found = row.context.asker.ask(_basis_ask(row), row.ref, source)
    if found:
        row.cells[BASIS] = replace(said, note=found.value)
    return found


def _basis_ask(row: RowReading) -> Ask[Basis]:
    return topics.basis(row.cells[BASIS].word, is_percent=row.says_percent)


def _may_need(row: RowReading, basis: Basis | None, wanted: Basis) -> tuple[bool, str]:
    """Whether a question for one basis is due, and the key of the question that it hangs on."""
    if basis:
        return basis is wanted, ""
    return wanted in wording.could_be(row.cells[BASIS].word), _basis_ask(row).key


def _average(row: RowReading, basis: Basis | None) -> bool | None:
    is_due, hangs_on = _may_need(row, basis, Basis.YTD_AVERAGE)
    if not is_due:
        return None
    return row.context.asker.ask(topics.average(), row.ref, row.source(TITLE), hangs_on)


def _profile(row: RowReading, basis: Basis | None, decimals: int) -> SettledProfile | None:
    """The profile of a running total."""
    is_due, hangs_on = _may_need(row, basis, Basis.CUMULATIVE_TOTAL)
    if not is_due:
        return None
    name = year_field(row) or TITLE
    found = row.context.asker.ask(topics.profile(), row.ref, row.source(name), hangs_on)
    if found and any(is_finer(each, decimals) for each in (found.start, *found.explicit)):
        row.problem(
            name,
            f"The profile of measure {row.ref} is finer than {decimals} decimal places: round it, "
            f"or answer decimals.{row.ref}.",
        )
    return found


def _service(row: RowReading) -> SettledService | None:
    """The directorate and service; the row's cells then show each part and what it means."""
    own = row.source(DEPARTMENT)
    team = row.source(SERVICE)
    said = " ".join(each.text for each in (own, team) if each.text)
    text = said if own.text or not row.row.band else f"{row.row.band} {said}".strip()
    council = row.context.council
    ask = departments.question(text, council)
    given = row.context.asker.given(ask, row.ref)
    found = None if given else council.named_by(text)
    if found is None:
        found = row.context.asker.ask(ask, row.ref, own if own.address else team)
    _show_service(row, text, found, is_split=bool(own.text and team.text))
    return found


def _show_service(
    row: RowReading, text: str, found: SettledService | None, *, is_split: bool
) -> None:
    department, service = row.cells[DEPARTMENT], row.cells[SERVICE]
    if not is_split:
        first, second = departments.text_parts(text, found)
        cell = department.cell or service.cell
        service = replace(service, cell=cell, text=second)
        department = replace(department, cell=cell, text=first)
    for name, shown, word in (
        (DEPARTMENT, department, found.directorate if found else ""),
        (SERVICE, service, found.service if found else ""),
    ):
        state = State.VALUE if word or shown.text else State.NONE
        row.cells[name] = replace(shown, state=state, word=word)


def _baseline(row: RowReading) -> SettledBaseline | None:
    """The latest value with its month; its cell's note tells month, marks and words."""
    latest = row.cells[LATEST]
    if latest.state in {State.RANGE, State.TBC, State.SUPPRESSED}:
        message = f"{latest.cell} {latest.text} is not one figure: no baseline is kept."
        row.problem(LATEST, message, Severity.WARNING)
    if latest.state is not State.VALUE or latest.value is None:
        return None
    month, marks = _month(row), _marks(row)
    stamp = f"{month[0]}-{month[1]:02d}" if month else ""
    notes = (stamp, marks, latest.note)
    row.cells[LATEST] = replace(latest, note="; ".join(each for each in notes if each))
    if month is None:
        return None
    year, number = month
    return SettledBaseline(
        value=_kept(row, latest.value),
        period_end=date(year, number, calendar.monthrange(year, number)[1]),
        period_name=f"{calendar.month_name[number]} {year}",
        profiled_target=row.cells[IN_YEAR].value,
        is_estimated=latest.estimated,
        note="; ".join(each for each in (_mark_words(row), latest.note) if each)[:LONGEST_NOTE],
        cell=latest.cell,
    )


def _kept(row: RowReading, value: Decimal) -> Decimal:
    kept, warning = as_kept(value, row.cells[LATEST].cell)
    if warning:
        row.problem(LATEST, warning, Severity.WARNING)
    return kept


def _month(row: RowReading) -> tuple[int, int] | None:
    month, year = row.cells[LATEST].month, row.context.year
    asker, source = row.context.asker, row.source(LATEST)
    years = (year,) if year else tuple(reversed(row.context.years))
    if month and month.year:
        return month.year, month.number
    if month is None:
        return asker.ask(topics.unstated_month(years), row.ref, source)
    found = asker.ask(topics.month_year(month, years), row.ref, source)
    return (found, month.number) if found else None


def _marks(row: RowReading) -> str:
    """The flag of a footnote mark that nothing explains, which is also warned of."""
    marks = row.cells[LATEST].footnotes
    if not marks or row.context.footnotes.explains(marks):
        return ""
    row.problem(
        LATEST,
        f"No footnote below the table explains the {marks}: it is kept with the figure.",
        Severity.WARNING,
    )
    return flag(marks)


def _mark_words(row: RowReading) -> str:
    """What the baseline says of its mark."""
    marks = row.cells[LATEST].footnotes
    if not marks:
        return ""
    meaning = row.context.footnotes.explains(marks)
    return f"{marks} {meaning}" if meaning else f"Marked {marks}, which the source doesn't explain"
