"""Reads the tables of cases, and makes terms from their rows."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.rules import rag

DATA = Path(__file__).resolve().parents[2] / "data"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """All rows of a table in tests/data."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(name: str, key: str = "id") -> list[object]:
    """Each row of a table as a test of its own, named by its id."""
    return [pytest.param(row, id=row[key]) for row in rows(name)]


def number(text: str | None) -> Decimal | None:
    """A blank cell is no number."""
    return Decimal(text) if text else None


def or_zero(text: str | None) -> Decimal:
    """A blank tolerance or start is 0."""
    return Decimal(text or "0")


def terms_of(row: Row) -> rag.Terms:
    """The terms in a row; our own table has a few more columns than the shared one."""
    return rag.Terms(
        polarity=rag.Polarity(row["polarity"]),
        unit=rag.Unit(
            kind=row.get("kind") or "percent",
            decimals=int(row["decimals"]),
            signed={"YES": True, "NO": False}.get(row.get("signed") or ""),
        ),
        basis=rag.Basis(row["basis"]),
        policy=rag.RatingPolicy(row.get("policy") or "TARGET"),
        target_state=rag.TargetState(row["target_state"]),
        target=number(row["target"] or row["annual_target"]),
        low=number(row["range_low"]),
        high=number(row["range_high"]),
        tolerance=rag.Tolerance(
            mode=rag.ToleranceMode(row["tol_mode"]),
            green=or_zero(row["tol_green"]),
            amber=or_zero(row["tol_amber"]),
            cap=number(row["tol_abs_cap"]),
            limit=number(row["amber_limit"]),
            limit_low=number(row["amber_low"]),
            limit_high=number(row["amber_high"]),
        ),
        profile=rag.Profile(
            method=rag.ProfileMethod(row["profile_method"] or "NONE"),
            start=or_zero(row["start_value"]),
            share=number(row["profile_share"]),
            explicit=number(row["explicit_period_target"]),
        ),
        exceed_margin=number(row["exceed_margin"]),
        improving_uplift=row["improving_uplift"] == "ON",
        benchmark=number(row.get("benchmark")),
    )


def figure_of(row: Row) -> rag.Figure:
    """The figure in a row."""
    return rag.Figure(*(number(row[name]) for name in ("value", "numerator", "denominator")))


def place_of(row: Row) -> rag.Place:
    """The place in the year; where a row has none, it makes no difference."""
    return rag.Place(int(row["period_no"] or 1), int(row["periods_in_year"] or 4))


def rating_of(row: Row) -> rag.Rating:
    """Rate a row."""
    override = row["override"]
    return rag.rate(
        terms_of(row),
        figure_of(row),
        place_of(row),
        schedule=rag.Schedule(row["schedule_state"]),
        return_state=rag.ReturnState(row["return_state"]),
        awaiting=rag.AwaitingPolicy(row["awaiting_policy"]),
        judgement=rag.Judgement(rag.Colour(override), row["override_approved"] == "YES")
        if override
        else None,
        long_direction=rag.Verdict(row["long_dot"]) if row["long_dot"] else None,
    )
