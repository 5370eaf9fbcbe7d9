"""The council's words as values: how a measure is rated and what a rating can be."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A word of the council's with the label that officers see."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make the member from its stored value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return (stored value, label) pairs for a form or a model field."""
        return [(member.value, member.label) for member in cls]


class Polarity(Labelled):
    """Which way is good."""

    MAX = "MAX", "Aim to maximise"
    MIN = "MIN", "Aim to minimise"
    RANGE = "RANGE", "Aim to stay in range"
    ZERO = "ZERO", "Aim to reach zero"
    NEUTRAL = "NEUTRAL", "Context only"


class Basis(Labelled):
    """What the figure of a period covers."""

    SNAPSHOT = "SNAPSHOT", "Snapshot at the end of the period"
    PERIOD = "PERIOD", "The period alone"
    CUMULATIVE_TOTAL = "CUMULATIVE_TOTAL", "Running total for the year"
    YTD_RATIO = "YTD_RATIO", "Year-to-date ratio"
    YTD_AVERAGE = "YTD_AVERAGE", "Year-to-date average"
    ROLLING = "ROLLING", "Rolling window"
    ANNUAL = "ANNUAL", "Once a year"


class ToleranceMode(Labelled):
    """How far from the target amber (or green) still reaches."""

    NONE = "NONE", "No tolerance"
    POINTS = "POINTS", "In the measure's own unit"
    PERCENT_OF_TARGET = "PERCENT_OF_TARGET", "As a percentage of the target"
    LOWER_OF = "LOWER_OF", "A percentage of the target or a cap, whichever is lower"
    THRESHOLD = "THRESHOLD", "A set amber limit"


class TargetState(Labelled):
    """Whether there is a target."""

    SET = "SET", "Set"
    TBC = "TBC", "To be confirmed"
    NONE = "NONE", "No target"


class RatingPolicy(Labelled):
    """What the measure is rated against."""

    TARGET = "TARGET", "Rated against its target"
    BENCHMARK = "BENCHMARK", "Rated against a benchmark"
    TREND_ONLY = "TREND_ONLY", "Trend only, not rated"
    NONE = "NONE", "Not rated"


class ProfileMethod(Labelled):
    """How an annual target is spread over the year."""

    NONE = "NONE", "No in-year profile"
    LINEAR = "LINEAR", "Straight line"
    SEASONAL = "SEASONAL", "Share of earlier years"
    EXPLICIT = "EXPLICIT", "A target for each period"


class Schedule(Labelled):
    """Whether a return is expected for this measure in this period."""

    IN_FORCE_AND_DUE_THIS_PERIOD = "IN_FORCE_AND_DUE_THIS_PERIOD", "Due this period"
    NOT_IN_FORCE = "NOT_IN_FORCE", "Not in force"
    NOT_SCHEDULED = "NOT_SCHEDULED", "Not collected this period"


class ReturnState(Labelled):
    """What came in for this measure in this period."""

    SUBMITTED = "SUBMITTED", "Submitted"
    MISSING_BEFORE_DUE = "MISSING_BEFORE_DUE", "Not yet due"
    MISSING_OVERDUE = "MISSING_OVERDUE", "Overdue"
    MISSING_PUBLISHED_LATER = "MISSING_PUBLISHED_LATER", "Published later"
    NONE = "NONE", "Nothing expected"


class AwaitingPolicy(Labelled):
    """How a council colours a missing return."""

    RED = "RED", "Red"
    GREY = "GREY", "Grey"


class Colour(Labelled):
    """The three colours, best first."""

    GREEN = "GREEN", "Green"
    AMBER = "AMBER", "Amber"
    RED = "RED", "Red"

    @property
    def rank(self) -> int:
        """1 for green, 2 for amber, 3 for red: the score of a roll-up."""
        return list(type(self)).index(self) + 1

    def is_better_than(self, other: Self) -> bool:
        """Say whether this colour is nearer to green than the other."""
        return self.rank < other.rank


