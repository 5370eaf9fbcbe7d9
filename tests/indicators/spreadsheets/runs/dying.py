"""A worker that is killed as by kill -9, at the first statement that has these words in it.

python -m tests.indicators.spreadsheets.runs.dying WORDS
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connection


def dying_at(words: str) -> Callable[..., Any]:
    def run(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if words in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *given)

    return run


if __name__ == "__main__":
    django.setup()
    with connection.execute_wrapper(dying_at(sys.argv[1])):
        call_command("import_worker", once=True)
