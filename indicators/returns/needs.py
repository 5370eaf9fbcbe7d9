"""What a return still needs before it can be submitted: field by field, with the remedy."""

from __future__ import annotations

from django.db.models import Q

from indicators.models import Action, ExceptionReport, NoValueReason, Return
from indicators.returns import rating
from indicators.returns.checks import doubts, refusals, usual
from indicators.returns.months import MonthEntry, is_monthly, missing_months
from indicators.rules.periods import OUTTURN, Quarter
from indicators.rules.rag import Colour, Status
from indicators.rules.sense import Doubt
from organisation.models import Council

NO_FIGURE = "Enter the figure, or choose why there is none."
MONTHS_AND_REASON = (
    "You entered a month's figure and a reason for having none: take one of them out."
)
AMBER_NEEDS = {"cause": "An amber needs its cause: say what keeps it from green."}
RED_NEEDS = {
    "cause": "Say what caused the red.",
    "key_risks": "A red needs its key risks: what could go wrong for people, services or money.",
    "mitigation": "A red needs its mitigation: what is in place, or will be, and from when.",
}
NO_ACTION = "A red needs at least one action, with the post that does it and a date."
NO_RECOVERY = "Choose when it will be back on target, or say why no quarter can be named yet."


def missing_from(return_: Return) -> dict[str, str]:
    """What stands against submitting a return as it is stored, by field; empty when nothing."""
    if return_.no_value_reason == NoValueReason.AWAITING:
        return {
            "no_value_reason": (
                "It counts as awaiting information until the figure is in. "
                "Save it as a draft, and submit it when you have the figure."
            )
        }
    if not return_.has_figure and not return_.no_value_reason:
        return {"value": _no_figure(return_)}
    if return_.no_value_reason and return_.months.exists():
        return {"no_value_reason": MONTHS_AND_REASON}
    problems = _unsound(return_)
    if return_.no_value_reason == NoValueReason.NOT_APPLICABLE and not return_.commentary.strip():
        problems["commentary"] = "Say why the measure does not apply this period."
    return problems | unexplained(return_)


def _no_figure(return_: Return) -> str:
    months = [
        MonthEntry(each.month, each.value, each.numerator, each.denominator)
        for each in return_.months.all()
    ]
    missing = missing_months(return_, months) if is_monthly(return_) and months else ()
    if not missing:
        return NO_FIGURE
    return f"Enter what is missing: the figure of {' and '.join(missing)}."


def _unsound(return_: Return) -> dict[str, str]:
    """What the figure can't be, or what is doubtful and nobody has said why it is right."""
    known = usual(return_)
    if problems := refusals(return_.figure, known):
        return problems
    found = doubts(return_.figure, known, texts_of(return_))
    said = {(each.code, each.said) for each in return_.confirmations.all()} if found else set()
    return {
        f"reason-{each.code}": f"{each.message} Mend it, or say why it is right."
        for each in found
        if (each.code, each.message) not in said
    }


def doubts_about(return_: Return) -> tuple[Doubt, ...]:
    """The sense checks that a return as it is stored sets off, confirmed or not."""
    return doubts(return_.figure, usual(return_), texts_of(return_))


def texts_of(return_: Return) -> dict[str, str]:
    """What is written on a return, by field, for the sense checks."""
    texts = {"commentary": return_.commentary}
    report = report_of(return_)
    if report is not None:
        texts |= {
            name: getattr(report, name)
            for name in ("cause", "key_risks", "mitigation", "recovery_reason")
        }
        texts["actions"] = "\n".join(each.text for each in report.actions.all())
    return {name: text for name, text in texts.items() if text}


def report_of(return_: Return) -> ExceptionReport | None:
    """What explains it, if anything does; read once for each object."""
    found: ExceptionReport | None = getattr(return_, "exception_report", None)
    return found


def colour_of(return_: Return) -> Colour | None:
    """The colour that it would get as it stands, by calculation or judgement."""
    status = Status(rating.as_entered(return_, Council.current()).status)
    return Colour.RED if status.is_red else status.colour


def unexplained(return_: Return) -> dict[str, str]:
    """What the explanation of an amber or red lacks, by field; empty for any other colour."""
    if return_.no_value_reason == NoValueReason.PUBLISHED_LATER:
        return {}
    colour = colour_of(return_)
    if colour not in {Colour.AMBER, Colour.RED}:
        return {}
    report = report_of(return_) or ExceptionReport()
    if report.is_waived:
        return {}
    return lacking(return_, report, is_red=colour is Colour.RED)


def lacking(return_: Return, report: ExceptionReport, *, is_red: bool) -> dict[str, str]:
    """What an explanation lacks, of an amber or a red."""
    needed = RED_NEEDS if is_red else AMBER_NEEDS
    problems = {name: said for name, said in needed.items() if not getattr(report, name).strip()}
    if not is_red:
        return problems
    if not Action.objects.filter(report__of=return_).exists():
        problems["actions"] = NO_ACTION
    return problems | _without_recovery(return_, report)


def _without_recovery(return_: Return, report: ExceptionReport) -> dict[str, str]:
    """The expected recovery: a coming quarter, or why there is none; and why it moved."""
    expected, reason = report.expected_recovery, report.recovery_reason.strip()
    if expected is None:
        return {} if reason else {"expected_recovery": NO_RECOVERY}
    if expected <= return_.period.quarter:
        return {
            "expected_recovery": f"Choose a quarter after {return_.period.quarter.name}: "
            "this one is red."
        }
    before = expected_before(return_)
    if before is None or before == expected or reason:
        return {}
    return {
        "recovery_reason": f"Last time you expected it back on target in {before.name}. "
        "Say why that moves."
    }


def expected_before(return_: Return) -> Quarter | None:
    """When the red of the period before was expected back on target; None if it wasn't red."""
    quarter = return_.period.quarter
    alike = Q(period__number=OUTTURN) if quarter.is_outturn else Q(period__number__lt=OUTTURN)
    last = (
        Return.objects.current()
        .filter(
            alike,
            Q(period__year__lt=quarter.year)
            | Q(period__year=quarter.year, period__number__lt=quarter.number),
            measure=return_.measure_id,
        )
        .select_related("rating", "exception_report")
        .order_by("-period__year", "-period__number")
        .first()
    )
    kept, report = getattr(last, "rating", None), getattr(last, "exception_report", None)
    if kept is None or report is None or not Status(kept.status).is_red:
        return None
    recovery: Quarter | None = report.expected_recovery
    return recovery
