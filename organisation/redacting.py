"""Removing personal data from the record: texts are emptied, and who removed them is on record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q

from organisation.models import Change, ChangeText, Person
from organisation.record import Edit, hashed, record

REDACTED = "text redacted"  # what the record calls it
SHORTEST = 3
MARK, LONG_MARK, SHORT_MARK = "[removed]", "[removed: personal data]", "[…]"
AT_ONCE = 500
#: Signs that people type for one another.
SAME = {sign: f"[{signs}]" for signs in ("'’‘`", r"\-‐‑–") for sign in signs if sign != "\\"}


class RedactionRefusedError(Exception):
    """Nothing was removed. `problems`: message by box: `passage`, `reason`, or "" for the whole."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


@dataclass(frozen=True)
class Passage:
    """Words to be removed wherever they stand, in any capitals and over any line's end.

    They are kept, printed and logged nowhere, so they don't show in what Python prints either, and
    texts are searched here rather than by the database, which may log what it is asked.
    """

    words: str = field(repr=False)

    def __post_init__(self) -> None:
        if len(" ".join(self.words.split())) < SHORTEST:
            message = f"Enter at least {SHORTEST} characters of what is to be removed."
            raise RedactionRefusedError({"passage": message})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds it in a text."""
        parts = (
            "".join(SAME.get(sign, re.escape(sign)) for sign in part) for part in self.words.split()
        )
        return re.compile(r"\s+".join(parts), re.IGNORECASE)

    def times_in(self, text: str) -> int:
        """How often it stands in a text."""
        return sum(1 for _ in self.pattern.finditer(text))

    def times_within_words(self, text: str) -> int:
        """How often it is only a part of a longer word: “Ann” in “planning”."""
        return sum(
            text[: found.start()][-1:].isalnum() or text[found.end() :][:1].isalnum()
            for found in self.pattern.finditer(text)
        )

    def removed_from(self, text: str, *, least: int = 0, most: int | None = None) -> str:
        """The text with a mark in its place; at `least` and `most` so many characters long."""
        left = self.pattern.sub(MARK, text)
        if len(left) < least:
            left = self.pattern.sub(LONG_MARK, text)
        return self.pattern.sub(SHORT_MARK, text) if most and len(left) > most else left


def refuse_reason(reason: str, passage: Passage) -> None:
    """RedactionRefusedError where there is no reason, or it repeats what is to be removed."""
    if not reason.strip():
        raise RedactionRefusedError({"reason": "Give the reason; it stays on record."})
    if passage.times_in(reason):
        message = (
            "The reason holds what is to be removed, and it stays on record: say it otherwise."
        )
        raise RedactionRefusedError({"reason": message})


def texts_holding(passage: Passage, about: Q | None = None) -> Iterator[ChangeText]:
    """The texts of the record that hold the passage; `about` narrows down their changes."""
    texts = ChangeText.objects.exclude(text="").order_by("pk")
    if about is not None:
        texts = texts.filter(change__in=Change.objects.filter(about))
    for each in texts.iterator(AT_ONCE):
        if passage.times_in(each.text):
            yield each


def empty(texts: Sequence[ChangeText], *, by: Person, on: date, why: str) -> None:
    """Empty texts of the record for good; hash, reason, who and when stay."""
    ChangeText.objects.filter(pk__in=[each.pk for each in texts]).update(text="")
    for each in texts:
        record(REDACTED, each, by=by, on=on, why=why, edits=[removal(each.part, each.text)])


def removal(name: str, text: str) -> Edit:
    """What the record keeps of a text that is gone: the name of its field, and its hash."""
    return Edit(name, hashed(text), "", removed=True)
