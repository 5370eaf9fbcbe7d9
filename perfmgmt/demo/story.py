"""The words of the example council's returns, and whatever does not go its usual way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Return
from indicators.returns.entering import Entry, PlannedAction
from indicators.returns.months import MonthEntry, months_of
from indicators.returns.outturn import suggested
from indicators.rules.periods import Quarter
from perfmgmt.demo.sources import At, Row, each_at, parts_of, read_json

NO_CASES, PUBLISHED_LATER = "no cases", "published later"


@dataclass(frozen=True)
class Revision:
    """A target that is agreed anew while a quarter's returns are already approved."""

    ref: str
    quarter: Quarter
    target: Decimal
    why: str


@dataclass(frozen=True)
class Story:
    """What is written on each return, and which go another way than submitted and approved."""

    commentary: dict[At, str]
    causes: dict[At, str]
    explained: dict[At, dict[str, Any]]
    moved: dict[At, str]
    reasons: dict[tuple[At, str], str]
    quality: dict[At, str]
    expected: dict[At, date]
    months: dict[At, tuple[str, ...]]
    awaiting: dict[At, str]
    missing: dict[At, str]
    waived: dict[At, str]
    sent_back: dict[At, str]
    revisions: tuple[Revision, ...]
    drafts: frozenset[At]
    unapproved: frozenset[At]
    by_deputy: frozenset[At]
    outturns: tuple[Quarter, ...]
    grace: dict[Quarter, date]

    @classmethod
    def read(cls) -> Story:
        texts, events = read_json("demo_texts.json"), read_json("demo_events.json")
        return cls(
            commentary=dict(_by_quarter(texts["commentary"], "text")),
            causes=dict(_by_quarter(texts["causes"], "text")),
            explained={at: _explanation(red) for at, red in each_at(texts["reds"])},
            moved=dict(_by_quarter(texts["moved"], "text")),
            reasons={
                (at, row["code"]): row["reason"] for at, row in each_at(texts["confirmations"])
            },
            quality=dict(_by_quarter(events["quality"], "quality")),
            expected={
                at: date.fromisoformat(row["expected_on"])
                for at, row in each_at(events["published_later"])
            },
            months={at: tuple(row["figures"]) for at, row in each_at(events["months"])},
            awaiting=dict(_by_quarter(events["awaiting"], "reason")),
            missing=dict(_by_quarter(events["missing"], "reason")),
            waived=dict(_by_quarter(events["waived"], "reason")),
            sent_back=dict(_by_quarter(events["sent_back"], "reason")),
            revisions=tuple(
                Revision(row["ref"], at[1], Decimal(row["target"]), row["why"])
                for at, row in each_at(events["targets_agreed_anew"])
            ),
            drafts=_named(events["drafts"]),
            unapproved=_named(events["not_yet_approved"]),
            by_deputy=_named(events["by_deputy"]),
            outturns=tuple(map(Quarter.parse, events["outturns"])),
            grace={
                Quarter.parse(name): date.fromisoformat(day)
                for name, day in events["grace"].items()
            },
        )

    def entry(self, return_: Return, cell: str) -> Entry | None:
        """What is entered on a return; None where nobody does.

        `cell` is what the table of figures has; an outturn takes what the quarters make.
        """
        at = at_of(return_)
        if at in self.awaiting:
            return Entry(no_value_reason="AWAITING", commentary=self.awaiting[at])
        figure = _of_year(return_) if at[1].is_outturn else self._figure(return_, cell)
        if not figure:
            return None
        explained = self.explained.get(at, {"cause": self.causes.get(at, "")})
        return Entry(
            **{"quality": self.quality.get(at, "FINAL"), **explained, **figure},
            commentary=self.commentary.get(at, ""),
            recovery_reason=self.moved.get(at, ""),
        )

    def _figure(self, return_: Return, cell: str) -> dict[str, Any]:
        at = at_of(return_)
        if months := self.months.get(at):
            return {"months": tuple(map(_month, months_of(return_), months))}
        if cell == NO_CASES:
            return {"no_value_reason": "NO_CASES"}
        if cell == PUBLISHED_LATER:
            return {"no_value_reason": "PUBLISHED_LATER", "expected_on": self.expected[at]}
        return parts_of(cell) if cell else {}


def at_of(return_: Return) -> At:
    """Where the files have what belongs to a return."""
    return return_.measure.ref, return_.period.quarter


def _of_year(return_: Return) -> dict[str, Any]:
    """The year's figure as its quarters make it, taken over as final where it is exact."""
    found = suggested(return_)
    if found is None or found.value is None:
        return {}
    return {"value": found.value} | ({"quality": "ESTIMATED"} if found.estimated else {})


def _month(month: int, figure: str) -> MonthEntry:
    return MonthEntry(month, **parts_of(figure))


def _named(rows: list[Row]) -> frozenset[At]:
    return frozenset(at for at, _ in each_at(rows))


def _by_quarter(rows: list[Row], key: str) -> Iterator[tuple[At, str]]:
    for at, row in each_at(rows):
        yield at, row[key]


def _explanation(red: Row) -> dict[str, Any]:
    """What an exception report holds, as a return takes it."""
    return {
        "cause": red["cause"],
        "key_risks": red["key_risks"],
        "mitigation": red["mitigation"],
        "expected_recovery": Quarter.parse(red["expected_recovery"]),
        "actions": tuple(
            PlannedAction(each["text"], each["owner_post"], date.fromisoformat(each["due_on"]))
            for each in red["actions"]
        ),
    }
