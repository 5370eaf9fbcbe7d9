"""The record of changes: what it holds, and that not even SQL can rewrite it."""

from datetime import UTC

import pytest
from django.db import DatabaseError, connection, transaction

from organisation.models import Change, ChangeText, Council
from organisation.record import (
    FORM,
    GRID,
    Edit,
    coming_from,
    differences,
    hashed,
    record,
    save,
)
from tests.factories import TODAY, make_person

pytestmark = pytest.mark.django_db


def written() -> Change:
    """One row with a text kept apart."""
    person = make_person("Alice", post="Data officer")
    record(
        "return saved",
        Council.current(),
        by=person,
        on=TODAY,
        edits=[Edit("commentary", "", "Numbers rose.", text=True)],
        why="Asked by the approver",
    )
    return Change.objects.get()


def test_record_says_who_when_what_and_from_where() -> None:
    with coming_from("form", "request-1"):
        change = written()
    assert (change.person.name if change.person else "", change.post) == ("Alice", "Data officer")
    assert (change.on, change.deed, change.field) == (TODAY, "return saved", "commentary")
    assert (change.origin, change.request_id) == ("form", "request-1")
    assert change.at.tzinfo is UTC


def test_record_keeps_texts_apart_as_hashes() -> None:
    change = written()
    assert (change.before, change.after) == ("", hashed("Numbers rose."))
    assert change.why == hashed("Asked by the approver")
    texts = {text.part: text.text for text in ChangeText.objects.all()}
    assert texts == {"after": "Numbers rose.", "why": "Asked by the approver"}


def test_save_records_each_field_that_differs() -> None:
    council = Council.current()
    council.name = "Example Council"
    edits = save(council, by=None, on=TODAY)
    assert edits == [Edit("name", "Our council", "Example Council")]
    assert Change.objects.get().deed == "council settings changed"


def test_save_keeps_what_people_write_apart() -> None:
    council = Council.current()
    council.name, council.grace_days = "Example Council", 12
    save(council, by=None, on=TODAY)
    rows = {each.field: (each.before, each.after) for each in Change.objects.all()}
    assert rows == {
        "name": (hashed("Our council"), hashed("Example Council")),
        "grace_days": ("10", "12"),
    }
    texts = {(each.part, each.text) for each in ChangeText.objects.all()}
    assert texts == {("before", "Our council"), ("after", "Example Council")}


def test_save_of_an_unchanged_thing_leaves_no_trace() -> None:
    assert save(Council.objects.get(pk=Council.current().pk), by=None, on=TODAY) == []
    assert not Change.objects.exists()


def test_rows_of_one_deed_have_the_same_time() -> None:
    edits = [Edit("value", "", "1"), Edit("quality", "", "FINAL")]
    for _ in "12":
        record("return saved", Council.current(), by=None, on=TODAY, edits=edits)
    times = list(Change.objects.order_by("pk").values_list("at", flat=True))
    assert times[0] == times[1] < times[2] == times[3]


def test_origin_within_another_keeps_the_request() -> None:
    with coming_from(FORM, "request-1"), coming_from(GRID):
        change = written()
    assert (change.origin, change.request_id) == ("grid", "request-1")


def test_differences_marks_the_texts() -> None:
    found = differences({"value": None, "note": "a"}, {"value": 3, "note": "b"}, ["note"])
    assert found == [Edit("value", "", "3"), Edit("note", "a", "b", text=True)]


COPY = (
    "SELECT id, at, \"on\", person_id, post, 'forged', object_type, object_id, object_label, "
    "field, before, after, why, origin, request_id FROM organisation_change WHERE true"
)
CHANGE_COLUMNS = (
    'organisation_change (id, at, "on", person_id, post, deed, object_type, object_id, '
    "object_label, field, before, after, why, origin, request_id)"
)
TEXT_COLUMNS = "organisation_changetext (id, change_id, part, text)"
TEXTS = "SELECT id, change_id, part, 'forged' FROM organisation_changetext WHERE true"
SAME_PART = "SELECT 900 + id, change_id, part, 'forged' FROM organisation_changetext WHERE true"
UPSERT = "ON CONFLICT (id) DO UPDATE SET"
REWRITES = (
    "UPDATE organisation_change SET deed = 'nothing'",
    "DELETE FROM organisation_change",
    "UPDATE organisation_changetext SET text = 'something else'",
    "UPDATE organisation_changetext SET text = NULL",
    "UPDATE organisation_changetext SET text = '', part = NULL",
    "UPDATE organisation_changetext SET text = '', id = 900 + id",
    "DELETE FROM organisation_changetext",
    f"INSERT INTO {CHANGE_COLUMNS} {COPY} {UPSERT} deed = excluded.deed",
    f"INSERT INTO {TEXT_COLUMNS} {TEXTS} {UPSERT} text = excluded.text",
)
# SQLite's REPLACE deletes what is in its way, and its deleting asks no trigger.
REPLACES = (
    f"REPLACE INTO {CHANGE_COLUMNS} {COPY}",
    f"INSERT OR REPLACE INTO {CHANGE_COLUMNS} {COPY}",
    f"REPLACE INTO {TEXT_COLUMNS} {TEXTS}",
    f"REPLACE INTO {TEXT_COLUMNS} {SAME_PART}",
    "UPDATE OR REPLACE organisation_change SET id = 900 + id",
    "UPDATE OR IGNORE organisation_change SET deed = 'nothing'",
)
TRUNCATES = (
    "TRUNCATE organisation_change CASCADE",
    "TRUNCATE organisation_changetext",
)


# SQLite has no TRUNCATE: emptying a table is a DELETE there.
@pytest.mark.parametrize(
    "statement", REWRITES + (TRUNCATES if connection.vendor == "postgresql" else REPLACES)
)
def test_record_is_not_rewritten_by_sql(statement: str) -> None:
    written()
    refuses(statement)


def test_text_can_be_emptied_and_the_row_stays() -> None:
    change = written()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_changetext SET text = ''")
    assert set(ChangeText.objects.values_list("text", flat=True)) == {""}
    assert Change.objects.get().after == change.after


def refuses(statement: str) -> None:
    """The database itself says no, and everything is still there."""
    connection.check_constraints()  # else PostgreSQL refuses because of these, not of the record
    before = (list(Change.objects.values()), list(ChangeText.objects.values()))
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert (list(Change.objects.values()), list(ChangeText.objects.values())) == before
