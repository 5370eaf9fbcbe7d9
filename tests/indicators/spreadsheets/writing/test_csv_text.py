"""A table as CSV."""

import csv
import io
from datetime import date
from decimal import Decimal

from indicators.spreadsheets.writing.csv_text import csv_of
from indicators.spreadsheets.writing.describing import Column, Kind, Number, Table

COLUMNS = (
    Column("Ref"),
    Column("Measure, in words"),
    Column("Figure", Kind.NUMBER),
    Column("On", Kind.DATE),
)


def test_csv_keeps_numbers_dates_and_text_apart() -> None:
    rows = (
        ("25", 'Says "yes"', Number(Decimal("-5.00"), 1), date(2017, 12, 31)),
        ("=2", "-5", Number(Decimal("79.95"), 1), None),
        ("27", "two\nlines", 11310, None),
    )
    assert csv_of(Table("T", "T", COLUMNS, rows)).decode("utf-8") == (
        '\ufeff"Ref","Measure, in words","Figure","On"\r\n'
        '"25","Says ""yes""",-5.0,2017-12-31\r\n'
        '"\'=2","\'-5",80.0,"[x]"\r\n'
        '"27","two\nlines",11310,"[x]"\r\n'
    )


def test_csv_is_read_back_whole() -> None:
    rows = (("a,b", 'c"d', None, None), ("e\r\nf", "; g", 0, None))
    text = csv_of(Table("T", "T", COLUMNS, rows)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Ref", "Measure, in words", "Figure", "On"],
        ["a,b", 'c"d', "[x]", "[x]"],
        ["e\nf", "; g", "0", "[x]"],
    ]
