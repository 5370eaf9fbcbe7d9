"""Verifying the record of changes against its seals: finds what somebody did behind its back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from organisation.models import Change, ChangeText, Seal, SealedChange
from organisation.record import hashed
from organisation.redacting import REDACTED
from organisation.sealing import FORM, Kept, row_digest, seal_digest, unsealed

#: A row carries the time at which it was written, and comes into sight when its transaction ends.
LONGEST_TRANSACTION = timedelta(hours=1)
PARTS = ("before", "after", "why")
AT_ONCE = 1000


class Kind(StrEnum):
    """What was found."""

    ROW_ALTERED = "row altered"
    ROW_REMOVED = "row removed"
    ROW_LATE = "row came late"
    SEAL_ALTERED = "seal altered"
    SEAL_REMOVED = "seal removed"
    SEAL_OUT_OF_CHAIN = "seal out of chain"
    TEXT_ALTERED = "text altered"
    TEXT_REMOVED = "text removed"
    TEXT_EMPTIED = "text emptied"
    TEXT_ADDED = "text added"
    NOT_EXPECTED = "digest not found"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, in words; `row` and `seal` are their numbers."""

    kind: Kind
    words: str
    row: int | None = None
    seal: int | None = None


def verify(expected: str = "") -> Iterator[Finding]:
    """Work everything out again and give whatever does not fit, as it is found.

    `expected` is a digest that was noted elsewhere: whoever can take away triggers can also write
    all seals anew, but not so that they lead to that digest.
    """
    yield from _seals()
    yield from _seals_that_are_gone()
    yield from _rows_in_no_seal()
    yield from _texts()
    yield from _texts_that_are_gone()
    yield from _texts_of_nothing()
    if expected and not Seal.objects.filter(digest=expected).exists():
        yield Finding(
            Kind.NOT_EXPECTED,
            f"No seal has the digest {expected}: seals were removed or written anew since it "
            "was noted.",
        )


def _seals() -> Iterator[Finding]:
    """Each seal: whether it follows the one before, holds what it says, and its rows fit."""
    before: Seal | None = None
    run = earlier = None  # when this run of sealing was, and the run before
    for seal in Seal.objects.order_by("id").iterator(AT_ONCE):
        yield from _link(before, seal)
        kept = list(_kept_in(seal))
        sound = seal.rows == len(kept) and seal.digest == seal_digest(seal.previous, seal.at, kept)
        if not sound:
            words = f"{_called(seal)} is not as it was made: its digest does not fit what it holds."
            yield Finding(Kind.SEAL_ALTERED, words, seal=seal.pk)
        elif run != seal.at:
            run, earlier = seal.at, run
        yield from _rows_of(seal, kept, earlier if sound else None)
        before = seal


def _link(before: Seal | None, seal: Seal) -> Iterator[Finding]:
    if seal.previous == (before.digest if before else ""):
        return
    place = f"does not follow on from seal {before.pk}" if before else "is not the first one made"
    words = f"{_called(seal)} {place}: a seal was removed, altered or put in before it."
    yield Finding(Kind.SEAL_OUT_OF_CHAIN, words, seal=seal.pk)


def _kept_in(seal: Seal) -> Iterator[Kept]:
    rows = SealedChange.objects.filter(seal=seal).order_by("change_id")
    yield from rows.values_list("change_id", "digest").iterator(AT_ONCE)


def _rows_of(seal: Seal, kept: list[Kept], earlier: datetime | None) -> Iterator[Finding]:
    """The rows of a seal as they are now; `earlier`: when rows were sealed the time before."""
    sealed = SealedChange.objects.filter(seal=seal).values("change_id")
    now = {
        values[0]: (row_digest(values), values[FORM.index("at")])
        for values in Change.objects.filter(pk__in=sealed).values_list(*FORM).iterator(AT_ONCE)
    }
    for number, digest in kept:
        if number not in now:
            words = f"Row {number} was removed after it was sealed on {_told(seal.at)}."
            yield Finding(Kind.ROW_REMOVED, words, number, seal.pk)
        elif now[number][0] != digest:
            words = f"Row {number} was altered after it was sealed on {_told(seal.at)}."
            yield Finding(Kind.ROW_ALTERED, words, number, seal.pk)
        elif earlier and now[number][1] + LONGEST_TRANSACTION < earlier:
            yield _late(number, now[number][1], earlier)