class Status(StrEnum):
    """Every outcome of a rating: its word, its family on screen and the colour it counts as.

    What a return's state decides (not yet approved) is never the result of a calculation.
    """

    word: str
    family: str
    colour: Colour | None

    def __new__(
        cls, value: str, word: str = "", family: str = "", colour: Colour | None = None
    ) -> Self:
        """Make the member from its stored value, word, family and colour."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.word, member.family, member.colour = word, family, colour
        return member

    GREEN = "GREEN", "Green", "green", Colour.GREEN
    AMBER = "AMBER", "Amber", "amber", Colour.AMBER
    RED = "RED", "Red", "red", Colour.RED
    EXCEEDED = "EXCEEDED", "Exceeded", "exceeded", Colour.GREEN
    GREEN_JUDGED = "GREEN_JUDGED", "Green (judgement)", "green", Colour.GREEN
    AMBER_JUDGED = "AMBER_JUDGED", "Amber (judgement)", "amber", Colour.AMBER
    RED_JUDGED = "RED_JUDGED", "Red (judgement)", "red", Colour.RED
    RED_AWAITING = "RED_AWAITING", "Awaiting information", "awaiting", Colour.RED
    AWAITING = "AWAITING", "Awaiting information", "awaiting"
    NOT_YET_APPROVED = "NOT_YET_APPROVED", "Not yet approved", "unrated"
    NOT_DUE = "NOT_DUE", "Not due yet", "unrated"
    CARRY_OVER = "CARRY_OVER", "Carried over", "unrated"
    NOT_SCHEDULED = "NOT_SCHEDULED", "Not collected this period", "unrated"
    NOT_APPLICABLE = "NOT_APPLICABLE", "Not applicable", "unrated"
    MONITOR = "MONITOR", "Monitored", "unrated"
    NO_CASES = "NO_CASES", "No cases", "unrated"
    TARGET_TBC = "TARGET_TBC", "To be confirmed", "unrated"
    NO_TARGET = "NO_TARGET", "No target", "unrated"
    NO_PROFILE = "NO_PROFILE", "No profile", "unrated"
    CONFIG_ERROR = "CONFIG_ERROR", "Check the settings", "unrated"

    @property
    def is_green(self) -> bool:
        """Green, judged green or exceeded."""
        return self.colour is Colour.GREEN

    @property
    def is_amber(self) -> bool:
        """Amber or judged amber."""
        return self.colour is Colour.AMBER

    @property
    def is_red(self) -> bool:
        """Red or judged red, which needs an exception report; a missing return does not."""
        return self in {Status.RED, Status.RED_JUDGED}

    @property
    def is_rated(self) -> bool:
        """Counted among the rated: coloured, or missing and counted as red."""
        return self.colour is not None

    @property
    def is_judged(self) -> bool:
        """A person's judgement, not the calculation."""
        return self in {Status.GREEN_JUDGED, Status.AMBER_JUDGED, Status.RED_JUDGED}

    @property
    def is_awaiting(self) -> bool:
        """A return is overdue, whichever way the council colours it."""
        return self in {Status.RED_AWAITING, Status.AWAITING}

    @classmethod
    def judged(cls, colour: Colour) -> "Status":
        """Return the status of a judged colour."""
        return cls(f"{colour.value}_JUDGED")


class Movement(Labelled):
    """Which way the figure moved; the arrow points this way."""

    UP = "UP", "Up"
    DOWN = "DOWN", "Down"
    LEVEL = "LEVEL", "Level"


class Verdict(Labelled):
    """Whether a movement is good; always shown as a word beside the arrow."""

    BETTER = "BETTER", "Better"
    WORSE = "WORSE", "Worse"
    SAME = "SAME", "No change"
    SAME_AT_BEST = "SAME_AT_BEST", "No change, at the best possible"
    NONE = "NONE", "Context only"
    NO_COMPARATOR = "NO_COMPARATOR", "Nothing to compare with"
    NO_DATA = "NO_DATA", "No figure"
    NOT_COMPARABLE = "NOT_COMPARABLE", "Not comparable"
