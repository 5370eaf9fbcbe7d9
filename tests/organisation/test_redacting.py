"""Words that are to be removed: how they are found, what is left, and what the record keeps."""

import pytest

from organisation.models import Change, ChangeText, Council
from organisation.record import Edit, hashed, record
from organisation.redacting import (
    REDACTED,
    Passage,
    RedactionRefusedError,
    empty,
    refuse_reason,
    texts_holding,
)
from organisation.verifying import verify
from tests.factories import TODAY, make_person

JANE = Passage("Jane  O'Hara ")


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("We met Jane O'Hara.", 1),
        ("JANE O’HARA and jane o'hara", 2),
        ("Jane\n  O'Hara's house", 1),
        ("Jane O. Hara", 0),
        ("", 0),
    ],
)
def test_passage_is_found_in_any_capitals_and_over_line_ends(text: str, times: int) -> None:
    assert JANE.times_in(text) == times


def test_passage_is_no_pattern() -> None:
    assert Passage("a.c (x)").times_in("abc (x) and A.C (x)") == 1
    assert Passage("Smith-Jones").times_in("Smith–Jones, Smith Jones") == 1


def test_passage_leaves_a_mark() -> None:
    left = JANE.removed_from("Jane O'Hara's house, where JANE O'HARA lives")
    assert left == "[removed]'s house, where [removed] lives"


def test_text_that_must_not_be_shorter_gets_a_longer_mark() -> None:
    text = "Jane O'Hara told me so."
    assert JANE.removed_from(text, least=20) == "[removed] told me so."
    assert Passage("Jane O'Hara told").removed_from(text, least=20) == (
        "[removed: personal data] me so."
    )


def test_text_that_must_not_be_longer_gets_a_shorter_mark() -> None:
    assert Passage("Ann").removed_from("Ann, Ann, Ann", most=13) == "[…], […], […]"
    assert Passage("Ann").removed_from("Ann, Ann, Ann", most=40) == (
        "[removed], [removed], [removed]"
    )


def test_passage_within_longer_words_is_counted() -> None:
    ann = Passage("Ann")
    assert ann.times_within_words("Ann, Annual planning, (Ann)") == 2


@pytest.mark.parametrize("words", ["", "  ", "Jo", "a\n"])
def test_passage_of_fewer_than_three_characters_is_refused(words: str) -> None:
    with pytest.raises(RedactionRefusedError) as refused:
        Passage(words)
    assert refused.value.problems == {
        "passage": "Enter at least 3 characters of what is to be removed."
    }


def test_passage_does_not_show_itself() -> None:
    assert "Jane" not in repr(JANE)
    assert "Jane" not in str(JANE)


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (" ", "Give the reason; it stays on record."),
        (
            "jane o’hara asked for it",
            "The reason holds what is to be removed, and it stays on record: say it otherwise.",
        ),
    ],
)
def test_reason_is_asked_for_and_repeats_nothing(reason: str, message: str) -> None:
    with pytest.raises(RedactionRefusedError) as refused:
        refuse_reason(reason, JANE)
    assert refused.value.problems == {"reason": message}


@pytest.mark.django_db
def test_text_is_emptied_and_the_record_keeps_its_hash() -> None:
    texts = ("Jane O'Hara rang.", "Nobody rang.")
    edits = [Edit("note", "", text, text=True) for text in texts]
    record("noted", Council.current(), by=None, on=TODAY, edits=edits)
    found = list(texts_holding(JANE))
    person = make_person("Petra", post="Analyst")
    empty(found, by=person, on=TODAY, why="A resident's name")

    assert [each.text for each in ChangeText.objects.filter(part="after").order_by("pk")] == [
        "",
        "Nobody rang.",
    ]
    change = Change.objects.get(deed=REDACTED)
    assert (change.object_type, change.object_id) == ("organisation.changetext", found[0].pk)
    assert (change.field, change.before, change.after) == ("after", hashed(texts[0]), "")
    assert (change.person, change.on) == (person, TODAY)
    assert ChangeText.objects.get(change=change).text == "A resident's name"
    assert list(verify()) == []
