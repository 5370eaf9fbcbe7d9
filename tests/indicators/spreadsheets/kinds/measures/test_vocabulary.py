"""Which column a heading names."""

import pytest

from indicators.spreadsheets.kinds.measures.vocabulary import MEASURE_WORDS


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("No", "ref"),
        ("No ", "ref"),
        ("Ref.", "ref"),
        ("New MPR\nIndicator?", "new"),
        (" Short  Name", "title"),
        ("Performance measure", "title"),
        ("Minimise or\nMaximise", "polarity"),
        ("Polarity", "polarity"),
        ("Latest\xa0Performance", "latest"),
        ("2016/17 Target", "target_2016_17"),
        ("Target 2018-19", "target_2018_19"),
        ("Target 2019/2020", "target_2019_20"),
        ("Target 20/21", "target_2020_21"),
        ("Profiled target", "in_year_profiled_target"),
        ("Dept.", "department"),
        ("Directorate", "department"),
        ("Service area", "service"),
        ("Comments", "comments"),
        ("2016/17", None),
        ("2016/19 Target", None),
        ("Old ref", None),
        ("Aim/Corporate Priorities", None),
    ],
)
def test_field_of(heading: str, expected: str | None) -> None:
    assert MEASURE_WORDS.field_of(heading) == expected
