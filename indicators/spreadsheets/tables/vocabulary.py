"""The words by which one kind of table is recognised, and what its rows must have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from indicators.spreadsheets.tables.headings import REF, TITLE, words_of


def follows_no_pattern(_heading: str) -> None:
    """A vocabulary without headings that follow a pattern."""


@dataclass(frozen=True)
class Vocabulary:
    """What a kind of table calls its columns.

    `words`: each field's pattern, for headings as `words_of` compares them. `patterned`: the field
    of a heading that follows a pattern, such as a year's target; "" where it follows one but names
    no field; None where the words decide. `is_table`: whether columns of these fields make such a
    table. `tells`: whether something in this field shows that a row is no total. `named`: what
    somebody said of a heading, as compared: its field, or "" for one to leave aside.
    """

    words: Mapping[str, re.Pattern[str]]
    is_table: Callable[[AbstractSet[str]], bool]
    tells: Callable[[str], bool]
    patterned: Callable[[str], str | None] = follows_no_pattern
    title: str = TITLE  # the field whose text may run on over the next rows
    ref: str = REF
    named: Mapping[str, str] = field(default_factory=dict)

    def knowing(self, named: Mapping[str, str]) -> Vocabulary:
        """The vocabulary with what somebody said of a council's own headings."""
        return replace(self, named={words_of(each): name for each, name in named.items()})

    def field_of(self, heading: str) -> str | None:
        """The field that a heading names; "" if somebody left it aside, None if it names none."""
        words = words_of(heading)
        if words in self.named:
            return self.named[words]
        patterned = self.patterned(heading)
        if patterned is not None:
            return patterned or None
        return next(
            (name for name, pattern in self.words.items() if pattern.fullmatch(words)), None
        )