def _seals_that_are_gone() -> Iterator[Finding]:
    there = Seal.objects.filter(pk=OuterRef("seal_id"))
    orphans = SealedChange.objects.filter(~Exists(there)).order_by("seal_id")
    for number in orphans.values_list("seal_id", flat=True).distinct():
        words = f"Seal {number} was removed, though rows that it sealed are still listed."
        yield Finding(Kind.SEAL_REMOVED, words, seal=number)


def _rows_in_no_seal() -> Iterator[Finding]:
    """Rows that say they were there when rows were last sealed, and are in no seal."""
    last = Seal.objects.order_by("id").last()
    if last is None:
        return
    late = unsealed().filter(at__lt=last.at - LONGEST_TRANSACTION).order_by("pk")
    for number, at in late.values_list("pk", "at").iterator(AT_ONCE):
        yield _late(number, at, last.at)


def _late(number: int, at: datetime, sealed: datetime) -> Finding:
    words = (
        f"Row {number} says that it was recorded on {_told(at)}, but it was not there when the "
        f"record was sealed on {_told(sealed)}: it was put in afterwards, or taken out of its seal."
    )
    return Finding(Kind.ROW_LATE, words, number)


def _texts() -> Iterator[Finding]:
    """Texts that don't fit the hash in their row, and empty ones that nobody redacted on record."""
    emptied: dict[int, Finding] = {}
    hashes = (F(f"change__{part}") for part in PARTS)
    texts = ChangeText.objects.order_by("pk").values_list(
        "pk", "change_id", "part", "text", *hashes
    )
    for key, row, part, text, *stored in texts.iterator(AT_ONCE):
        if not text:
            words = f"The text “{part}” of row {row} was emptied, and no redaction is on record."
            emptied[key] = Finding(Kind.TEXT_EMPTIED, words, row)
        elif part not in PARTS or hashed(text) != stored[PARTS.index(part)]:
            words = f"The text “{part}” of row {row} was altered: it does not fit its hash."
            yield Finding(Kind.TEXT_ALTERED, words, row)
    # Asked last, so that a text that is being redacted meanwhile is not taken for a tampered one.
    redacted = Change.objects.filter(deed=REDACTED, object_type=ChangeText._meta.label_lower)
    on_record = set(redacted.values_list("object_id", flat=True))
    yield from (found for key, found in emptied.items() if key not in on_record)


def _texts_that_are_gone() -> Iterator[Finding]:
    """Hashes whose text is not there; that of a redaction stands for a text kept nowhere."""
    for part in PARTS:
        text = ChangeText.objects.filter(change_id=OuterRef("pk"), part=part)
        rows = Change.objects.filter(~Exists(text), **{f"{part}__startswith": "sha256:"})
        if part == "before":
            rows = rows.exclude(deed=REDACTED)
        for number in rows.order_by("pk").values_list("pk", flat=True).iterator(AT_ONCE):
            words = f"The text “{part}” of row {number} was removed."
            yield Finding(Kind.TEXT_REMOVED, words, number)


def _texts_of_nothing() -> Iterator[Finding]:
    rows = Change.objects.filter(pk=OuterRef("change_id"))
    texts = ChangeText.objects.filter(~Exists(rows)).order_by("pk")
    for key, row in texts.values_list("pk", "change_id"):
        words = f"Text {key} belongs to row {row}, which is not in the record."
        yield Finding(Kind.TEXT_ADDED, words, row)


def _called(seal: Seal) -> str:
    return f"Seal {seal.pk} of {_told(seal.at)}"


def _told(at: datetime) -> str:
    """30 September 2017, 14:03:05, as the council's clock says."""
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M:%S}"
