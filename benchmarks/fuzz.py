"""Tries the importer on damaged and hostile files: `python -m benchmarks.fuzz --seconds 600`.

Each file is made of a sample and a number, its seed. Every outcome must be an import, a question,
a named problem or a refusal with advice. A traceback, more than 300 MB, more time than is allowed,
half an import, or one that changes something when it is repeated, is a finding: it is printed, and
kept as a file named by its seed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - only once Django is set up

from benchmarks.mutating import as_text, mutated  # noqa: E402
from indicators.models import Baseline, Measure, PeriodTarget, Terms  # noqa: E402
from indicators.spreadsheets.files.limits import LIMITS, Unreadable  # noqa: E402
from indicators.spreadsheets.files.reading import read_file  # noqa: E402
from indicators.spreadsheets.kinds.known import KINDS  # noqa: E402
from indicators.spreadsheets.runs.importing import (  # noqa: E402
    ImportRefusedError,
    Preview,
    Status,
    commit,
    preview,
)
from organisation.models import Change, Directorate, Service  # noqa: E402

ROOT: Final = Path(__file__).parents[1]
FINDINGS: Final = Path(tempfile.gettempdir()) / "fuzz-findings"
FOLDERS: Final = (ROOT / "tests/data/workbooks", ROOT / "fixtures")
AS_TEXTS: Final = {"layout.xlsx", "hostile.xlsx", "southend_2017_indicators.xlsx"}
ANSWERS: Final = ROOT / "fixtures/southend_2017_answers.json"
WRITTEN: Final = (Directorate, Service, Measure, Terms, PeriodTarget, Baseline, Change)
ON: Final = date(2018, 1, 15)
MEASURES_OFTEN: Final = 0.6  # the samples are of measures
MEGABYTE: Final = 1024 * 1024
MOST_MEMORY: Final = 300 * MEGABYTE
MOST_ADDRESSES: Final = 2_000 * MEGABYTE  # a runaway ends here, not in the machine's memory
SECONDS: Final = 3 * LIMITS.seconds  # reading has its own limit; this is for all of it
LAST: Final = 2**62


class OverTimeError(Exception):
    """A file took more time than all that is done with it may take."""


def samples() -> list[bytes]:
    """The good files: workbooks, and some of them as text."""
    paths = sorted(path for folder in FOLDERS for path in folder.glob("*.xlsx"))
    books = {path.name: path.read_bytes() for path in paths}
    source = random.Random(1)  # noqa: S311 - the same texts each time
    texts = [as_text(source, books[name]) for name in sorted(AS_TEXTS & books.keys()) * 4]
    return [*books.values(), *texts]


class Wrong(Exception):  # noqa: N818 - what it says of an outcome
    """The importer did what it must not do."""


def tried(data: bytes, kind: str, answers: Mapping[str, object]) -> str:
    """What becomes of the file, in a word; nothing of it stays in the database."""
    try:
        check_texts(data)
        with transaction.atomic():
            seen = preview(data, name="fuzz.xlsx", kind=kind, year="2017/18", answers=answers)
            outcome = committed(seen, answers) if seen.committable else stopped(seen)
            transaction.set_rollback(True)
    except Unreadable as refusal:
        if not str(refusal).strip():
            raise Wrong("refused without a word") from refusal
        return "refused"
    return outcome


def stopped(seen: Preview) -> str:
    """Why it is not imported: every problem says what is wrong."""
    problems = seen.understanding.problems
    if not problems or not all(each.message.strip() for each in problems):
        raise Wrong("stopped without a word")
    return "question" if seen.understanding.questions else "problem"


def committed(seen: Preview, answers: Mapping[str, object]) -> str:
    """Import it: all, and the same again changes nothing; or nothing, with a reason."""
    before = stored()
    try:
        done = commit(seen, by=None, on=ON)
    except ImportRefusedError as refusal:
        if stored() != before or not str(refusal).strip():
            raise Wrong("a refused import left something behind") from refusal
        return "refused when saving"
    upload = seen.upload
    again = preview(
        upload.content, name=upload.name, kind=upload.kind, year=upload.year, answers=answers
    )
    if any(each.status is not Status.UNCHANGED for each in again.rows):
        raise Wrong("importing again changes something")
    return "import" if done.run else "import without a change"


def stored() -> list[int]:
    """How much there is of everything that an import writes."""
    return [model._meta.base_manager.count() for model in WRITTEN]


def check_texts(data: bytes) -> None:
    """Every text can be kept by a database: no NUL, no half of a character."""
    for sheet in read_file(data, "fuzz.xlsx"):
        for cell in sheet.cells.values():
            cell.text.encode()
            if "\0" in cell.text or (isinstance(cell.value, str) and "\0" in cell.value):
                raise Wrong(f"a text that no database keeps: {cell!r}")


def work(seed: int) -> None:
    """Try one file after the other, telling of each on a line; the parent reads them."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    signal.signal(signal.SIGALRM, over_time)
    warnings.simplefilter("ignore")  # those of openpyxl, which makes the files
    connection.creation.create_test_db(verbosity=0)
    answers = json.loads(ANSWERS.read_text(encoding="utf-8"))
    good = samples()
    for number in range(seed, LAST):
        tell(seed=number, outcome="begun")
        source = random.Random(number)  # noqa: S311 - the same file each time
        data = mutated(source, good)
        kind = "measures" if source.random() < MEASURES_OFTEN else source.choice(sorted(KINDS))
        forget_most_memory()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            outcome, found = tried(data, kind, answers), ""
        except Exception:  # noqa: BLE001 - whatever it is, it is a finding
            outcome, found = "finding", traceback.format_exc()
        signal.setitimer(signal.ITIMER_REAL, 0)
        memory = most_memory()
        if memory > MOST_MEMORY:
            outcome, found = "finding", f"{found}{memory // MEGABYTE} MB of memory"
        tell(seed=number, outcome=outcome, found=found, memory=memory)


