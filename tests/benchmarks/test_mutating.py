"""Files made hostile for the fuzzer: the same for the same seed, and each read or refused."""

import random

import pytest

from benchmarks.mutating import PACKAGES, TEXTS, bytes_changed, mutated
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import read_file
from tests.indicators.spreadsheets.books import HEADINGS, MEASURE, sheet_of

BOOK = sheet_of([HEADINGS, MEASURE])
TEXT = b"No,Name,Target\r\n1,Homes,5\r\n2,Bins,7\r\n"


def source(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same file each time


def test_seed_decides_the_file() -> None:
    made = [mutated(source(seed), [TEXT]) for seed in (1, 1, 2)]

    assert made[0] == made[1] != made[2]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("way", "good"),
    [*((way, BOOK) for way in dict.fromkeys(PACKAGES)), *((way, TEXT) for way in set(TEXTS))],
    ids=lambda each: getattr(each, "__name__", "file"),
)
def test_changed_file_is_read_or_refused(way: object, good: bytes, seed: int) -> None:
    assert callable(way)
    data = way(source(seed), good)

    try:
        outcome = f"{len(read_file(data))} sheets"
    except Unreadable as refusal:
        outcome = str(refusal)

    assert len(outcome) > len("0 sheet")


def test_bytes_changed_never_leaves_the_file_as_it_is_for_all_seeds() -> None:
    assert {bytes_changed(source(seed), TEXT) for seed in range(20)} != {TEXT}
