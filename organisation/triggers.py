"""The triggers by which the database itself refuses to rewrite the record of changes."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSAL = "The record of changes is append-only."
CHANGE = "organisation_change"
TEXT = "organisation_changetext"
SEAL = "organisation_seal"
SEALED = "organisation_sealedchange"

SQLITE_CREATE = (
    (
        f"CREATE TRIGGER change_no_update BEFORE UPDATE ON {CHANGE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER change_no_delete BEFORE DELETE ON {CHANGE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    # REPLACE deletes the row in its way without asking the triggers for DELETE.
    (
        f"CREATE TRIGGER change_no_replace BEFORE INSERT ON {CHANGE} "  # noqa: S608 - our names
        f"WHEN EXISTS (SELECT 1 FROM {CHANGE} WHERE id = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER change_text_only_emptied BEFORE UPDATE ON {TEXT} "
        "WHEN NEW.text IS NOT '' OR NEW.change_id IS NOT OLD.change_id "
        "OR NEW.part IS NOT OLD.part OR NEW.id IS NOT OLD.id "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER change_text_no_delete BEFORE DELETE ON {TEXT} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
    (
        f"CREATE TRIGGER change_text_no_replace BEFORE INSERT ON {TEXT} "  # noqa: S608 - our names
        f"WHEN EXISTS (SELECT 1 FROM {TEXT} WHERE id = NEW.id "
        "OR (change_id = NEW.change_id AND part = NEW.part)) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    ),
)
SQLITE_DROP = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in (
        "change_no_update",
        "change_no_delete",
        "change_no_replace",
        "change_text_only_emptied",
        "change_text_no_delete",
        "change_text_no_replace",
    )
)
POSTGRESQL_CREATE = (
    (
        "CREATE FUNCTION refuse_rewriting_the_record() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSAL}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END$$"
    ),
    (
        f"CREATE TRIGGER change_no_rewrite BEFORE UPDATE OR DELETE ON {CHANGE} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_the_record()"
    ),
    (
        f"CREATE TRIGGER change_no_truncate BEFORE TRUNCATE ON {CHANGE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_the_record()"
    ),
    (
        f"CREATE TRIGGER change_text_only_emptied BEFORE UPDATE ON {TEXT} FOR EACH ROW "
        "WHEN (NEW.text IS DISTINCT FROM '' OR NEW.change_id IS DISTINCT FROM OLD.change_id "
        "OR NEW.part IS DISTINCT FROM OLD.part OR NEW.id IS DISTINCT FROM OLD.id) "
        "EXECUTE FUNCTION refuse_rewriting_the_record()"
    ),
    (
        f"CREATE TRIGGER change_text_no_delete BEFORE DELETE ON {TEXT} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_the_record()"
    ),
    (
        f"CREATE TRIGGER change_text_no_truncate BEFORE TRUNCATE ON {TEXT} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_the_record()"
    ),
)
POSTGRESQL_DROP = (
    f"DROP TRIGGER IF EXISTS change_no_rewrite ON {CHANGE}",
    f"DROP TRIGGER IF EXISTS change_no_truncate ON {CHANGE}",
    f"DROP TRIGGER IF EXISTS change_text_only_emptied ON {TEXT}",
    f"DROP TRIGGER IF EXISTS change_text_no_delete ON {TEXT}",
    f"DROP TRIGGER IF EXISTS change_text_no_truncate ON {TEXT}",
    "DROP FUNCTION IF EXISTS refuse_rewriting_the_record()",
)
STATEMENTS = {
    "sqlite": (SQLITE_CREATE, SQLITE_DROP),
    "postgresql": (POSTGRESQL_CREATE, POSTGRESQL_DROP),
}

# The seals: nothing of them is ever changed or deleted. What in a new row would replace an old one:
SEAL_TABLES = {
    SEAL: "id = NEW.id OR digest = NEW.digest",
    SEALED: "id = NEW.id OR change_id = NEW.change_id",
}
SQLITE_CREATE_FOR_SEALS = tuple(
    f"CREATE TRIGGER {table}_no_{what} BEFORE {event} ON {table} {when}"
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table, same in SEAL_TABLES.items()
    for what, event, when in (
        ("update", "UPDATE", ""),
        ("delete", "DELETE", ""),
        ("replace", "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "),  # noqa: S608
    )
)
SQLITE_DROP_FOR_SEALS = tuple(
    f"DROP TRIGGER IF EXISTS {table}_no_{what}"
    for table in SEAL_TABLES
    for what in ("update", "delete", "replace")
)
POSTGRESQL_CREATE_FOR_SEALS = tuple(
    f"CREATE TRIGGER {table}_no_{what} BEFORE {event} ON {table} FOR EACH {each} "
    "EXECUTE FUNCTION refuse_rewriting_the_record()"
    for table in SEAL_TABLES
    for what, event, each in (
        ("rewrite", "UPDATE OR DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    )
)
POSTGRESQL_DROP_FOR_SEALS = tuple(
    f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}"
    for table in SEAL_TABLES
    for what in ("rewrite", "truncate")
)
STATEMENTS_FOR_SEALS = {
    "sqlite": (SQLITE_CREATE_FOR_SEALS, SQLITE_DROP_FOR_SEALS),
    "postgresql": (POSTGRESQL_CREATE_FOR_SEALS, POSTGRESQL_DROP_FOR_SEALS),
}


def create(connection: Any) -> None:
    """Put the triggers in place on SQLite or PostgreSQL; another engine is a KeyError."""
    _run(connection, STATEMENTS[connection.vendor][0])


def drop(connection: Any) -> None:
    """Take them away: for undoing the migration and for the tests' flush, nothing else."""
    _run(connection, STATEMENTS[connection.vendor][1])


def create_for_seals(connection: Any) -> None:
    """Put those of the seals in place; they stand on what `create` made."""
    _run(connection, STATEMENTS_FOR_SEALS[connection.vendor][0])


def drop_for_seals(connection: Any) -> None:
    """Take those of the seals away, before `drop`."""
    _run(connection, STATEMENTS_FOR_SEALS[connection.vendor][1])


def create_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    create(schema_editor.connection)


def drop_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop(schema_editor.connection)


def create_for_seals_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    create_for_seals(schema_editor.connection)


def drop_for_seals_in_migration(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop_for_seals(schema_editor.connection)


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
