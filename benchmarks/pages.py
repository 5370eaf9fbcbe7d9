"""How much the dashboards cost: `python -m benchmarks.pages` prints a line for each page.

`floor`: median time of a page, over that of a view which returns the same bytes through the same
middleware. `growth`: median time with ten times the measures and four times the periods, over that
of the small council. A page that shows every measure of a directorate grows with what it shows.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - only once Django is set up
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402
from django.urls import path  # noqa: E402

from benchmarks.council import make_council  # noqa: E402
from perfmgmt import urls  # noqa: E402

PAGES = {
    "overview": "/scorecard/2017-18-q3/",
    "directorate": "/directorates/directorate-a/2017-18-q3/",
    "measure": "/measures/1/2017-18-q3/",
    "exceptions": "/exceptions/2017-18-q3/",
}
SMALL, LARGE = (36, 8), (360, 32)
RUNS = 15
same_bytes: dict[str, bytes] = {}


def floor(_request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of a page and nothing else."""
    return HttpResponse(same_bytes[name])


urlpatterns = [*urls.urlpatterns, path("floor/<str:name>/", floor)]


def median(ask: Callable[[], object]) -> float:
    """Seconds of the middle run; the first, which fills caches, is not counted."""
    ask()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measured(size: tuple[int, int]) -> dict[str, tuple[float, float]]:
    """For each page its time and that of its floor, in a council of that size, undone after."""
    with transaction.atomic():
        client = Client()
        client.force_login(make_council(*size))
        found = {name: both(client, name, address) for name, address in PAGES.items()}
        transaction.set_rollback(True)
    return found


def both(client: Client, name: str, address: str) -> tuple[float, float]:
    answer = client.get(address)
    if answer.status_code != HttpResponse.status_code:
        sys.exit(f"{address} answered {answer.status_code}")
    same_bytes[name] = answer.content
    return median(lambda: client.get(address)), median(lambda: client.get(f"/floor/{name}/"))


def main() -> None:
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    with override_settings(ROOT_URLCONF=__name__, BUSINESS_TODAY=date(2018, 1, 15)):
        small, large = measured(SMALL), measured(LARGE)
    teardown_test_environment()
    for name, (page, bare) in small.items():
        sys.stdout.write(f"floor {name} ratio={page / bare:.1f}\n")
        sys.stdout.write(f"growth {name} ratio={large[name][0] / page:.1f}\n")


if __name__ == "__main__":
    main()
