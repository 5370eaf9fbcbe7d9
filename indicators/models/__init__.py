"""Measures, their terms and baselines, periods, returns, ratings, reports and reminders."""

from indicators.models.baselines import Baseline
from indicators.models.exceptions import Action, ExceptionReport
from indicators.models.imports import ImportRun, ImportState
from indicators.models.measures import Alignment, Frequency, Kind, Measure, ValueType
from indicators.models.periods import Period, PeriodState, Reopening
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
    "ActingAs",
    "Action",
    "Alignment",
    "Baseline",
    "Confirmation",
    "ExceptionReport",
    "Frequency",
    "ImportRun",
    "ImportState",
    "Judgement",
    "KeptEntry",
    "Kind",
    "Measure",
    "Message",
    "MessageState",
    "MonthFigure",
    "NoValueReason",
    "Period",
    "PeriodState",
    "PeriodTarget",
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
