"""Workbooks in: read, understood cell by cell, asked about, previewed, committed."""

from indicators.spreadsheets.archive import Unreadable
from indicators.spreadsheets.contract import outcome
from indicators.spreadsheets.departments import CouncilList
from indicators.spreadsheets.measures import Row, Understanding, understand

__all__ = ["CouncilList", "Row", "Understanding", "Unreadable", "outcome", "understand"]
