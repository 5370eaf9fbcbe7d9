"""Tables described before they are written."""

import pytest

from indicators.spreadsheets.writing.describing import Column, Kind, Shorthand, Table

X, Z = Shorthand.NOT_AVAILABLE, Shorthand.NOT_APPLICABLE


def test_filled_leaves_no_cell_empty() -> None:
    columns = (
        Column("Ref"),
        Column("Figure", Kind.NUMBER),
        Column("Target", Kind.NUMBER, missing=Z),
        Column("On", Kind.DATE),
    )
    table = Table("T", "T", columns, (("25", None, None, None), ("  ", 0, 5, None)))
    assert list(table.filled()) == [("25", X, Z, X), (Z, 0, 5, X)]


def test_filled_says_where_there_is_no_row() -> None:
    table = Table("T", "T", (Column("Ref"), Column("Days late", Kind.NUMBER, unit="days")), ())
    assert (table.headers, list(table.filled())) == (("Ref", "Days late (days)"), [("None", X)])


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [
        (("Ref", "ref "), (), "The table T needs a heading of its own over each column."),
        (("Ref", " "), (), "The table T needs a heading of its own over each column."),
        ((), (), "The table T needs a heading of its own over each column."),
        (("x" * 256,), (), "The table T has a heading of over 255 characters."),
        (("Ref",), (("25", "26"),), "Each row of the table T needs 1 cells."),
    ],
)
def test_table_refuses_what_would_be_no_table(
    columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...], message: str
) -> None:
    with pytest.raises(ValueError, match="table T") as refused:
        Table("T", "T", tuple(Column(each) for each in columns), rows)
    assert str(refused.value) == message
