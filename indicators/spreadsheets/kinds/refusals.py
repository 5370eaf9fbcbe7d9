"""What the tables themselves would refuse of a row: a text too long, a figure too large."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError

from indicators.spreadsheets.stored.comparing import Compared, in_words
from indicators.spreadsheets.stored.keepers import keeper_of


def refused_fields(part: Compared, pointers: Collection[str]) -> list[str]:
    """What is wrong with the fields of what is wanted; `pointers` lead to other tables."""
    built = keeper_of(part.wanted.table).built({**part.whole, **part.wanted.columns})
    try:
        built.clean_fields(exclude=pointers)
    except ValidationError as error:
        return [
            f"{in_words(name)}: {' '.join(messages)}"
            for name, messages in error.message_dict.items()
        ]
    return []
