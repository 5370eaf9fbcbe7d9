"""Rows to be sealed, and what somebody does to them who takes away the triggers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from organisation import triggers
from organisation.models import Change, Council
from organisation.record import Edit, record
from organisation.sealing import seal_record
from organisation.verifying import Kind, verify
from tests.factories import TODAY

Sql = str | tuple[str, Any]  # a statement, or one with a value for its %s


def changed(*values: str) -> list[int]:
    """A row of the record for each value, and their numbers."""
    before = set(Change.objects.values_list("pk", flat=True))
    for each in values:
        edits = [Edit("value", "", each), Edit("commentary", "", f"It is {each}.", text=True)]
        record("return saved", Council.current(), by=None, on=TODAY, edits=edits, why="Why not")
    return sorted(set(Change.objects.values_list("pk", flat=True)) - before)


def sealed(*values: str) -> list[int]:
    """Rows of the record, sealed in one seal."""
    rows = changed(*values)
    seal_record()
    return rows


@contextmanager
def tampered(*statements: Sql) -> Iterator[None]:
    """The database after somebody took away triggers and keys and ran SQL; then all is put back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET LOCAL session_replication_role = replica")
            triggers.drop_for_seals(connection)
            triggers.drop(connection)
            for each in statements:
                sql, *values = (each,) if isinstance(each, str) else each
                cursor.execute(sql, values)
        yield
        transaction.set_rollback(True)


def found_after(*statements: Sql) -> set[tuple[Kind, int | None, int | None]]:
    """What verifying finds after such SQL: what, in which row, in which seal."""
    assert list(verify()) == []
    with tampered(*statements):
        return {(each.kind, each.row, each.seal) for each in verify()}


INSERT = (
    'INSERT INTO organisation_change (id, at, "on", post, deed, object_type, object_id, '
    "object_label, field, before, after, why, origin, request_id) VALUES ({id}, '{at}', "
    "'2018-01-15', '', 'return saved', 'x', 1, '', '', '', '', '', 'form', '')"
)


def put_in(row: int, hours: int) -> str:
    """SQL for a row that says it was recorded so many hours ago."""
    at = f"{datetime.now(UTC) - timedelta(hours=hours):%Y-%m-%d %H:%M:%S}"
    return INSERT.format(id=row, at=at if connection.vendor == "sqlite" else f"{at}+00:00")


def told(command: str, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue().strip()
