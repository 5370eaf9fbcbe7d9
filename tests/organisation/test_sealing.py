"""The seals over the record: what they hold, and that nothing rewrites them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction

from organisation import sealing
from organisation.models import Change, Seal, SealedChange
from organisation.sealing import FORM, Sealed, row_digest, seal_record
from organisation.verifying import verify
from tests.factories import TODAY
from tests.organisation.tampering import changed, sealed, told

pytestmark = pytest.mark.django_db
NOTHING_EVER = Sealed(rows=0, seals=0, last="")


# What a seal holds


def test_seal_holds_what_is_in_no_seal_yet() -> None:
    rows = changed("1", "2")
    done = seal_record()
    seal = Seal.objects.get()
    assert done == Sealed(rows=len(rows), seals=1, last=seal.digest)
    assert list(SealedChange.objects.values_list("seal", "change_id")) == [
        (seal.pk, row) for row in rows
    ]


def test_second_seal_goes_on_from_the_first() -> None:
    sealed("1")
    later = sealed("2")
    first, second = Seal.objects.order_by("pk")
    assert (first.previous, second.previous) == ("", first.digest)
    assert [each.change_id for each in second.sealed.all()] == later


def test_sealing_nothing_new_does_nothing() -> None:
    assert seal_record() == NOTHING_EVER
    sealed("1")
    last = Seal.objects.get().digest
    assert seal_record() == Sealed(rows=0, seals=0, last=last)
    assert Seal.objects.count() == 1


def test_row_that_came_late_goes_into_the_next_seal() -> None:
    """Another transaction took its number first and ended after the seal."""
    early = sealed("1")
    row = Change.objects.create(
        pk=early[0] - 1000, on=TODAY, deed="x", object_type="x", object_id=1, origin="test"
    )
    seal_record()
    assert list(SealedChange.objects.values_list("change_id", flat=True)) == [*early, row.pk]
    assert list(verify()) == []


def test_long_backlog_is_sealed_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ROWS", 3)
    rows = changed("1", "2", "3", "4")
    assert seal_record().seals == 3
    assert list(Seal.objects.order_by("pk").values_list("rows", flat=True)) == [3, 3, 2]
    assert SealedChange.objects.count() == len(rows)
    assert list(verify()) == []


def test_digest_takes_every_field_of_a_row() -> None:
    assert set(FORM) == {field.attname for field in Change._meta.concrete_fields}


def test_digest_knows_the_same_moment_in_any_zone() -> None:
    noon = datetime(2018, 1, 15, 12, tzinfo=UTC)
    summer = noon.astimezone(datetime.fromisoformat("2018-01-15T00:00+01:00").tzinfo)
    assert row_digest([1, noon]) == row_digest([1, summer])
    assert row_digest([1, noon]) != row_digest([1, noon + timedelta(microseconds=1)])


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_seal_each_row_once() -> None:
    """One waits for the other; where the database can't wait, one is refused."""
    rows = changed(*"12345")
    done: list[Sealed | DatabaseError] = []

    def job() -> None:
        try:
            done.append(seal_record())
        except DatabaseError as error:
            done.append(error)
        finally:
            connection.close()

    threads = [Thread(target=job) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.rows for each in done if isinstance(each, Sealed) and each.rows] == [len(rows)]
    assert Seal.objects.count() == 1
    assert list(verify()) == []


# Nothing rewrites a seal

SEAL_COLUMNS = "organisation_seal (id, at, rows, previous, digest)"
SEALED_COLUMNS = "organisation_sealedchange (id, seal_id, change_id, digest)"
SEALS = "SELECT id, at, 0, previous, digest FROM organisation_seal WHERE true"
SEALED = "SELECT id, seal_id, change_id, 'forged' FROM organisation_sealedchange WHERE true"
SAME_DIGEST = "SELECT 900 + id, at, 0, previous, digest FROM organisation_seal WHERE true"
SAME_ROW = "SELECT 900 + id, seal_id, change_id, 'x' FROM organisation_sealedchange WHERE true"
UPSERT = "ON CONFLICT (id) DO UPDATE SET"
REWRITES = (
    "UPDATE organisation_seal SET digest = 'forged'",
    "DELETE FROM organisation_seal",
    "UPDATE organisation_sealedchange SET digest = 'forged'",
    "DELETE FROM organisation_sealedchange",
    f"INSERT INTO {SEAL_COLUMNS} {SEALS} {UPSERT} rows = excluded.rows",
    f"INSERT INTO {SEALED_COLUMNS} {SEALED} {UPSERT} digest = excluded.digest",
)
REPLACES = (
    f"REPLACE INTO {SEAL_COLUMNS} {SEALS}",
    f"REPLACE INTO {SEAL_COLUMNS} {SAME_DIGEST}",
    f"INSERT OR REPLACE INTO {SEALED_COLUMNS} {SEALED}",
    f"REPLACE INTO {SEALED_COLUMNS} {SAME_ROW}",
    "UPDATE OR REPLACE organisation_sealedchange SET id = 900 + id",
)
TRUNCATES = ("TRUNCATE organisation_seal CASCADE", "TRUNCATE organisation_sealedchange")


@pytest.mark.parametrize(
    "statement", REWRITES + (TRUNCATES if connection.vendor == "postgresql" else REPLACES)
)
def test_seal_is_not_rewritten_by_sql(statement: str) -> None:
    sealed("1")
    connection.check_constraints()
    before = (list(Seal.objects.values()), list(SealedChange.objects.values()))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (list(Seal.objects.values()), list(SealedChange.objects.values())) == before


# The command


def test_seal_record_says_what_it_sealed_and_the_last_digest() -> None:
    assert told("seal_record") == "Nothing was new. Last digest: none, nothing was ever sealed"
    changed("1")
    said = told("seal_record")
    assert said == f"2 rows sealed in 1 seal. Last digest: {Seal.objects.get().digest}"
    last = Seal.objects.get().digest
    assert json.loads(told("seal_record", "--json")) == {"rows": 0, "seals": 0, "last": last}
