"""The sense checks on a page that is open: only what changed is sent to it."""

from typing import Any

from indicators.officers.doubting import Changes, ReasonsForm, by_place, changes_since
from indicators.returns.entering import Waved
from indicators.rules.sense import Doubt

FAR = Doubt("far-from-usual", "value", "84 is far.")
EMAIL = Doubt("holds-email", "cause", "There seems to be an e-mail address.")


def form(*doubts: Doubt, **data: str) -> ReasonsForm:
    return ReasonsForm(data, doubts=doubts)


def changes(data: dict[str, str], *doubts: Doubt) -> Changes:
    return changes_since(data, form(*doubts).rows)


def codes(found: Changes) -> tuple[Any, ...]:
    return (
        [each.code for each in found.new],
        [each.code for each in found.changed],
        list(found.gone),
    )


def test_what_the_page_lacks_is_new() -> None:
    assert codes(changes({"value": "84"}, FAR)) == (["far-from-usual"], [], [])


def test_what_the_page_has_is_left_alone() -> None:
    assert codes(changes({"said-far-from-usual": FAR.message}, FAR)) == ([], [], [])


def test_other_words_change_only_the_words() -> None:
    assert codes(changes({"said-far-from-usual": "83 is far."}, FAR)) == (
        [],
        ["far-from-usual"],
        [],
    )


def test_what_is_doubted_no_more_goes() -> None:
    assert codes(changes({"said-far-from-usual": FAR.message}, EMAIL)) == (
        ["holds-email"],
        [],
        ["far-from-usual"],
    )


def test_doubts_about_texts_stand_beside_them_and_others_below_the_figure() -> None:
    places = by_place(form(FAR, EMAIL).rows)
    assert {name: [each.code for each in rows] for name, rows in places.items() if rows} == {
        "figure": ["far-from-usual"],
        "cause": ["holds-email"],
    }


def test_reason_is_kept_with_the_words_that_it_answers() -> None:
    given = {"reason-far-from-usual": " Counted twice. ", "said-far-from-usual": "83 is far."}
    assert form(FAR, **given).waved == (Waved("far-from-usual", "83 is far.", "Counted twice."),)


def test_empty_reason_is_none() -> None:
    assert form(FAR, **{"reason-far-from-usual": "  "}).waved == ()


def test_stored_reason_stands_in_its_box() -> None:
    waved = (Waved(FAR.code, FAR.message, "Counted."),)
    [row] = ReasonsForm(doubts=(FAR,), waved=waved).rows
    assert (row.box.value(), row.box.html_name, row.written_for) == (
        "Counted.",
        "reason-far-from-usual",
        "",
    )
