"""How firm a figure is, in the letters that stand beside it."""

from __future__ import annotations

from indicators.models import Quality, Return

MARKS = {Quality.PROVISIONAL: "[p]", Quality.ESTIMATED: "[e]"}
REVISED = "[r]"
MARKS_EXPLAINED = (
    "[p] provisional figure, [e] estimated figure, [r] revised after its period was closed"
)


def mark_of(return_: Return) -> str:
    """The letters of a return's figure: "[e]", "[p] [r]"; nothing beside a firm, first one."""
    return " ".join(each for each in (firmness_of(return_), revised_of(return_)) if each)


def firmness_of(return_: Return) -> str:
    """Whether it is provisional or estimated."""
    return MARKS.get(Quality(return_.quality), "")


def revised_of(return_: Return) -> str:
    """Whether it is another version than its period was closed with."""
    return REVISED if return_.is_correction else ""
