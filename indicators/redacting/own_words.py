"""What of stored JSON nobody typed: its keys, and the words by which the program knows things.

Without this, removing “Max” from everywhere would take it out of the polarity of every row that an
import has kept, and “Mark” out of the name of the table of benchmarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import chain
from typing import Final

from indicators.models import NoValueReason, Quality
from indicators.models.measures import Frequency, Kind, ValueType
from indicators.rules import vocabulary
from indicators.spreadsheets.kinds.kind import STATUS_WORDS, Status
from indicators.spreadsheets.problems import Severity
from indicators.spreadsheets.stored.parts import Table
from organisation.redacting import Passage

_RULES: Final = tuple(
    each
    for each in vars(vocabulary).values()
    if isinstance(each, type) and issubclass(each, StrEnum)
)
_CHOICES: Final[Iterable[Iterable[str]]] = (
    *_RULES,
    *(NoValueReason, Quality, Frequency, Kind, ValueType),
    *(Status, Severity, Table),
    STATUS_WORDS.values(),
)
OWN_WORDS: Final = frozenset(map(str, chain.from_iterable(_CHOICES)))
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def is_own(text: str) -> bool:
    """Whether a text within stored JSON is a choice, a table's name or a digest."""
    return text in OWN_WORDS or bool(_DIGEST.fullmatch(text))


def typed_part(key: str) -> str:
    """What of a key somebody typed: of an answer's, what stands after its kind ("department.x")."""
    return "" if key.isidentifier() else key.partition(".")[2] or key


def key_without(key: str, passage: Passage) -> str:
    """The key with the passage removed from what was typed of it."""
    typed = typed_part(key)
    return f"{key.removesuffix(typed)}{passage.removed_from(typed)}" if typed else key
