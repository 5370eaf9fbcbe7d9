"""Roll-up: the shared table, weights, and what missing data may not do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.rollup import (
    Counts,
    Entry,
    Headline,
    HeadlineMethod,
    Rollup,
    counts_of,
    percentage,
    roll_up,
    roll_up_entries,
)
from indicators.rules.vocabulary import Colour, Status
from tests.indicators.rules.tables import Row, cases, number

COUNTED = ("exceeded", "green", "amber", "red", "red_awaiting", "not_rated")
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(list(Status)),
        st.sampled_from([Decimal(0), Decimal(1), Decimal(3)]),
        st.booleans(),
    ),
    max_size=12,
)
METHODS = st.sampled_from([method for method in HeadlineMethod if method.name != "NONE"])


def rolled(*statuses: Status) -> Rollup:
    return roll_up(counts_of(statuses))


@pytest.mark.parametrize("row", cases("rollup_truth_table"))
def test_roll_up_on_the_shared_table(row: Row) -> None:
    counts = Counts(**{name: int(row[name]) for name in COUNTED})
    found = roll_up(counts, critical_red=row["critical_red"] == "YES")
    assert {
        "rated": str(found.counts.rated),
        "pct_green": found.percent_green,
        "pct_amber": found.percent_amber,
        "pct_red": found.percent_red,
        "coverage_pct": found.coverage,
        "weighted_colour": found.headline(HeadlineMethod.WEIGHTED_MEAN),
        "worst_of": found.headline(HeadlineMethod.WORST_OF),
        "plurality": found.headline(HeadlineMethod.PLURALITY),
    } == {
        name.removeprefix("expected_"): text
        for name, text in row.items()
        if name.startswith("expected_") and name != "expected_mean_score"
    }
    assert found.mean_score == number(row["expected_mean_score"])


def test_counts_come_alone_unless_a_council_asks_for_a_colour() -> None:
    assert rolled(Status.RED).headline() is None


def test_statuses_are_counted_by_what_they_count_as() -> None:
    assert counts_of(Status) == Counts(
        exceeded=1, green=2, amber=2, red=2, red_awaiting=1, not_rated=10
    )


def test_what_is_not_in_force_or_not_collected_is_out_of_scope() -> None:
    outside = [Status.NOT_APPLICABLE, Status.NOT_SCHEDULED]
    assert counts_of([Status.GREEN, *outside]) == Counts(green=1)


def test_weights_move_the_mean_and_weight_nought_leaves_out() -> None:
    entries = [
        Entry(Status.GREEN, Decimal(3)),
        Entry(Status.RED, Decimal(1)),
        Entry(Status.AMBER, Decimal(0)),
    ]
    found = roll_up_entries(entries)
    assert (found.mean_score, found.counts.rated) == (Decimal("1.500"), 3)
    assert found.headline(HeadlineMethod.WEIGHTED_MEAN) is Headline.AMBER


def test_no_weight_at_all_gives_no_weighted_colour() -> None:
    found = roll_up_entries([Entry(Status.GREEN, Decimal(0))])
    assert found.headline(HeadlineMethod.WEIGHTED_MEAN) is Headline.NOT_RATED
    assert found.headline(HeadlineMethod.WORST_OF) is Headline.GREEN


@pytest.mark.parametrize("status", [Status.RED, Status.RED_JUDGED, Status.RED_AWAITING])
def test_critical_red_caps_the_headline(status: Status) -> None:
    entries = [Entry(Status.GREEN)] * 9 + [Entry(status, critical=True)]
    assert roll_up_entries(entries).headline(HeadlineMethod.WEIGHTED_MEAN) is Headline.AMBER


def test_critical_green_caps_nothing() -> None:
    entries = [Entry(Status.GREEN, critical=True)] * 9 + [Entry(Status.RED)]
    assert roll_up_entries(entries).headline(HeadlineMethod.WEIGHTED_MEAN) is Headline.GREEN


def test_critical_red_does_not_better_a_red_headline() -> None:
    entries = [Entry(Status.RED, critical=True)]
    assert roll_up_entries(entries).headline(HeadlineMethod.WEIGHTED_MEAN) is Headline.RED


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Counts(green=3, amber=3), Headline.AMBER),
        (Counts(green=3, amber=2, red_awaiting=1), Headline.AMBER),
        (Counts(green=4, amber=2, red_awaiting=1), Headline.GREEN),
        (Counts(green=2, red=1, red_awaiting=1), Headline.RED),
    ],
)
def test_missing_return_never_makes_another_colour_the_most_frequent(
    counts: Counts, expected: Headline
) -> None:
    assert roll_up(counts).headline(HeadlineMethod.PLURALITY) is expected


@pytest.mark.parametrize(
    ("reds", "ambers", "greens", "expected"),
    [(0, 499, 501, "GREEN"), (0, 500, 500, "AMBER"), (499, 501, 0, "AMBER"), (500, 500, 0, "RED")],
)
def test_mean_on_the_limit_belongs_to_the_worse_colour(
    reds: int, ambers: int, greens: int, expected: str
) -> None:
    found = roll_up(Counts(red=reds, amber=ambers, green=greens))
    assert found.headline(HeadlineMethod.WEIGHTED_MEAN) is Headline(expected)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, ""),
        (0, 9, "0%"),
        (1, 101, "less than 1%"),
        (1, 100, "1%"),
        (1, 200, "less than 1%"),
        (3, 200, "2%"),
        (1, 8, "13%"),
        (199, 200, "100%"),
    ],
)
def test_percentage_is_printed_whole(part: int, whole: int, text: str) -> None:
    assert percentage(part, whole) == text


@given(ENTRIES, st.data(), METHODS)
def test_roll_up_ignores_order(
    entries: list[Entry], data: st.DataObject, method: HeadlineMethod
) -> None:
    shuffled = data.draw(st.permutations(entries))
    here, there = roll_up_entries(entries), roll_up_entries(shuffled)
    assert here == there
    assert here.headline(method) is there.headline(method)


@given(ENTRIES, st.data(), METHODS)
def test_missing_data_never_improves_a_roll_up(
    entries: list[Entry], data: st.DataObject, method: HeadlineMethod
) -> None:
    rated = [index for index, entry in enumerate(entries) if entry.status.is_rated]
    lost = set(data.draw(st.lists(st.sampled_from(rated)))) if rated else set()
    without = [
        Entry(Status.RED_AWAITING, entry.weight, entry.critical) if index in lost else entry
        for index, entry in enumerate(entries)
    ]
    order = list(Headline)
    before = roll_up_entries(entries).headline(method)
    after = roll_up_entries(without).headline(method)
    assert before is not None
    assert after is not None
    assert order.index(after) >= order.index(before)


@given(ENTRIES)
def test_counts_add_up(entries: list[Entry]) -> None:
    counts = roll_up_entries(entries).counts
    assert counts.rated == sum(counts.in_colour(colour) for colour in Colour)
    assert counts.total == counts.rated + counts.not_rated
