"""Refs in the order in which people count: 2 before 10, 2a before 2b."""

from __future__ import annotations

import re

PARTS = re.compile(r"([0-9]+)")


def ref_order(ref: str) -> tuple[tuple[bool, int, str], ...]:
    """A key for sorting: digits count as numbers and come before letters."""
    found = (part for part in PARTS.split(ref.casefold()) if part)
    return tuple(
        (False, int(part), "") if PARTS.fullmatch(part) else (True, 0, part) for part in found
    )
