"""What every test stands on: a closed network, a record that can be flushed, a browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import ConsoleMessage, Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from organisation import triggers

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")
ANSWERED_IN = 10.0
CHROMIUM = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

# Playwright's loop makes Django think that it runs asynchronously; it doesn't.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

hypothesis.settings.register_profile("same every time", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same every time"))


# What some tests need of the machine


@cache
def chromium() -> str | None:
    """The path of a Chromium that runs headless."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@cache
def browser_runs() -> bool:
    """Whether there is a Chromium, and the program by which Playwright drives it starts."""
    driver, _ = compute_driver_executable()
    asked = [driver, "--version"]
    return (
        bool(chromium()) and not subprocess.run(asked, check=False, capture_output=True).returncode
    )


@cache
def weasyprint_runs() -> bool:
    """Whether WeasyPrint finds Pango; asked in a process of its own, since it loads a lot."""
    asked = [sys.executable, "-c", "import weasyprint"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "browser": (browser_runs, "Chromium: apt-get install chromium libatomic1"),
    "pdf": (
        weasyprint_runs,
        "Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    ),
    "office": (
        lambda: shutil.which("soffice") and shutil.which("pdftoppm"),
        "LibreOffice: apt-get install libreoffice-{writer,calc}-nogui poppler-utils",
    ),
}


@cache
def missing() -> dict[str, str]:
    """What this machine lacks: marker, and how to get it."""
    return {marker: remedy for marker, (found, remedy) in NEEDS.items() if not found()}


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest names it
    everything = os.environ.get("REQUIRE_ALL") or os.environ.get("CI")
    if everything and missing():
        raise pytest.UsageError("Needed for all of the tests:\n" + "\n".join(missing().values()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    # The longest test begins first, so that no worker waits for it in the end.
    items.sort(key=lambda item: item.get_closest_marker("quarter") is None)
    left_out = {item for item in items if is_lacking(item) or runs_on_sqlite_alone(item)}
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


def is_lacking(item: pytest.Item) -> bool:
    """Whether this machine has not what the test needs."""
    return any(map(item.get_closest_marker, missing()))


def runs_on_sqlite_alone(item: pytest.Item) -> bool:
    """Whether the test asks no database, so that one run of it, on SQLite, says everything."""
    asks = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return connection.vendor != "sqlite" and not asks and not item.get_closest_marker("django_db")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for marker, remedy in missing().items():
        terminalreporter.write_line(f"Tests marked {marker} did not run. They need {remedy}")


# The network is closed


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: str | tuple[str, int]) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"A test wanted the network: {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


# The record of changes refuses to be emptied, by Django's flush between tests too


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_record() -> Iterator[None]:
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        triggers.drop_for_seals(self.connection)
        triggers.drop(self.connection)
        try:
            flush(self, sql_list)
        finally:
            triggers.create(self.connection)
            triggers.create_for_seals(self.connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", without_triggers)
        yield


# The browser

#: A page that answers 403 on purpose, and a check that a newer one takes the place of.
NO_COMPLAINT = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def _all_answered() -> Iterator[None]:
    """What browsers still ask when they are closed is answered before the database is emptied."""
    under_way: list[object] = []

    def asked(**_: object) -> None:
        under_way.append(None)

    def answered(**_: object) -> None:
        del under_way[-1:]

    request_started.connect(asked)
    request_finished.connect(answered)
    yield
    until = time.monotonic() + ANSWERED_IN
    while under_way and time.monotonic() < until:
        time.sleep(0.02)
    request_started.disconnect(asked)
    request_finished.disconnect(answered)


@pytest.fixture
def new_context(_all_answered: None, new_context: CreateContextCallback) -> CreateContextCallback:
    """Made after `_all_answered`, so that browsers are closed before it waits."""
    return new_context


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page whose scripts may not fail and which may not break its content policy."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NO_COMPLAINT):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    found = [*complaints]
    page.context.set_offline(offline=True)  # a page that is closed may still want to save
    assert found == []


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_source: str) -> Callable[[Page], list[str]]:
    """Asks axe what WCAG 2.2 AA finds wrong on a page: one line for each place."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def violations(page: Page) -> list[str]:
        page.evaluate(axe_source)
        found = page.evaluate("(tags) => axe.run(document, {runOnly: tags})", tags)
        return [
            f"{rule['id']}: {node['html']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return violations
