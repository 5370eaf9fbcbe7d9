"""How many reds say their key risks, mitigation and actions (Bury, Cabinet 13 April 2016, 4.1)."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.db.models import Q

from indicators.board.board import INDICATORS, board_url
from indicators.board.board_standing import NO_SERVICE
from indicators.models import Period, Return, State
from indicators.querysets import REDS, ReturnQuerySet
from indicators.returns import rating
from indicators.rules.rag import Status
from indicators.rules.rollup import percentage
from organisation.models import Council

HAS_FIGURE = Q(value__isnull=False) | Q(denominator__isnull=False)
#: What a red must say, with the heading under which it is counted.
PARTS = {
    "risks": "Say key risks",
    "mitigation": "Say mitigation",
    "actions": "Name an action",
}
#: The lists that this table opens, under their names in addresses.
RED_STATES = {
    "red": "Red as they stand",
    "no-risks": "Red without key risks",
    "no-mitigation": "Red without mitigation",
    "no-actions": "Red without actions",
}


@dataclass(frozen=True)
class Red:
    """A return that is red as it stands, and which parts of its explanation are there."""

    return_: Return
    said: frozenset[str]
    is_waived: bool

    def is_in(self, state: str) -> bool:
        """Whether it belongs in a list of `RED_STATES`."""
        return state == "red" or state.removeprefix("no-") not in self.said


@dataclass(frozen=True)
class Answer:
    """How many of the reds say one part: "9 of 11", "82%", and where the others stand."""

    words: str
    of: str
    share: str
    url: str


@dataclass(frozen=True)
class RedRow:
    """A directorate's reds, or all."""

    name: str
    reds: int
    url: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Response:
    """The response to reds by directorate and in all."""

    in_words: str
    rows: tuple[RedRow, ...]
    whole: RedRow

    @property
    def has_gaps(self) -> bool:
        """Whether some don't say all that they must."""
        return any(answer.url for answer in self.whole.answers)


def reds(returns: ReturnQuerySet, council: Council) -> list[Red]:
    """The returns that are red as they stand, drafts with a red figure among them.

    A draft's figure is rated here and now; what was sent keeps the rating that it got.
    """
    rated = Q(rating__status__in=REDS) & ~Q(state__in=(State.NOT_STARTED, State.DRAFT))
    drafts = Q(state=State.DRAFT, period__state="OPEN") & HAS_FIGURE
    found = (
        returns.filter(rated | drafts)
        .select_related(
            "measure__service__directorate",
            "period",
            "terms__measure",
            "judgement",
            "exception_report",
        )
        .prefetch_related("terms__period_targets", "exception_report__actions")
    )
    return [
        _red(each) for each in found if each.state != State.DRAFT or _is_red_draft(each, council)
    ]


def red_ids(returns: ReturnQuerySet, state: str) -> list[int]:
    """The ids of the returns in a list of `RED_STATES`."""
    return [each.return_.pk for each in reds(returns, Council.current()) if each.is_in(state)]


def _is_red_draft(return_: Return, council: Council) -> bool:
    """Rate a draft. Of one that nobody judged no judgement is looked for: a query less each."""
    imagined = copy(return_)
    if getattr(return_, "judgement", None) is None:
        imagined.pk = None
    return Status(rating.as_entered(imagined, council).status).is_red


def _red(return_: Return) -> Red:
    report = getattr(return_, "exception_report", None)
    if report is None:
        return Red(return_, frozenset(), is_waived=False)
    parts = {
        "risks": report.key_risks.strip(),
        "mitigation": report.mitigation.strip(),
        "actions": report.actions.all(),
    }
    said = frozenset(name for name, there in parts.items() if there)
    return Red(return_, said, is_waived=report.is_waived)


def response(found: Iterable[Red], period: Period) -> Response:
    """Count what the reds say, by directorate in the order of their names."""
    by_place: dict[tuple[str, str], list[Red]] = {}
    for each in found:
        by_place.setdefault(_place(each.return_), []).append(each)
    everything = [each for group in by_place.values() for each in group]
    return Response(
        in_words=_in_words(everything),
        rows=tuple(
            _row(name, slug, by_place[name, slug], period) for name, slug in sorted(by_place)
        ),
        whole=_row("All together", "", everything, period),
    )


def _place(return_: Return) -> tuple[str, str]:
    service = return_.measure.service
    if service is None:
        return INDICATORS, NO_SERVICE
    return service.directorate.name, service.directorate.slug


def _in_words(found: list[Red]) -> str:
    """9 of 11 reds say their key risks (82%)."""
    if not found:
        return "No return is red as it stands."
    number = len(found)
    said = [_said(found, part) for part in PARTS]
    noun = "red says its" if number == 1 else "reds say their"
    shares = [percentage(each, number) for each in said]
    told = (
        f"{said[0]} of {number} {noun} key risks ({shares[0]}), "
        f"{said[1]} the mitigation ({shares[1]}), {said[2]} an action ({shares[2]})."
    )
    waived = sum(each.is_waived for each in found)
    if not waived:
        return told
    return f"{told} The report of {waived} was waived."


def _said(found: Iterable[Red], part: str) -> int:
    return sum(part in each.said for each in found)


def _row(name: str, slug: str, found: list[Red], period: Period) -> RedRow:
    where = {"service": slug} if slug else {}
    return RedRow(
        name=name,
        reds=len(found),
        url=board_url(period.quarter, **where, state="red"),
        answers=tuple(
            Answer(
                words=words,
                of=f"{(said := _said(found, part))} of {len(found)}",
                share=percentage(said, len(found)),
                url=""
                if said == len(found)
                else board_url(period.quarter, **where, state=f"no-{part}"),
            )
            for part, words in PARTS.items()
        ),
    )
