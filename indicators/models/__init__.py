"""What is measured, returned, rated, compared, planned, imported and reminded of."""

from indicators.models.baselines import Baseline
from indicators.models.comparisons import Benchmark, Comparator
from indicators.models.exceptions import Action, ExceptionReport
from indicators.models.imports import (
    AT_WORK,
    ColumnName,
    ImportPage,
    ImportProgress,
    ImportRun,
    ImportState,
    PagePart,
)
from indicators.models.measures import Alignment, Frequency, Kind, Measure, ValueType
from indicators.models.periods import Period, PeriodState, Reopening
from indicators.models.plans import Milestone, PlanAction
from indicators.models.ratings import Judgement, Rating
from indicators.models.reminders import Message, MessageState, Reminder, ReminderKind
from indicators.models.returns import (
    ActingAs,
    Confirmation,
    KeptEntry,
    MonthFigure,
    NoValueReason,
    Quality,
    Return,
    State,
)
from indicators.models.terms import PeriodTarget, Terms

__all__ = [
    "AT_WORK",
    "ActingAs",
    "Action",
    "Alignment",
    "Baseline",
    "Benchmark",
    "ColumnName",
    "Comparator",
    "Confirmation",
    "ExceptionReport",
    "Frequency",
    "ImportPage",
    "ImportProgress",
    "ImportRun",
    "ImportState",
    "Judgement",
    "KeptEntry",
    "Kind",
    "Measure",
    "Message",
    "MessageState",
    "Milestone",
    "MonthFigure",
    "NoValueReason",
    "PagePart",
    "Period",
    "PeriodState",
    "PeriodTarget",
    "PlanAction",
    "Quality",
    "Rating",
    "Reminder",
    "ReminderKind",
    "Reopening",
    "Return",
    "State",
    "Terms",
    "ValueType",
]
