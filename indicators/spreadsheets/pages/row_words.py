"""A problem as pages and downloads word it: rows by their numbers, not by their keys."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from indicators.spreadsheets.problems import Problem

ROW_KEY: Final = re.compile(r"\brow:(\d+)\b")


def on_page(problem: Problem) -> Problem:
    """`row:12`, which is typed at a terminal, as people say it; a page has a box for it."""
    return replace(problem, message=ROW_KEY.sub(r"row \1", problem.message))
