"""The import worker that `make run` has beside its web server."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfmgmt.demo.working import worker_beside


def test_worker_runs_as_long_as_the_server_and_ends_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")

    with worker_beside() as worker:
        meanwhile = worker.poll()

    assert (meanwhile, worker.poll() is None) == (None, False)