def over_time(_signal: int, _frame: object) -> None:
    raise OverTimeError


def tell(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def forget_most_memory() -> None:
    """Let the kernel count the most memory anew."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def most_memory() -> int:
    """The most memory since it was forgotten, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Fuzz:
    """Runs a child that tries files, and another where one ends, until the time is over."""

    def __init__(self, seconds: float, seed: int, kept: Path) -> None:
        self.ends = time.monotonic() + seconds
        self.seed = seed
        self.kept = kept
        self.outcomes: Counter[str] = Counter()
        self.memory = 0

    def run(self) -> None:
        while time.monotonic() < self.ends:
            for line in self._lines():
                self._note(line)

    def _lines(self) -> Iterator[dict[str, object]]:
        """What one child tells; a child that is silent for too long is ended."""
        command = [sys.executable, "-m", "benchmarks.fuzz", "--child", "--seed", str(self.seed)]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
        assert child.stdout  # noqa: S101 - it was asked for
        with selectors.DefaultSelector() as selector, child.stdout as told:
            selector.register(told, selectors.EVENT_READ)
            while time.monotonic() < self.ends:
                if not selector.select(timeout=2 * SECONDS):
                    yield {"seed": self.seed, "outcome": "finding", "found": "no answer"}
                    break
                line = told.readline()
                if not line:
                    yield {"seed": self.seed, "outcome": "finding", "found": "the process ended"}
                    break
                yield json.loads(line)
        child.kill()
        child.wait()

    def _note(self, line: dict[str, object]) -> None:
        if line["outcome"] == "begun":
            self.seed = int(str(line["seed"]))
            return
        self.seed += 1
        self.outcomes[str(line["outcome"])] += 1
        self.memory = max(self.memory, int(str(line.get("memory", 0))))
        if line["outcome"] == "finding":
            self._keep(int(str(line["seed"])), str(line["found"]))

    def _keep(self, seed: int, found: str) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        (self.kept / f"{seed}.bin").write_bytes(made(seed))
        (self.kept / f"{seed}.txt").write_text(found, encoding="utf-8")
        sys.stdout.write(f"finding seed={seed}: {found.strip().splitlines()[-1]}\n")
        sys.stdout.flush()

    def report(self) -> None:
        """Counts by outcome."""
        counts = " ".join(f"{name}={count}" for name, count in sorted(self.outcomes.items()))
        most = self.memory // MEGABYTE
        sys.stdout.write(f"fuzz files={self.outcomes.total()} {counts} most_memory_mb={most}\n")


def made(seed: int) -> bytes:
    """The file of that seed."""
    return mutated(random.Random(seed), samples())  # noqa: S311 - the same file each time


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kept", type=Path, default=FINDINGS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.child:
        work(told.seed)
        return
    fuzz = Fuzz(told.seconds, told.seed, told.kept)
    fuzz.run()
    fuzz.report()
    sys.exit(1 if fuzz.outcomes["finding"] else 0)


if __name__ == "__main__":
    main()
