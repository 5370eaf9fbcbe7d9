"""What reading may take: time, cells and memory."""

import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from indicators.spreadsheets.files.limits import Allowance, Unreadable
from indicators.spreadsheets.files.workbook import read_workbook
from tests.indicators.spreadsheets.books import sheet_of

ROOT = Path(__file__).parents[4]
# Builds the file, then reads it in little more than an idle process takes, or refuses it.
READING = """
import io, random, re, resource, sys, zipfile
from indicators.spreadsheets.files.limits import Unreadable
from indicators.spreadsheets.files.reading import read_file
part, body, book = sys.argv[1], eval(sys.argv[2]), sys.stdin.buffer.read()
noise = random.Random(1).randbytes(300_000).hex().encode()
file = io.BytesIO()
with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(file, "w", 8) as new:
    for name in old.namelist():
        new.writestr(name, old.read(name) if name != part else body + b"<!--" + noise + b"-->")
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(len(read_file(file.getvalue())[0].cells))
except Unreadable as refusal:
    print(refusal)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) // 1024)
"""
SHEET = "xl/worksheets/sheet1.xml"


def test_time_that_is_over_refuses() -> None:
    allowance = Allowance(ends=monotonic() - 1)

    with pytest.raises(Unreadable, match="takes longer than 30 seconds: copy the rows"):
        read_workbook(sheet_of([["No"]]), allowance)


def test_cells_beyond_those_allowed_refuse() -> None:
    with pytest.raises(Unreadable, match="more than 300,000 filled cells: split it"):
        read_workbook(sheet_of([["No", "Name", "Target"]]), Allowance(cells=2))


def test_texts_beyond_the_memory_allowed_refuse() -> None:
    with pytest.raises(Unreadable, match="more text than can be read at once"):
        read_workbook(sheet_of([["No", "x" * 5000]]), Allowance(memory=4000))


@pytest.mark.parametrize(
    ("part", "body", "said"),
    [
        (SHEET, "b'<a><row>' + b'<c/>' * 4_000_000 + b'</row></a>'", "0"),
        (SHEET, "b'<a>' + b'<row hidden=\"1\"/>' * 1_000_000 + b'</a>'", "0"),
        (SHEET, "b'<a>' + (b'<row>' + b'<c><v>1</v></c>' * 99 + b'</row>') * 9_000 + b'</a>'",
         "more"),
        ("xl/styles.xml", "b'<a><cellXfs>' + b'<xf/>' * 4_000_000 + b'</cellXfs></a>'", "styles"),
    ],
)  # fmt: skip
def test_memory_stays_within_bounds_whatever_the_file(part: str, body: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READING, part, body],
        input=sheet_of([["No", "Name"]]),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    outcome, grown = done.stdout.decode().splitlines()

    assert said in outcome
    assert int(grown) < 150
