"""Verifying the record: whatever somebody did behind its back is named."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from organisation.models import Change, ChangeText, Seal, SealedChange
from organisation.redacting import Passage, empty, texts_holding
from organisation.sealing import FORM, seal_record
from organisation.verifying import Finding, Kind, verify
from tests.factories import TODAY, make_person
from tests.organisation.tampering import changed, found_after, put_in, sealed, tampered, told

pytestmark = pytest.mark.django_db


# What verifying finds


def test_verifying_an_untouched_record_finds_nothing() -> None:
    assert list(verify()) == []
    sealed("1")
    sealed("2")
    changed("3")
    assert list(verify()) == []


def test_verifying_names_a_row_that_was_altered() -> None:
    row, seal = sealed("55")[0], Seal.objects.get().pk
    statement = ("UPDATE organisation_change SET object_label = 'forged' WHERE id = %s", row)
    assert found_after(statement) == {(Kind.ROW_ALTERED, row, seal)}


def test_verifying_names_a_row_that_was_removed() -> None:
    row, seal = sealed("55")[0], Seal.objects.get().pk
    texts = ("DELETE FROM organisation_changetext WHERE change_id = %s", row)
    statement = ("DELETE FROM organisation_change WHERE id = %s", row)
    assert found_after(texts, statement) == {(Kind.ROW_REMOVED, row, seal)}


def test_verifying_names_a_text_whose_row_was_removed() -> None:
    row, seal = sealed("55")[0], Seal.objects.get().pk
    statement = ("DELETE FROM organisation_change WHERE id = %s", row)
    assert found_after(statement) == {
        (Kind.ROW_REMOVED, row, seal),
        (Kind.TEXT_ADDED, row, None),
    }


def test_verifying_names_a_row_that_was_put_in_as_if_it_were_old() -> None:
    row = sealed("1")[-1] + 1000
    statement = put_in(row, 2)
    assert found_after(statement) == {(Kind.ROW_LATE, row, None)}


def test_verifying_names_an_old_row_that_was_put_in_and_sealed_since() -> None:
    row = sealed("1")[-1] + 1000
    with tampered(put_in(row, 2)):
        seal_record()
        assert [(each.kind, each.row) for each in verify()] == [(Kind.ROW_LATE, row)]


def test_row_of_a_transaction_that_took_long_is_not_taken_for_a_forged_one() -> None:
    row = sealed("1")[-1] + 1000
    with tampered(put_in(row, 0)):
        assert list(verify()) == []
        seal_record()
        assert list(verify()) == []


def test_verifying_names_a_row_that_was_taken_out_of_its_seal() -> None:
    row, seal = sealed("1")[0], Seal.objects.get().pk
    statement = ("DELETE FROM organisation_sealedchange WHERE change_id = %s", row)
    assert found_after(statement) == {(Kind.SEAL_ALTERED, None, seal)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation_seal SET rows = 7",
        "UPDATE organisation_seal SET at = '2018-01-15 12:00:00'",
        "UPDATE organisation_seal SET digest = 'forged'",
    ],
)
def test_verifying_names_a_seal_that_was_altered(statement: str) -> None:
    sealed("1")
    seal = Seal.objects.get().pk
    assert found_after(statement) == {(Kind.SEAL_ALTERED, None, seal)}


def test_verifying_names_the_seal_after_one_that_was_removed() -> None:
    for value in "123":
        sealed(value)
    _, middle, last = Seal.objects.order_by("pk").values_list("pk", flat=True)
    statements = (
        ("DELETE FROM organisation_sealedchange WHERE seal_id = %s", middle),
        ("DELETE FROM organisation_seal WHERE id = %s", middle),
    )
    assert found_after(*statements) == {(Kind.SEAL_OUT_OF_CHAIN, None, last)}
    assert found_after(statements[1]) == {
        (Kind.SEAL_OUT_OF_CHAIN, None, last),
        (Kind.SEAL_REMOVED, None, middle),
    }


def test_verifying_names_the_seal_that_is_first_by_removal() -> None:
    sealed("1")
    sealed("2")
    first, second = Seal.objects.order_by("pk").values_list("pk", flat=True)
    statements = (
        ("DELETE FROM organisation_sealedchange WHERE seal_id = %s", first),
        ("DELETE FROM organisation_seal WHERE id = %s", first),
    )
    assert found_after(*statements) == {(Kind.SEAL_OUT_OF_CHAIN, None, second)}


def test_last_seal_that_was_removed_shows_by_the_digest_that_was_noted() -> None:
    sealed("1")
    sealed("2")
    noted = [each.digest for each in Seal.objects.order_by("pk")]
    last = Seal.objects.order_by("pk").last()
    assert last is not None
    assert [list(verify(each)) for each in noted] == [[], []]
    statements = (
        ("DELETE FROM organisation_sealedchange WHERE seal_id = %s", last.pk),
        ("DELETE FROM organisation_seal WHERE id = %s", last.pk),
    )
    with tampered(*statements):
        assert list(verify()) == []
        assert [each.kind for each in verify(noted[1])] == [Kind.NOT_EXPECTED]
        seal_record()
        assert [each.kind for each in verify(noted[1])] == [Kind.NOT_EXPECTED]


def test_seals_that_were_all_written_anew_show_by_the_digest_that_was_noted() -> None:
    row = sealed("1")[0]
    noted = Seal.objects.get().digest
    statements = (
        "DELETE FROM organisation_sealedchange",
        "DELETE FROM organisation_seal",
        ("UPDATE organisation_change SET deed = 'forged' WHERE id = %s", row),
    )
    with tampered(*statements):
        seal_record()
        assert list(verify()) == []
        assert [each.kind for each in verify(noted)] == [Kind.NOT_EXPECTED]


# Texts, which stand apart


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE organisation_changetext SET text = 'forged' WHERE id = {id}", Kind.TEXT_ALTERED),
        ("UPDATE organisation_changetext SET part = 'before' WHERE id = {id}", None),
        ("UPDATE organisation_changetext SET text = '' WHERE id = {id}", Kind.TEXT_EMPTIED),
        ("DELETE FROM organisation_changetext WHERE id = {id}", Kind.TEXT_REMOVED),
    ],
)
def test_verifying_names_a_text_that_was_tampered_with(statement: str, kind: Kind | None) -> None:
    sealed("1")
    text = ChangeText.objects.get(part="after")
    row = text.change_id
    both = {(Kind.TEXT_ALTERED, row, None), (Kind.TEXT_REMOVED, row, None)}
    assert found_after(statement.format(id=text.pk)) == ({(kind, row, None)} if kind else both)


def test_text_that_was_redacted_is_no_finding() -> None:
    sealed("1")
    texts = list(texts_holding(Passage("It is")))
    empty(texts, by=make_person("Petra"), on=TODAY, why="A name stood there")
    assert [each.text for each in ChangeText.objects.filter(pk=texts[0].pk)] == [""]
    assert list(verify()) == []
    seal_record()
    assert list(verify()) == []


# Whatever is changed is found

NEW: dict[str, st.SearchStrategy[Any]] = {
    "id": st.integers(10_000, 99_999),
    "at": st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    "on": st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    "person_id": st.integers(1, 99_999),
    "object_id": st.integers(-(2**63), 2**63 - 1),
}
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(data=st.data())
@settings(max_examples=150)
def test_any_change_of_one_field_of_a_sealed_row_is_found(data: st.DataObject) -> None:
    with transaction.atomic():
        rows = sealed("1", "2") + sealed("3")
        row = data.draw(st.sampled_from(rows))
        name = data.draw(st.sampled_from(FORM))
        value = data.draw(NEW.get(name, TEXT))
        was = Change.objects.values_list(name, flat=True).get(pk=row)
        with tampered():
            Change.objects.filter(pk=row).update(**{name: value})
            found = {(each.kind, each.row) for each in verify()}
        named = (Kind.ROW_REMOVED if name == "id" else Kind.ROW_ALTERED, row)
        assert (named in found) is (value != was)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["at", "rows", "previous", "digest"])
def test_any_change_of_a_seal_is_found(name: str) -> None:
    sealed("1")
    sealed("2")
    other: dict[str, object] = {"at": datetime(2018, 1, 15, tzinfo=UTC), "rows": 1}
    for seal in list(Seal.objects.all()):
        with tampered():
            Seal.objects.filter(pk=seal.pk).update(**{name: other.get(name, "f" * 64)})
            assert (Kind.SEAL_ALTERED, seal.pk) in {(each.kind, each.seal) for each in verify()}


@pytest.mark.parametrize("name", ["seal_id", "change_id", "digest"])
def test_any_change_of_what_a_seal_lists_is_found(name: str) -> None:
    sealed("1")
    sealed("2")
    first, second = Seal.objects.order_by("pk")
    other: dict[str, object] = {"seal_id": second.pk, "change_id": 10**6}
    for listed in first.sealed.all():
        with tampered():
            same = SealedChange.objects.filter(pk=listed.pk)
            same.update(**{name: other.get(name, "f" * 64)})
            assert (Kind.SEAL_ALTERED, first.pk) in {(each.kind, each.seal) for each in verify()}


# The command


def test_verify_audit_says_the_last_digest() -> None:
    sealed("1")
    changed("2")
    last = Seal.objects.get().digest
    assert told("verify_audit") == f"Seals: 1. Rows not yet sealed: 2. Last digest: {last}"
    assert json.loads(told("verify_audit", "--json", f"--expect={last.upper()}")) == {
        "fine": True,
        "found": [],
        "seals": 1,
        "not_yet_sealed": 2,
        "last": last,
    }


def test_verify_audit_names_what_it_finds_and_fails() -> None:
    row = sealed("1")[0]
    output = StringIO()
    with (
        tampered(("UPDATE organisation_change SET deed = 'forged' WHERE id = %s", row)),
        pytest.raises(CommandError, match=r"^1 thing does not fit\.$") as refused,
    ):
        call_command("verify_audit", stdout=output)
    assert refused.value.returncode == 1
    assert output.getvalue().startswith(f"Row {row} was altered after it was sealed on ")


def test_verify_audit_gives_its_findings_as_json() -> None:
    row, seal = sealed("1")[0], Seal.objects.get().pk
    output = StringIO()
    with (
        tampered(("UPDATE organisation_change SET deed = 'forged' WHERE id = %s", row)),
        pytest.raises(CommandError),
    ):
        call_command("verify_audit", "--json", stdout=output)
    answer = json.loads(output.getvalue())
    assert (
        answer["fine"],
        [(each["kind"], each["row"], each["seal"]) for each in answer["found"]],
    ) == (
        False,
        [("row altered", row, seal)],
    )


def test_verify_audit_fails_where_the_noted_digest_is_gone() -> None:
    sealed("1")
    with pytest.raises(CommandError, match="does not fit"):
        told("verify_audit", "--expect", "0" * 64)
    with pytest.raises(CommandError, match="a whole digest"):
        told("verify_audit", "--expect", "abc")


def test_finding_says_itself_in_words() -> None:
    (row, *_), seal = sealed("1"), Seal.objects.get()
    with tampered(
        ("DELETE FROM organisation_changetext WHERE change_id = %s", row),
        ("DELETE FROM organisation_change WHERE id = %s", row),
    ):
        (found,) = verify()
    told_on = found.words.partition("sealed on ")[2]
    assert found == Finding(
        Kind.ROW_REMOVED, f"Row {row} was removed after it was sealed on {told_on}", row, seal.pk
    )
