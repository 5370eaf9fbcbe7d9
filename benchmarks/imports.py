"""How much an import costs: `python -m benchmarks.imports` prints a line for each case.

`ratio`: this importer, from the upload to the last row of the record, over the floor, which reads
the workbook with openpyxl and writes one bulk upsert. `rival`: the same over django-import-export
as it comes. `memory`: what importing takes above the idle process, in a process of its own.
`preview`: a page of a long import's preview over one of a short one. Each time is the best of
several, taken in turns, for the machine may be busy with something else.

    python -m benchmarks.imports --rows 2000 20000 --engine sqlite postgres
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - only once Django is set up
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.import_files import (  # noqa: E402
    FILE,
    Figure,
    baseline,
    export,
    figures,
    make_measures,
    workbook,
)
from benchmarks.import_ways import by_floor, by_importer, by_rival, measures_for  # noqa: E402
from indicators.models import Baseline, ImportRun, Measure  # noqa: E402
from indicators.spreadsheets.runs.importing import Upload, start  # noqa: E402
from organisation.models import Person  # noqa: E402
from tests.throwaway_postgres import cluster, find_programs  # noqa: E402

ENGINES = ("sqlite", "postgres")
RUNS = 3
PAGE_RUNS = 15
SHORT = 200
MEGABYTE = 1024
CASES = ("new", "changed", "unchanged")


def main() -> None:
    given = _arguments()
    if given.inside:
        _inside(given)
        return
    for engine in given.engine:
        with _database(engine) as url:
            environment = {**os.environ, "DATABASE_URL": url}
            for task in ("times", "memory"):
                command = [*_again(given), "--inside", task, "--engine", engine]
                subprocess.run(command, env=environment, check=True)  # noqa: S603 - ourselves


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports")
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=ENGINES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--without-rival", action="store_true", help="It takes by far the longest.")
    parser.add_argument("--inside", choices=("times", "memory"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _again(given: argparse.Namespace) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.imports", "--runs", str(given.runs)]
    command += ["--without-rival"] * given.without_rival
    return [*command, "--rows", *map(str, given.rows)]


@contextmanager
def _database(engine: str) -> Iterator[str]:
    """The address of an empty database that nobody else has."""
    if engine == "sqlite":
        yield ""
        return
    programs = find_programs()
    if programs is None:
        sys.exit("PostgreSQL was not found: apt-get install postgresql, or give --engine sqlite.")
    with cluster(programs) as url:
        yield url


def _inside(given: argparse.Namespace) -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    with override_settings(BUSINESS_TODAY=date(2017, 6, 1)):
        for rows in given.rows:
            with transaction.atomic():
                if given.inside == "memory":
                    _memory(rows, given.engine[0])
                else:
                    _times(rows, given)
                transaction.set_rollback(True)
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _times(rows: int, given: argparse.Namespace) -> None:
    """Every case of so many rows, then the pages of their preview."""
    measures = make_measures(measures_for(rows))
    for case in CASES:
        if case == "changed":
            _store(measures)
        _say(f"import rows={rows} engine={given.engine[0]} case={case} "
             f"{_ratios(case, figures(measures, changed=case == 'changed'), given)}")  # fmt: skip
    _pages(rows, given.engine[0])


def _ratios(case: str, wanted: list[Figure], given: argparse.Namespace) -> str:
    """Our own importer over the floor, and over the rival."""
    content, columns = workbook(wanted), export(wanted)
    floor, importer = _in_turns(
        [lambda: by_floor(content), lambda: _imported(content, case, len(wanted))], given.runs
    )
    if given.without_rival:
        return f"ratio={importer / floor:.2f}"
    (rival,) = _in_turns([lambda: by_rival(columns)], 1)
    return f"ratio={importer / floor:.2f} rival={importer / rival:.3f}"


def _store(measures: list[Measure]) -> None:
    """The figures as an earlier import left them."""
    Baseline.objects.bulk_create(
        baseline(
            each.measure.pk,
            each.quarter.end,
            each.quarter.name,
            number,
            value=each.value,
            target=each.target,
            is_estimated=each.is_estimated,
            note=each.note,
        )
        for number, each in enumerate(figures(measures, changed=False), 2)
    )


def _imported(content: bytes, case: str, rows: int) -> None:
    counts = by_importer(content)
    if counts[case] != rows:
        sys.exit(f"{counts} instead of {rows} {case}")


def _in_turns(ways: list[Callable[[], None]], runs: int) -> list[float]:
    """The shortest time of each way, each time from the same state of the database."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(runs):
        for way, own in zip(ways, times, strict=True):
            with transaction.atomic():
                begin = time.perf_counter()
                way()
                own.append(time.perf_counter() - begin)
                transaction.set_rollback(True)
    return [min(own) for own in times]


def _memory(rows: int, engine: str) -> None:
    """What the first import takes at most above the process as it is before."""
    content = workbook(figures(make_measures(measures_for(rows)), changed=False))
    Baseline.objects.count()
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    by_importer(content)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _say(f"memory rows={rows} engine={engine} megabytes={(most - idle) / MEGABYTE:.0f}")


def _pages(rows: int, engine: str) -> None:
    """The first page of this preview and of a short one: time and number of queries."""
    client = Client()
    client.force_login(Person.objects.create_superuser(f"{rows}@council.example", name="Admin"))
    measures = list(Measure.objects.order_by("pk"))
    long, short = (_run(measures, number) for number in (rows, SHORT))
    (long_time, short_time), queries = _page_times(client, [long, short])
    _say(
        f"preview rows={rows} against={SHORT} engine={engine} time={long_time / short_time:.2f} "
        f"queries={queries[0]}/{queries[1]}"
    )


def _run(measures: list[Measure], rows: int) -> ImportRun:
    content = workbook(figures(measures[: measures_for(rows)], changed=True))
    return start(Upload(content, FILE, "values"), by=None)[0]


def _page_times(client: Client, runs: list[ImportRun]) -> tuple[list[float], list[int]]:
    name = "admin:indicators_measure_import_preview"
    addresses = [reverse(name, args=[each.pk]) for each in runs]
    queries = []
    for address in addresses:
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(address)
        if answer.status_code != 200:  # noqa: PLR2004
            sys.exit(f"{address} answered {answer.status_code}")
        queries.append(len(caught))
    ways: list[Callable[[], None]] = [_getter(client, each) for each in addresses]
    return _in_turns(ways, PAGE_RUNS), queries


def _getter(client: Client, address: str) -> Callable[[], None]:
    def get() -> None:
        client.get(address)

    return get


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
