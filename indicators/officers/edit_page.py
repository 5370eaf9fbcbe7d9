"""What the page of a return shows around its form: facts, colour, doubts, what has to be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.urls import reverse

from indicators.models import Quality, Return
from indicators.officers.doubting import FIGURE_PLACE
from indicators.officers.facts import Promise, facts_of, guide_of
from indicators.officers.forms import NO_FIGURE, PARTS, MonthForm
from indicators.officers.no_figure import reasons
from indicators.officers.pages import heading_of
from indicators.officers.results import Result, result_with, so_far
from indicators.officers.sheet import Sheet, rows_for
from indicators.returns.acting import part_of
from indicators.returns.addresses import drop_url
from indicators.returns.boxes import figure_typed
from indicators.returns.entering import Entry
from indicators.returns.outturn import suggested
from indicators.returns.wording import day, figure_hint, figure_label, quarter_words
from indicators.rules.periods import Quarter
from organisation.access import Access
from organisation.models import Council, Person


@dataclass(frozen=True)
class Expected:
    """When last time's red was to be back on target."""

    quarter: str
    is_to_come: bool


def opened(return_: Return) -> Sheet:
    """The form as one finds it; an outturn that nobody entered yet has the quarters' figure."""
    sheet = Sheet.saved(return_)
    is_new = return_.edit == 0 and not return_.is_correction
    return with_suggestion(return_, sheet) if is_new else sheet


def with_suggestion(return_: Return, sheet: Sheet) -> Sheet:
    """The form with the figure in it that the year's quarters make; nothing is saved."""
    found = suggested(return_)
    if found is None or found.value is None:
        return sheet
    quality = {"quality": Quality.ESTIMATED.value} if found.estimated else {}
    none = {"numerator": "", "denominator": "", "no_value_reason": ""}
    return sheet.filled(return_, {"value": str(figure_typed(found.value))} | none | quality)


def with_last_actions(return_: Return, sheet: Sheet, on: date) -> Sheet:
    """The form with last time's actions in its empty rows; nothing is saved."""
    promises = facts_of(return_, Council.current(), on).promises
    return sheet.filled(return_, rows_for(sheet, map(_action_typed, promises)))


def _action_typed(promise: Promise) -> dict[str, str]:
    """An action as one would type it; one whose day is past needs a new day, if it isn't done."""
    day = "" if promise.is_past else promise.due
    return {"text": promise.text, "owner_post": promise.owner, "due_on": day}


def edit_context(
    return_: Return, sheet: Sheet, entry: Entry, *, by: Person, access: Access, on: date
) -> dict[str, Any]:
    """What the page shows. `entry` is what the form holds, saved or not."""
    council = Council.current()
    result = result_now(return_, sheet, entry, council)
    return {
        "heading": heading_of(return_, on),
        "acting": _acting(return_, by, access, on),
        "correction": return_.correction_reason,
        "drop_url": drop_url(return_) if return_.is_correction else "",
        "facts": facts_of(return_, council, on),
        "guide": guide_of(return_, council),
        "result": result,
        "so_far": so_far(return_, entry, sheet.usual.unit),
        "suggestion": suggested(return_),
        "form": sheet.main,
        "months": sheet.months,
        "months_have_parts": any(_has_parts(each) for each in sheet.months),
        "figure_label": figure_label(return_),
        "figure_hint": figure_hint(return_.measure),
        "actions": sheet.actions,
        "doubts": sheet.doubts,
        "to_mend": _to_mend(sheet),
        "not_over": not_over(return_.period.quarter, on),
        "page_has_errors": not sheet.is_valid,
        "no_figure": reasons(sheet.main["no_value_reason"], return_, council, on),
        "opens": _opens(sheet, result),
        "expected": _expected(sheet.was_expected, return_.period.quarter),
        "check_url": reverse(
            "indicators:return-check", args=(return_.period.quarter, return_.measure.ref)
        ),
    }


def result_now(return_: Return, sheet: Sheet, entry: Entry, council: Council) -> Result | None:
    """What the entry would get; None where its figure can't be read."""
    if sheet.has_figure_errors:
        return None
    return result_with(return_, entry, sheet.usual, council)


def _opens(sheet: Sheet, result: Result | None) -> dict[str, bool]:
    """Which sections of the page stand open."""
    needs, form = result.needs if result else "", sheet.main
    firm = form["quality"].value() == Quality.FINAL and not form["quality"].errors
    return {
        "cause": bool(needs) or sheet.tells_cause,
        "red": needs == "red" or sheet.explains,
        "no_figure": not firm or any(form[name].value() or form[name].errors for name in NO_FIGURE),
    }


def _to_mend(sheet: Sheet) -> tuple[Form, ...]:
    """The form's parts in the order in which their errors are told.

    A figure that looks wrong comes first: mended, it may need nothing of what its colour asks.
    """
    if not any(row.box.errors for row in sheet.doubts[FIGURE_PLACE]):
        return sheet.parts
    return (sheet.reasons, *(each for each in sheet.parts if each is not sheet.reasons))


def not_over(quarter: Quarter, on: date) -> str:
    """What to know of a figure that is entered before its time is over; blank afterwards."""
    if on >= quarter.end:
        return ""
    span = "year" if quarter.is_outturn else "quarter"
    return (
        f"This {span} ends on {day(quarter.end)}: a figure for the whole of it can't be final yet; "
        "mark it as an estimate or wait."
    )


def _has_parts(month: MonthForm) -> bool:
    boxes = [month[name] for name in PARTS if name in month.fields]
    return any(box.value() or box.errors for box in boxes)


def _expected(before: Quarter | None, now: Quarter) -> Expected | None:
    return Expected(quarter_words(before), before > now) if before else None


def _acting(return_: Return, by: Person, access: Access, on: date) -> str:
    """On whose behalf one submits it, where that is somebody else."""
    part, behalf = part_of(return_.measure, by, access, on)
    return f"{behalf}, as {part.label}" if behalf else ""
