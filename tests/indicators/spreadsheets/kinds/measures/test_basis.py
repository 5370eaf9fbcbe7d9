"""The basis in the brackets of a title."""

import pytest

from indicators.rules.vocabulary import Basis
from indicators.spreadsheets.kinds.measures.basis import could_be, settled_by, word_in


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Homes built [Cumulative]", "Cumulative"),
        ("In paid employment [Monthly [Snapshot]", "Snapshot"),
        ("Children in need. [Monthly snapshot]", "Monthly snapshot"),
        ("Plans issued in 20 weeks (cumulative)", "cumulative"),
        ("Enquiries concluded [Cumulative YTD]", "Cumulative YTD"),
        ("Plans (not including temps) [Cumulative", "Cumulative"),
        ("Satisfaction (3 channels)", ""),
        ("People signed up to 35,000", ""),
    ],
)
def test_word_in_title(title: str, expected: str) -> None:
    assert word_in(title) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Monthly Snapshot", Basis.SNAPSHOT),
        ("Snapshot", Basis.SNAPSHOT),
        ("Rolling Quarter", Basis.ROLLING),
        ("Year to date average", Basis.YTD_AVERAGE),
        ("Annual", Basis.ANNUAL),
        ("Cumulative", None),
        ("Cumulative YTD", None),
        ("Year to date Snapshot", None),
        ("Monthly", None),
    ],
)
def test_word_that_can_only_mean_one_basis(word: str, expected: Basis | None) -> None:
    assert settled_by(word) is expected


def test_what_an_unsettled_word_could_be() -> None:
    assert [could_be(word) for word in ("Cumulative", "Year to date Snapshot", "Monthly")] == [
        (Basis.CUMULATIVE_TOTAL, Basis.YTD_RATIO),
        (Basis.YTD_RATIO, Basis.SNAPSHOT),
        tuple(Basis),
    ]
