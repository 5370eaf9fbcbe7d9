"""Why a measure is red and what is being done: the heart of its exception report."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from indicators.models import ExceptionReport, Rating, Return
from indicators.rules.rag import Colour, Status
from reporting.scorecard import words


@dataclass(frozen=True)
class PlannedAction:
    """What somebody does about it, by when."""

    text: str
    owner: str
    due: str


@dataclass(frozen=True)
class Explanation:
    """Cause, key risks, mitigation, actions and expected recovery; or why there are none."""

    cause: str
    key_risks: str
    mitigation: str
    actions: tuple[PlannedAction, ...]
    recovery: str
    recovery_before: str
    recovery_reason: str
    waiver: str
    url: str


def explanation(return_: Return, rating: Rating | None) -> Explanation | None:
    """The explanation of a red that the reader may see."""
    if rating is None or not Status(rating.status).is_red:
        return None
    report: ExceptionReport | None = getattr(return_, "exception_report", None)
    url = reverse(
        "reporting:exception", kwargs={"ref": return_.measure.ref, "period": return_.period.quarter}
    )
    if report is None:
        return Explanation("", "", "", (), "", "", "", "", url)
    recovery, was = report.expected_recovery, report.was_expected
    return Explanation(
        cause=report.cause,
        key_risks=report.key_risks,
        mitigation=report.mitigation,
        actions=_actions(report),
        recovery=recovery.name if recovery else "",
        recovery_before=was.name if was else "",
        recovery_reason=report.recovery_reason,
        waiver=_waiver(report),
        url=url,
    )


def cause_of_amber(return_: Return, rating: Rating | None) -> str:
    """What keeps an amber that the reader may see from green; blank for any other colour."""
    report: ExceptionReport | None = getattr(return_, "exception_report", None)
    if rating is None or report is None or Status(rating.status).colour is not Colour.AMBER:
        return ""
    return report.cause


def _actions(report: ExceptionReport) -> tuple[PlannedAction, ...]:
    return tuple(
        PlannedAction(each.text, each.owner_post, words.day(each.due_on))
        for each in report.actions.all()
    )


def _waiver(report: ExceptionReport) -> str:
    if report.waived_by is None or report.waived_on is None:
        return ""
    who = report.waived_by.post or report.waived_by.name
    return f"Waived by {who} on {words.day(report.waived_on)}: {report.waived_reason}"
