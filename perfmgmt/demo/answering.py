"""What an officer adds to a return once the form shows its colour and its doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from indicators.models import Return
from indicators.officers.results import doubts_in, result_with
from indicators.returns.checks import usual
from indicators.returns.entering import Entry, Waved
from organisation.models import Council
from perfmgmt.demo.sources import At
from perfmgmt.demo.story import at_of

Reasons = Mapping[tuple[At, str], str]


def answered(return_: Return, entry: Entry, reasons: Reasons, council: Council) -> Entry:
    """The entry with an amber's words as its cause, and a reason for each doubt that has one."""
    if entry.commentary and not entry.explains and _is_amber(return_, entry, council):
        entry = replace(entry, cause=entry.commentary, commentary="")
    at = at_of(return_)
    found = {each.code: each for each in doubts_in(return_, entry, usual(return_))}
    waved = tuple(
        Waved(code, each.message, reasons[at, code])
        for code, each in found.items()
        if (at, code) in reasons
    )
    return replace(entry, waved=waved)


def _is_amber(return_: Return, entry: Entry, council: Council) -> bool:
    result = result_with(return_, entry, usual(return_), council)
    return result is not None and result.needs == "amber"
