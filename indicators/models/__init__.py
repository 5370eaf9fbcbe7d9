"""Measures, their terms and baselines, periods, returns, ratings and exception reports."""

from indicators.models.baselines import Baseline
from indicators.models.exceptions import Action, ExceptionReport
from indicators.models.imports import ImportRun, ImportState
from indicators.models.measures import Alignment, Frequency, Kind, Measure, ValueType
from indicators.models.periods import Period, PeriodState
from indicators.models.ratings import Judgement, Rating
from indicators.models.returns import NoValueReason, Quality, Return, State
from indicators.models.terms import PeriodTarget, Terms

__all__ = [
    "Action",
    "Alignment",
    "Baseline",
    "ExceptionReport",
    "Frequency",
    "ImportRun",
    "ImportState",
    "Judgement",
    "Kind",
    "Measure",
    "NoValueReason",
    "Period",
    "PeriodState",
    "PeriodTarget",
    "Quality",
    "Rating",
    "Return",
    "State",
    "Terms",
    "ValueType",
]
