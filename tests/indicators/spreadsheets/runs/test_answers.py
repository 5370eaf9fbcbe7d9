"""Answers as they are kept: nothing that JSON or a database has no word for."""

import pytest

from indicators.spreadsheets.runs.answers import answers_in, storable, storable_keys


def test_answers_of_a_file_are_kept_as_they_are_written() -> None:
    file = '\ufeff{"profile": "linear", "decimals.1": 2, "year": null, "a.b": "é😀"}'.encode()

    assert answers_in(file) == {"profile": "linear", "decimals.1": 2, "year": None, "a.b": "é😀"}


def test_answers_that_are_no_object_are_none() -> None:
    assert answers_in(b'["profile"]') is None


@pytest.mark.parametrize("file", [b"{", b"\xff", b"[" * 100_000, b'{"a":' * 100_000])
def test_file_that_is_no_json_or_nested_without_end_is_refused(file: bytes) -> None:
    with pytest.raises(ValueError, match=r"line 1|position 0|too deeply"):
        answers_in(file)


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        ("\x00linear", "linear"),
        ("a\ud800", "a"),
        (["linear"], "['linear']"),
        (True, True),
    ],
)
def test_answer_that_no_database_holds_is_kept_as_text_without_it(
    answer: object, kept: object
) -> None:
    assert storable({"a\x00\udfff": answer}) == {"a": kept}


def test_keys_to_leave_out_are_kept_once_without_what_no_text_may_hold() -> None:
    assert storable_keys(["2", "\x002", "row:3"]) == ["2", "row:3"]
