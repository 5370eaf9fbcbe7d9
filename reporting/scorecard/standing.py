"""What a return counts as for everybody who reads, with its sentence and its figure in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import Rating, Return, State
from indicators.returns.outturn import terms_in
from indicators.returns.rating import place_of
from indicators.rules.rag import Status, rating_bands
from reporting.quality import firmness_of
from reporting.scorecard import words


@dataclass(frozen=True)
class Standing:
    """A return as it stands: rating, sentence, figure and target, all ready to print.

    `versions_url` leads to what it was before, where it was revised after closing.
    """

    status: Status
    sentence: str
    value: str
    mark: str
    target: str
    is_example: bool
    is_unapproved: bool = False
    versions_url: str = ""


def standing(return_: Return, on: date, *, unapproved: bool = False) -> Standing:
    """How a return reads: by what is approved and, with `unapproved`, by what was sent in.

    Needs `with_status`, `with_everything` and the prefetched period targets.
    """
    rating = visible_rating(return_, unapproved=unapproved)
    has_figure = rating is not None and rating.value is not None
    return Standing(
        status=Status(rating.status) if rating else status_of(return_),
        sentence=rating.sentence if rating else sentence_without_rating(return_, on),
        value=value_words(rating),
        mark=firmness_of(return_) if has_figure else "",
        target=target_words(return_, rating),
        is_example=has_figure and (return_.is_example or return_.measure.is_example),
        is_unapproved=rating is not None and return_.state == State.SUBMITTED,
        versions_url=versions_url(return_) if return_.is_correction else "",
    )


def versions_url(return_: Return) -> str:
    """Where every version of a return stands."""
    at = (return_.period.quarter, return_.measure.ref)
    return reverse("indicators:return-versions", args=at)


def status_of(return_: Return) -> Status:
    """The status that `with_status` worked out in SQL."""
    return Status(return_.status)


def visible_rating(return_: Return, *, unapproved: bool = False) -> Rating | None:
    """The rating that a reader may see: of an approved return or, once closed, of any.

    `unapproved`: the reader may also see what waits for its approver.
    """
    rating: Rating | None = getattr(return_, "rating", None)
    if rating is None or rating.is_frozen or return_.state == State.APPROVED:
        return rating
    return rating if unapproved and return_.state == State.SUBMITTED else None


def sentence_without_rating(return_: Return, on: date) -> str:
    """Why there is no rating yet, beginning with the word of the status."""
    status, period = status_of(return_), return_.period
    if status is Status.NOT_DUE:
        return f"{status.word}: returns are due {words.day(period.due_on)}"
    if status is Status.NOT_YET_APPROVED:
        return f"{status.word}: returned in time, waiting for a second person to approve it"
    if status is Status.CARRY_OVER:
        return f"{status.word}: the source publishes later{_expected(return_)}"
    counts_as_red = status is Status.RED_AWAITING
    if return_.state == State.SUBMITTED:
        late = "returned late and not yet approved"
        return f"{status.word}: {late}{'; counts as red' if counts_as_red else ''}"
    if return_.state == State.APPROVED:
        return f"{status.word}: the figure was expected{_expected(return_, '')}, and is overdue"
    return words.awaiting_sentence(period.due_on, period.days_late(on), counts_as_red=counts_as_red)


def _expected(return_: Return, lead: str = ", expected") -> str:
    return f"{lead} {words.day(return_.expected_on)}" if return_.expected_on else ""


def value_words(rating: Rating | None) -> str:
    """The figure in its unit; nothing where there is none to show."""
    if rating is None or rating.value is None:
        return ""
    return rating.unit.short(rating.value)


def target_words(return_: Return, rating: Rating | None) -> str:
    """What it was compared with, or would be."""
    if rating is not None and rating.target_words:
        return rating.target_words
    terms = terms_in(return_.terms, return_.period.quarter)
    return rating_bands(terms, place_of(return_.period)).target_words
