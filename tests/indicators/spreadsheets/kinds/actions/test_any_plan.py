"""Whatever stands in the cells of a plan, it is read, asked about or named; nothing is made up."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.indicators.spreadsheets.kinds.actions.plans import HEADINGS, understand_file

PIECES = (
    "Safe", "Corporate Priorities:", "•", "1. ", "a) ", " – ", ": ", ";", "\n", "\t", ".", "(", ")",
    "31 Sept 2017", "30 June 2017", "31/12/9999", "12/31/9999", "29.2.18", "March", "Q3 2017",
    "2017/18", "April/May 2016", "TBC", "N/A", "-", "Place", "Roads", "Department of the", "and",
    "<i>Culture</i>", "Group Managers", "52 actions", "=1+1", "@x", "\u0422\u0412\u0421", "٣", "7",
)  # fmt: skip
LETTERS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=6)
CELLS = st.lists(st.sampled_from(PIECES) | LETTERS, max_size=6).map("".join)
ROWS = st.lists(st.lists(CELLS, min_size=5, max_size=5), min_size=1, max_size=6)


def as_csv(rows: list[list[str]]) -> bytes:
    lines = [list(HEADINGS), *rows]
    quoted = (",".join('"{}"'.format(cell.replace('"', '""')) for cell in line) for line in lines)
    return "\n".join(quoted).encode("utf-8", "replace")


@given(rows=ROWS)
@example(rows=[["1", "Safe", "Mend: • a • b", "Place Roads", "12/31/9999 31 Sept 2017"]])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_cells_are_read_or_named(rows: list[list[str]]) -> None:
    found = understand_file(as_csv(rows), "plan.csv", year="2017/18")

    for row in found.rows:
        assert row.has_errors or row.action.title
        assert row.action.is_due_settled or found.questions
    assert found.committable == (not any(each.stops for each in found.problems))
