from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import ReminderKind
from indicators.reminding.timing import Call, Habits, calls

DUE = date(2018, 1, 12)
HABITS = Habits(before=5, again=7, escalate=5)
BEFORE, TODAY, OVERDUE, ABOVE = (
    ReminderKind.BEFORE_DUE,
    ReminderKind.DUE,
    ReminderKind.OVERDUE,
    ReminderKind.ESCALATED,
)


def january(day: int) -> date:
    return date(2018, 1, day)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (january(6), ()),
        (january(7), (Call(BEFORE, january(7)),)),
        (january(11), (Call(BEFORE, january(7)),)),
        (january(12), (Call(TODAY, january(12)),)),
        (january(13), (Call(OVERDUE, january(13)),)),
        (january(16), (Call(OVERDUE, january(13)),)),
        (january(17), (Call(OVERDUE, january(13)), Call(ABOVE, january(13)))),
        (january(19), (Call(OVERDUE, january(13)), Call(ABOVE, january(13)))),
        (january(20), (Call(OVERDUE, january(14)), Call(ABOVE, january(13)))),
    ],
)
def test_calls_at_their_boundary_days(on: date, expected: tuple[Call, ...]) -> None:
    assert calls(DUE, on, HABITS) == expected


@pytest.mark.parametrize(
    ("habits", "on", "expected"),
    [
        (Habits(0, 7, 5), january(11), ()),
        (Habits(0, 7, 5), january(12), (Call(TODAY, january(12)),)),
        (Habits(5, 1, 5), january(15), (Call(OVERDUE, january(15)),)),
        (Habits(5, 7, 0), january(12), (Call(TODAY, january(12)),)),
        (
            Habits(5, 7, 0),
            january(13),
            (Call(OVERDUE, january(13)), Call(ABOVE, january(13))),
        ),
    ],
)
def test_calls_of_other_habits(habits: Habits, on: date, expected: tuple[Call, ...]) -> None:
    assert calls(DUE, on, habits) == expected


@given(
    habits=st.builds(
        Habits,
        before=st.integers(0, 30),
        again=st.integers(1, 30),
        escalate=st.integers(0, 30),
    ),
    runs=st.lists(st.integers(-40, 80), unique=True).map(sorted),
)
def test_any_runs_tell_overdue_no_sooner_than_the_habit_and_the_rest_once(
    habits: Habits, runs: list[int]
) -> None:
    told: dict[ReminderKind, list[date]] = {}
    for on in (DUE + timedelta(days=each) for each in runs):
        for call in calls(DUE, on, habits):
            days = told.setdefault(call.kind, [])
            if not days or days[-1] < call.since:
                days.append(on)

    overdue = told.pop(OVERDUE, [])
    gaps = [(later - sooner).days for sooner, later in pairwise(overdue)]
    assert all(gap >= habits.again for gap in gaps)
    assert all(len(days) == 1 for days in told.values())


@given(again=st.integers(1, 30), days=st.integers(1, 90))
def test_daily_runs_tell_overdue_on_the_day_after_and_then_at_the_habit(
    again: int, days: int
) -> None:
    told: list[int] = []
    for late in range(1, days + 1):
        on = DUE + timedelta(days=late)
        [overdue, *_] = calls(DUE, on, Habits(5, again, 5))
        if not told or DUE + timedelta(days=told[-1]) < overdue.since:
            told.append(late)

    assert told == list(range(1, days + 1, again))
