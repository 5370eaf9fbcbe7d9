"""An exception report as it is shown: ready strings, the same for page, Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.rules.periods import Quarter
from indicators.rules.ruler import Ruler
from indicators.rules.vocabulary import Status
from reporting.charts.description import TimeChart


@dataclass(frozen=True)
class Fact:
    """A figure with what it is and its comparison in words."""

    label: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Told:
    """What the service says under one heading."""

    label: str
    text: str


@dataclass(frozen=True)
class ActionRow:
    """What will be done, by which post, by when."""

    text: str
    owner: str
    due: str


@dataclass(frozen=True)
class Recovery:
    """The quarter in which a red should be back on target; "" where none is named.

    `before` is the quarter that the report before named, where it has moved since.
    """

    expected: str = ""
    before: str = ""
    reason: str = ""

    @property
    def words(self) -> str:
        return self.expected or "not given"

    @property
    def note(self) -> str:
        """What the report before said, to stand after the words; blank where nothing moved."""
        return f" (the report before said {self.before})" if self.before else ""

    @property
    def reason_label(self) -> str:
        """What the reason is one of."""
        return "Why that moved" if self.expected else "Why no quarter can be named yet"


@dataclass(frozen=True)
class Report:
    """The exception report of one red measure."""

    ref: str
    name: str
    is_indicator: bool
    status: Status
    sentence: str
    ruler: Ruler | None
    facts: tuple[Fact, ...]  # value, target, gap and what they compare with
    chart: TimeChart
    told: tuple[Told, ...]  # cause, key risks, mitigation
    actions: tuple[ActionRow, ...]
    recovery: Recovery
    about: tuple[Fact, ...]  # who answers for it, where it belongs, who approved it
    place: str  # Department of People › Children's Services
    portfolio: str
    judgement: str  # who judged it red and why; "" where the calculation did
    waiver: str  # who waived the report, when and why; "" where it is not waived
    is_written: bool
    is_example: bool

    @property
    def title(self) -> str:
        """25 Children subject to a Child Protection Plan."""
        return f"{self.ref} {self.name}"


@dataclass(frozen=True)
class Missing:
    """A return that has not come: listed apart, never given an exception report."""

    ref: str
    name: str
    place: str
    words: str


@dataclass(frozen=True)
class Neighbour:
    """The red before or after in the list."""

    ref: str
    name: str


@dataclass(frozen=True)
class ExceptionDocument:
    """One measure's report, or a period's with its list of reds and of missing returns."""

    council: str
    title: str
    quarter: Quarter
    prepared: str  # 15 January 2018
    message: tuple[str, ...]  # what the period's reds come to, in sentences
    reports: tuple[Report, ...]
    missing: tuple[Missing, ...] = ()
    is_whole_period: bool = False
    is_demo: bool = False

    @property
    def example_note(self) -> str:
        """What every page says in the example council."""
        return (
            f"Example council. Business today is {self.prepared}. "
            "Figures marked “example figure” come from no report."
            if self.is_demo
            else ""
        )

    @property
    def file_stem(self) -> str:
        """exception-report-25-2017-18-q3, exception-reports-2017-18-q3."""
        if self.is_whole_period:
            return f"exception-reports-{self.quarter.slug}"
        return f"exception-report-{self.reports[0].ref.lower()}-{self.quarter.slug}"
