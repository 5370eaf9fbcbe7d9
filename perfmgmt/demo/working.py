"""The import worker beside the web server of the example council: begun and ended with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

ENDS_WITHIN = 30  # seconds; longer only while an import is being saved


@contextmanager
def worker_beside() -> Iterator[subprocess.Popen[bytes]]:
    """A worker for as long as this block lasts; it ends by itself if this process is killed."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "import_worker"]
    worker = subprocess.Popen([*command, "--with-parent"], stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
    try:
        yield worker
    finally:
        worker.terminate()
        try:
            worker.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
