"""Removing personal data: live texts, old versions and closed periods, and the record."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from indicators.agreeing import agree_terms
from indicators.models import (
    Action,
    ExceptionReport,
    Judgement,
    KeptEntry,
    Measure,
    Rating,
    Return,
    State,
    Terms,
)
from indicators.redacting.places import Scope, texts_in
from indicators.redacting.removing import CHANGED, NOT_FOUND, Found, Holding, look, redact
from indicators.returns.approving import send_back
from indicators.returns.entering import Entry, save_draft
from indicators.returns.judging import judge
from indicators.returns.refusals import ConflictError
from indicators.rules.rag import Colour
from indicators.spreadsheets.runs.importing import Upload, commit, preview, start
from organisation.access import NotAllowedError
from organisation.models import Change, ChangeText, Person, Role
from organisation.record import hashed
from organisation.redacting import REDACTED, Passage, RedactionRefusedError
from organisation.sealing import seal_record
from organisation.verifying import verify
from tests.factories import (
    EXPLAINED,
    Q2,
    TODAY,
    approved,
    entered,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    submitted,
)
from tests.indicators.spreadsheets.books import HEADINGS, sheet_of
from tests.indicators.spreadsheets.importing_examples import ANSWERS, HOMES, ROADS

pytestmark = pytest.mark.django_db

JANE = Passage("Jane Doe")
WHY = "A resident asked for it"
NAMED = "We wrote to Jane Doe."


def removed(scope: Scope | None = None, **how: Any) -> Found:
    given: dict[str, Any] = {"reason": WHY, "by": make_performance(), "on": TODAY} | how
    return redact(JANE, scope or Scope(), **given)


def of_return(return_: Return) -> Scope:
    return Scope(return_.measure, return_.period)


def test_live_text_loses_the_passage_and_its_texts_on_record_are_emptied() -> None:
    return_ = entered(make_return(), commentary=NAMED)
    found = removed(of_return(return_))
    assert found == Found((Holding("25 2017/18 Q3", "Commentary", 1),), recorded=1)
    assert Return.objects.get().commentary == "We wrote to [removed]."
    assert not any(JANE.times_in(each.text) for each in ChangeText.objects.all())


def test_record_says_who_removed_what_when_and_why_but_not_what_it_was() -> None:
    return_ = entered(make_return(), commentary=NAMED)
    text = ChangeText.objects.get(text=NAMED)
    removed(of_return(return_))
    rows = Change.objects.filter(deed=REDACTED).order_by("pk")
    assert [
        (each.object_type, each.object_id, each.field, each.before, each.after) for each in rows
    ] == [
        ("indicators.return", return_.pk, "commentary", hashed(NAMED), ""),
        ("organisation.changetext", text.pk, "after", hashed(NAMED), ""),
    ]
    assert {(each.person, each.on) for each in rows} == {(make_performance(), TODAY)}
    assert set(ChangeText.objects.filter(change__in=rows).values_list("part", "text")) == {
        ("why", WHY)
    }


def test_seals_and_record_fit_after_removing() -> None:
    return_ = entered(make_return(), commentary=NAMED)
    seal_record()
    removed(of_return(return_))
    assert list(verify()) == []


def test_every_text_of_a_return_is_reached() -> None:
    explained = {name: NAMED for name in EXPLAINED if isinstance(EXPLAINED[name], str)}
    return_ = submitted(make_return(), "60", **EXPLAINED | explained, commentary=NAMED)
    send_back(return_, reason=NAMED, by=make_approver(make_service()), on=TODAY)
    report = ExceptionReport.objects.get()
    Action.objects.filter(report=report).delete()
    Action.objects.create(
        report=report, position=1, text=NAMED, owner_post="Jane Doe", due_on=TODAY
    )
    KeptEntry.objects.create(
        person=make_person("Kim"), of=return_, typed={"cause": [NAMED], "value": "5"}, seen_edit=1
    )
    found = removed(of_return(return_))

    assert {each.field for each in found.live} >= {
        "Commentary",
        "Why it was sent back",
        "Cause",
        "Key risks",
        "Mitigation",
        "Action: text",
        "Action: owner post",
        "Text kept when a session ended",
    }
    gone = "We wrote to [removed]."
    report = ExceptionReport.objects.get()
    assert (report.cause, report.key_risks, report.mitigation) == (gone, gone, gone)
    action = report.actions.get()
    assert (action.text, action.owner_post) == (gone, "[removed]")
    assert KeptEntry.objects.get().typed == {"cause": [gone], "value": "5"}
    assert look(JANE, Scope(), by=make_performance(), on=TODAY).total == 0


def test_reason_of_a_judgement_stays_long_enough() -> None:
    return_ = approved(make_return(), "82")
    judge(
        return_,
        colour=Colour.AMBER,
        reason="Jane Doe Jane Doe said so",
        by=make_performance(),
        on=TODAY,
    )
    long = Passage("Jane Doe Jane Doe said")
    redact(long, Scope(), reason=WHY, by=make_performance(), on=TODAY)
    assert Judgement.objects.get().reason == "[removed: personal data] so"


def test_terms_lose_it_and_so_do_the_copies_kept_with_ratings() -> None:
    measure = make_measure()
    terms = make_terms(measure, reason=NAMED)
    approved(make_return(), "82")
    agree_terms(terms, by=make_performance(), on=TODAY, why=NAMED)
    found = removed(Scope(measure))
    assert {each.field for each in found.live} == {"Reason", "Rating: terms"}
    assert Terms.objects.get().reason == "We wrote to [removed]."
    assert Rating.objects.get().terms["reason"] == "We wrote to [removed]."


def test_closed_period_loses_it_and_keeps_its_rating() -> None:
    measure = make_measure()
    make_terms(measure)
    (return_,) = make_history(measure, {Q2: "82"}, commentary=NAMED)
    before = Rating.objects.values().get()
    removed(of_return(return_))
    stored = Return.objects.get()
    assert (stored.commentary, stored.state) == ("We wrote to [removed].", State.APPROVED)
    assert Rating.objects.values().get() == before


def test_scope_leaves_other_returns_and_measures_alone() -> None:
    here = entered(make_return("25"), commentary=NAMED)
    same_measure = make_history(here.measure, {Q2: "82"}, commentary=NAMED)[0]
    elsewhere = entered(make_return("26"), commentary=NAMED)

    def holding() -> list[int]:
        named = Return.objects.filter(commentary__contains="Jane")
        return sorted(named.values_list("pk", flat=True))

    removed(of_return(here))
    assert holding() == sorted([same_measure.pk, elsewhere.pk])
    assert ChangeText.objects.filter(text=NAMED).count() == 2
    removed(Scope(here.measure))
    assert holding() == [elsewhere.pk]
    removed()
    assert holding() == []
    assert not ChangeText.objects.filter(text=NAMED).exists()


def test_title_of_a_measure_is_a_text_too() -> None:
    make_measure("25", title="Visits to Jane Doe", comments="Jane Doe")
    assert {each.field for each in removed().live} == {"Title", "Comments"}
    measure = Measure.objects.get()
    assert (measure.title, measure.comments) == ("Visits to [removed]", "[removed]")


def test_administration_s_own_list_of_what_was_done_loses_it_too() -> None:
    petra = make_performance()
    LogEntry.objects.create(
        user=petra, action_flag=2, object_repr="25 Visits to Jane Doe", change_message="Jane Doe"
    )
    removed()
    entry = LogEntry.objects.get()
    assert (entry.object_repr, entry.change_message) == ("25 Visits to [removed]", "[removed]")


def test_looking_changes_nothing() -> None:
    return_ = entered(make_return(), commentary=f"{NAMED} And to Jane Doering.")
    before = (Change.objects.count(), Return.objects.values().get())
    found = look(JANE, of_return(return_), by=make_performance(), on=TODAY)
    assert found == Found((Holding("25 2017/18 Q3", "Commentary", 2, 1),), recorded=1)
    assert (Change.objects.count(), Return.objects.values().get()) == before


def test_nothing_is_removed_where_nothing_was_found() -> None:
    return_ = entered(make_return(), commentary="Nobody is named.")
    with pytest.raises(RedactionRefusedError) as refused:
        removed(of_return(return_))
    assert refused.value.problems == {"passage": NOT_FOUND}
    assert not Change.objects.filter(deed=REDACTED).exists()


def test_nothing_is_removed_without_a_reason() -> None:
    entered(make_return(), commentary=NAMED)
    with pytest.raises(RedactionRefusedError) as refused:
        removed(reason="  ")
    assert set(refused.value.problems) == {"reason"}
    assert Return.objects.get().commentary == NAMED


def test_nothing_is_removed_where_more_holds_it_than_was_seen() -> None:
    entered(make_return(), commentary=NAMED)
    with pytest.raises(RedactionRefusedError) as refused:
        removed(seen=1)
    assert refused.value.problems == {"": CHANGED}
    assert removed(seen=2).total == 2


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.PERFORMANCE, True),
        (Role.ADMINISTRATOR, True),
        (Role.MEMBER, False),
        (None, False),
    ],
)
def test_performance_team_and_administrators_remove(role: Role | None, *, may: bool) -> None:
    entered(make_return(), commentary=NAMED)
    assert done_by(make_person("Somebody", role)) is may


def test_officer_and_approver_do_not_remove() -> None:
    return_ = entered(make_return(), commentary=NAMED)
    service = return_.measure.service
    assert service is not None
    assert not done_by(make_officer(service))
    assert not done_by(make_approver(service))


def done_by(person: Person) -> bool:
    """Whether this person may look, and remove."""
    for deed in (look, partial(redact, reason=WHY)):
        try:
            deed(JANE, Scope(), by=person, on=TODAY)
        except NotAllowedError:
            return False
    return True


def test_officer_with_the_page_open_is_shown_what_is_stored() -> None:
    """Otherwise their next saving would bring the passage back."""
    return_ = entered(make_return(), commentary=NAMED)
    removed(of_return(return_))
    again = Entry(commentary=NAMED)
    officer = make_officer(make_service())
    with pytest.raises(ConflictError):
        save_draft(return_, again, by=officer, on=TODAY, seen_edit=return_.edit)


def test_answers_lose_what_was_typed_of_their_keys() -> None:
    answers = {"department.Jane Doe": "ignore", "profile": "linear"}
    file = sheet_of([HEADINGS, HOMES])
    run, _ = start(Upload(file, "b.xlsx", answers=answers), by=make_performance())

    removed()

    run.refresh_from_db()
    assert run.answers == {"department.[removed]": "ignore", "profile": "linear"}


def test_import_loses_it_with_its_file_and_what_was_shown() -> None:
    rows = [HEADINGS, (*ROADS[:-1], "Ask Jane Doe")]
    imported_by = make_performance()
    seen = preview(sheet_of(rows), name="a.xlsx", year="2017/18", answers=ANSWERS)
    run = commit(seen, by=imported_by, on=TODAY).run
    other, _ = start(Upload(sheet_of([HEADINGS, HOMES]), "b.xlsx"), by=imported_by)
    assert run is not None

    removed()

    run.refresh_from_db()
    other.refresh_from_db()
    held = [run.summary, *run.pages.values_list("items", flat=True)]
    assert [each for page in held for each in texts_in(page) if "Jane Doe" in each] == []
    assert (bytes(run.content), bool(other.content)) == (b"", True)
    assert Measure.objects.get(ref="2").comments == "Ask [removed]"
