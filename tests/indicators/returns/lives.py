"""What may happen in the life of a return, what stands of it, and what the record tells of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from indicators.models import (
    ExceptionReport,
    Judgement,
    Period,
    Rating,
    Return,
    State,
    Terms,
)
from indicators.returns.dropping import DROPPED
from indicators.returns.entering import Entry
from indicators.returns.months import MonthEntry
from organisation.models import Change, ChangeText
from tests.factories import EXPLAINED

KEPT = ("state", "value", "numerator", "denominator", "quality", "no_value_reason", "expected_on")

# Anybody may try anything; most who try are those whose job it is, so that deeds get far.
enterer = st.sampled_from([0, 0, 0, 1, 1, 5, 2, 3, 7])
decider = st.sampled_from([3, 3, 4, 1, 1, 0, 6, 8])
team = st.sampled_from([5, 5, 5, 6, 6, 0, 3, 7])
which = st.integers(0, 3)
values = st.sampled_from(["82", "77", "60", "5", "8200", "-3", "0", "79.96", "80"])
entries = st.one_of(
    st.builds(lambda value: Entry(value=Decimal(value)), values),
    st.builds(
        lambda value: Entry(value=Decimal(value), commentary="As it was.", **EXPLAINED), values
    ),
    st.builds(lambda value: Entry(value=Decimal(value), cause="Two large families."), values),
    st.just(Entry(numerator=Decimal(41), denominator=Decimal(50), commentary="Nearly all.")),
    st.just(Entry(no_value_reason="NO_CASES")),
    st.just(Entry(no_value_reason="AWAITING", commentary="The clinic has not sent it.")),
    st.just(Entry(no_value_reason="NOT_APPLICABLE", commentary="No school was inspected.")),
    st.just(Entry(no_value_reason="PUBLISHED_LATER", expected_on=date(2018, 2, 20))),
    st.builds(
        lambda number: Entry(
            months=tuple(MonthEntry(7 + each, Decimal(27)) for each in range(number))
        ),
        st.integers(1, 3),
    ),
    st.just(Entry()),
)


def everything() -> list[Any]:
    """All that the deeds may change."""
    models = (Return, Rating, ExceptionReport, Judgement, Period, Terms)
    return [list(model._base_manager.order_by("pk").values()) for model in models]  # noqa: SLF001


def stands(return_: Return) -> dict[str, str]:
    return {name: _plain(getattr(return_, name)) for name in (*KEPT, "commentary")}


def told(return_: Return) -> dict[str, str]:
    """What a return holds if one has nothing but the record (and what it was copied from)."""
    begun = State.NOT_STARTED if return_.corrects is None else State.DRAFT
    told = dict.fromkeys((*KEPT, "commentary"), "") | {"state": str(begun), "quality": "FINAL"}
    if return_.corrects is not None:
        copied = stands(return_.corrects)
        told |= {name: copied[name] for name in told if name != "state"}
    for change in Change.objects.filter(
        object_type="indicators.return", object_id=return_.pk
    ).order_by("id"):
        if change.field in told:
            told[change.field] = _after(change)
        if change.deed == "return saved":
            told["state"] = "DRAFT"
    return told


def decided(return_: Return) -> tuple[str, str]:
    """Whether it counts, and its rating."""
    rating = Rating.objects.filter(of=return_).first()
    return str(return_.is_current), rating.status if rating else ""


def decided_as_told(return_: Return) -> tuple[str, str]:
    """The same if one has nothing but the record."""
    rows = Change.objects.filter(object_type="indicators.return", object_id=return_.pk)
    known = dict(rows.order_by("id").values_list("field", "after"))
    return known.get("is_current", str(return_.corrects is None)), known.get("rating", "")


def told_of_dropped(pk: int) -> dict[str, str]:
    """What a correction held that was dropped, by field, from the record alone."""
    rows = Change.objects.filter(deed=DROPPED, object_id=pk)
    return {each.field: _text(each, "before") for each in rows}


def _after(change: Change) -> str:
    return _text(change, "after")


def _text(change: Change, part: str) -> str:
    text = ChangeText.objects.filter(change=change, part=part).first()
    return text.text if text else str(getattr(change, part))


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)
