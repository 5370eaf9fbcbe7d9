"""Texts cleaned and compared."""

import pytest

from indicators.spreadsheets.words import (
    clean,
    latin,
    listed,
    one_line,
    plain,
    shortened,
    slug,
    spanned,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Short\u00a0 Name\t", "Short Name"),
        ("Stop smoking\u200b 4 week\ufeff course", "Stop smoking 4 week course"),
        ("\u202eesrever\u202c Health Check", "esrever Health Check"),
        ("line 1\r\nline 2\rline 3", "line 1\nline 2\nline 3"),
        ("caf\u00e9 \u2615 \U0001f7e2", "caf\u00e9 \u2615 \U0001f7e2"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_one_line() -> None:
    assert one_line("New MPR\nIndicator? ") == "New MPR Indicator?"


def test_plain_ignores_case_dashes_and_ampersands() -> None:
    assert plain("Adult Services & Housing \u2013 NORTH") == "adult services and housing - north"


def test_latin_tells_look_alikes() -> None:
    assert (latin("\u0442\u0412\u0421"), latin("tbc")) == ("TBC", "TBC")
    assert (latin("\uff34\uff22\uff23"), latin("\u03c4\u03b2\u03c2")) == ("TBC", "TBC")


def test_slug() -> None:
    assert slug("Department of People Children's Services") == (
        "department-of-people-children-s-services"
    )


def test_lists_in_sentences() -> None:
    assert [listed([]), listed(["1"]), listed(["1", "2", "3"])] == ["", "1", "1, 2 and 3"]
    assert shortened([str(each) for each in range(43)]).endswith("38, 39 and 3 more")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ""),
        (["1", "2"], "1 and 2"),
        (["1", "2", "3", "6", "7"], "1 to 3, 6 and 7"),
        (["E5", "E6", "E7", "F8", "F9", "F10", "12a"], "E5 to E7, F8 to F10 and 12a"),
    ],
)
def test_spans_in_sentences(items: list[str], expected: str) -> None:
    assert spanned(items) == expected
