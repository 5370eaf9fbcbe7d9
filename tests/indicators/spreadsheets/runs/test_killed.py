"""Workers as processes of their own, killed in the middle of an import, and told to stop."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from indicators.models import ImportPage, ImportProgress, ImportRun, ImportState
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.runs import asking
from indicators.spreadsheets.runs.asking import ask_commit, ask_undo, take_in
from tests.conftest import ROOT
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import ANSWERS, HOMES, ROADS, stored

pytestmark = pytest.mark.django_db(transaction=True)
DYING = ("-m", "tests.indicators.spreadsheets.runs.dying")
WORKER = ("manage.py", "import_worker")
PATIENCE = 180.0  # for machines that are busy with other things


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SMALL_FILE", 0)
    monkeypatch.setattr(asking, "FEW_ROWS", 0)


def address() -> str:
    """Of the database that the tests have."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def begun(*arguments: str) -> subprocess.Popen[bytes]:
    settings = {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env={**os.environ, **settings})


def killed_at(words: str) -> int:
    """How a worker ended that was killed at such a statement."""
    status = begun(*DYING, words).wait(PATIENCE)
    ImportProgress.objects.update(beat_at=timezone.now() - timedelta(minutes=1))
    return status


def done() -> int:
    return begun(*WORKER, "--once").wait(PATIENCE)


def uploaded() -> ImportRun:
    content = sheet_of([HEADINGS, HOMES, ROADS])
    return take_in(Upload(content, "a.xlsx", year="2017/18", answers=ANSWERS), by=None)


def state(run: ImportRun) -> tuple[Any, ...]:
    run.refresh_from_db()
    return run.state, stored()


def test_worker_killed_in_mid_import_leaves_nothing_behind() -> None:
    run = uploaded()
    nothing = stored()

    read = killed_at('INTO "indicators_importpage"'), *state(run), ImportPage.objects.count()
    again = done(), *state(run), ImportPage.objects.count()
    ask_commit(run, by=None)
    saved = killed_at('INTO "indicators_baseline"'), *state(run)
    whole = done(), run.state, state(run)[0]
    everything = stored()
    ask_undo(run, by=None)
    undone = killed_at('DELETE FROM "indicators_measure"'), *state(run)
    back = done(), *state(run)

    assert read == (-signal.SIGKILL, ImportState.READING, nothing, 0)
    assert again == (0, ImportState.PREVIEWED, nothing, 1)
    assert saved == (-signal.SIGKILL, ImportState.SAVING, nothing)
    assert whole == (0, ImportState.SAVING, ImportState.COMMITTED)
    assert (everything["Measure"], everything["Baseline"]) == (2, 2)
    assert undone == (-signal.SIGKILL, ImportState.UNDOING, everything)
    assert (back[:2], back[2]["Measure"], back[2]["Service"]) == ((0, ImportState.UNDONE), 0, 0)


def test_worker_that_is_told_to_stop_ends_in_order() -> None:
    run = uploaded()
    worker = begun(*WORKER)
    until = time.monotonic() + PATIENCE
    while state(run)[0] != ImportState.PREVIEWED and time.monotonic() < until:
        time.sleep(0.1)

    worker.terminate()

    assert (worker.wait(PATIENCE), state(run)[0]) == (0, ImportState.PREVIEWED)
