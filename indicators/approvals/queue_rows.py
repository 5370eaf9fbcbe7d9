"""A return that waits, as its approver reads it: figure, what changed, what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indicators.approvals.signed import (
    correction_words,
    judged_words,
    submitted_words,
    times,
    waiting_words,
)
from indicators.approvals.since import Since, since_of
from indicators.models import ExceptionReport, NoValueReason, Return
from indicators.officers.pages import Checked, Recovery, SentAction, Text, recovery_of, value_words
from indicators.returns.addresses import decide_url
from indicators.returns.reasons import ReasonForm
from indicators.returns.recorded import Recorded, is_ones_own
from indicators.returns.wording import QUALITY_WORDS, day
from indicators.rules import rag

GREENS = (rag.Status.GREEN, rag.Status.EXCEEDED)
SEND_BACK = "What has to change?"


@dataclass(frozen=True)
class Viewer:
    """Who looks at the queue, on which day, narrowed to which service."""

    person_id: int
    on: date
    chosen: str = ""


@dataclass(frozen=True)
class Explained:
    """What an explanation says of an amber or red."""

    cause: str
    rest: tuple[Text, ...]
    actions: tuple[SentAction, ...]
    recovery: Recovery | None


@dataclass(frozen=True)
class WaitingRow:
    """A return that waits to be approved, with the version that is shown."""

    return_id: int
    ref: str
    name: str
    url: str
    value: str
    target: str
    notes: tuple[str, ...]
    status: rag.Status | None
    sentence: str
    since: Since
    commentary: str
    explained: Explained | None
    waved: tuple[Checked, ...]
    marks: tuple[str, ...]
    submitted: str
    is_not_applicable: bool
    is_own: bool
    is_plain_green: bool
    seen_edit: int
    seen_change: int
    form: ReasonForm

    @property
    def checks(self) -> str:
        """How many sense checks were answered with a reason, in words."""
        number = len(self.waved)
        return f"{number} check{'s' if number != 1 else ''} answered with a reason"

    @property
    def seen(self) -> str:
        """The version shown, as the page sends it back."""
        return f"{self.return_id}-{self.seen_edit}-{self.seen_change}"


def waiting_rows(
    returns: Sequence[Return], viewer: Viewer, recorded: Mapping[int, Recorded]
) -> list[WaitingRow]:
    """The rows of returns that were loaded with everything, as somebody sees them."""
    since = since_of(returns)
    return [
        _row(each, since[each.pk], recorded.get(each.pk, Recorded()), viewer) for each in returns
    ]


def _row(return_: Return, since: Since, recorded: Recorded, viewer: Viewer) -> WaitingRow:
    kept, measure = getattr(return_, "rating", None), return_.measure
    status = rag.Status(kept.status) if kept else None
    is_own = is_ones_own(return_, recorded, viewer.person_id)
    return WaitingRow(
        return_id=return_.pk,
        ref=measure.ref,
        name=measure.name,
        url=decide_url(return_, viewer.chosen),
        value=value_words(return_, kept.unit if kept else measure.figure_unit),
        target=kept.target_words if kept else "",
        notes=_notes(return_),
        status=status,
        sentence=kept.sentence if kept else "",
        since=since,
        commentary=return_.commentary,
        explained=_explained(return_),
        waved=tuple(Checked(each.said, each.reason) for each in return_.confirmations.all()),
        marks=_marks(return_, recorded),
        submitted=f"{submitted_words(return_)}; {waiting_words(return_, viewer.on)}",
        is_not_applicable=return_.no_value_reason == NoValueReason.NOT_APPLICABLE,
        is_own=is_own,
        is_plain_green=status in GREENS and not is_own and _is_plain(return_),
        seen_edit=return_.edit,
        seen_change=recorded.newest,
        form=ReasonForm(label=SEND_BACK, hint="", of=return_.pk),
    )


def _is_plain(return_: Return) -> bool:
    """Nothing about it asks for a closer look."""
    looked_at = return_.confirmations.all() or getattr(return_, "judgement", None)
    return not looked_at and not return_.is_correction


def _notes(return_: Return) -> tuple[str, ...]:
    """How firm the figure is."""
    is_example = return_.is_example or return_.measure.is_example
    notes = (QUALITY_WORDS[return_.quality], "example figure" if is_example else "")
    return tuple(each for each in notes if each)


def _marks(return_: Return, recorded: Recorded) -> tuple[str, ...]:
    """What an approver should know before anything else."""
    back = f"Sent back {times(recorded.sent_back)} before" if recorded.sent_back else ""
    marks = (correction_words(return_), judged_words(return_), back)
    return tuple(each for each in marks if each)


def _explained(return_: Return) -> Explained | None:
    report: ExceptionReport | None = getattr(return_, "exception_report", None)
    if report is None:
        return None
    texts = (Text("Key risks", report.key_risks), Text("Mitigation", report.mitigation))
    return Explained(
        cause=report.cause,
        rest=tuple(each for each in texts if each.text),
        actions=tuple(
            SentAction(each.text, each.owner_post, day(each.due_on))
            for each in report.actions.all()
        ),
        recovery=recovery_of(return_),
    )
