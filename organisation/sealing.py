"""Sealing the record of changes: what came since the last seal, under one digest that goes on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from organisation.models import Change, Seal, SealedChange

#: Every field of a row, in the order in which its digest takes them. A field that is added to
#: the record later needs a second form beside this one, for rows are sealed as they were.
FORM = (
    "id",
    "at",
    "on",
    "person_id",
    "post",
    "deed",
    "object_type",
    "object_id",
    "object_label",
    "field",
    "before",
    "after",
    "why",
    "origin",
    "request_id",
)
MOST_ROWS = 5000  # in one seal, so that sealing a long backlog takes no more memory than a short

DIGEST = re.compile(r"[0-9a-f]{64}")

Kept = tuple[int, str]  # the id of a row and its digest


@dataclass(frozen=True)
class Sealed:
    """What a run sealed, and the digest to be noted elsewhere; "" while nothing was ever sealed."""

    rows: int
    seals: int
    last: str


@transaction.atomic
def seal_record() -> Sealed:
    """Seal every row that is in no seal yet; nothing happens where there is none.

    Rows are known by being in a seal or not, never by their number: one that another transaction
    was still writing goes into the next run's seal.
    """
    _wait_for_others()
    last = Seal.objects.order_by("id").last()
    digest, at = last.digest if last else "", timezone.now()
    rows = seals = 0
    highest: int | None = None
    while batch := _next(highest):
        seal = _seal(batch, digest, at)
        digest, highest = seal.digest, batch[-1][0]
        rows, seals = rows + seal.rows, seals + 1
    return Sealed(rows, seals, digest)


def unsealed() -> QuerySet[Change]:
    """The rows that are in no seal."""
    return Change.objects.filter(~Exists(SealedChange.objects.filter(change_id=OuterRef("pk"))))


def row_digest(values: Sequence[Any]) -> str:
    """SHA-256 of a row, its values given in the order of `FORM`."""
    plain = json.dumps([_plain(each) for each in values], separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def seal_digest(previous: str, at: datetime, kept: Iterable[Kept]) -> str:
    """SHA-256 over the seal before, the time, and each row's number and digest."""
    digest = hashlib.sha256(f"{previous}\n{_plain(at)}\n".encode())
    for number, of_row in kept:
        digest.update(f"{number} {of_row}\n".encode())
    return digest.hexdigest()


def _next(highest: int | None) -> list[Kept]:
    """The next rows to be sealed, by number; `highest` was the last that this run has taken."""
    found = unsealed().order_by("pk").values_list(*FORM)
    if highest is not None:
        found = found.filter(pk__gt=highest)
    return [(values[0], row_digest(values)) for values in found[:MOST_ROWS]]


def _seal(batch: list[Kept], previous: str, at: datetime) -> Seal:
    digest = seal_digest(previous, at, batch)
    seal = Seal.objects.create(at=at, rows=len(batch), previous=previous, digest=digest)
    SealedChange.objects.bulk_create(
        SealedChange(seal=seal, change_id=number, digest=of_row) for number, of_row in batch
    )
    return seal


def _plain(value: Any) -> Any:
    """A value as it is hashed: times in UTC to the microsecond, days as 2018-01-15."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _wait_for_others() -> None:
    """Let no other job seal until this one is done; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Seal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
