"""Dropping a correction: who may, what goes on to count, and what the record keeps of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.history.about import about_measure, about_return
from indicators.models import (
    Action,
    Confirmation,
    ExceptionReport,
    Judgement,
    KeptEntry,
    Measure,
    Message,
    MonthFigure,
    Period,
    Rating,
    Reminder,
    Return,
)
from indicators.officers.due import Work
from indicators.redacting.places import Scope
from indicators.redacting.removing import look
from indicators.reminding.matters import due
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import close_period
from indicators.returns.dropping import DROPPED, drop_correction
from indicators.returns.entering import Entry, Waved, entry_of, save_draft
from indicators.returns.judging import judge
from indicators.returns.months import MonthEntry
from indicators.returns.recorded import told
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import begin_correction
from indicators.rules.rag import Colour
from organisation.access import NotAllowedError, access_of
from organisation.models import Change, Person
from organisation.redacting import Passage
from tests.factories import (
    EXPLAINED,
    TODAY,
    approved,
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
)
from tests.indicators.returns.corrections import WHY, begun, closed, corrected, let_in, olga, sent

pytestmark = pytest.mark.django_db

NOT_NEEDED = "The clinic had sent everything after all."
LATER = TODAY + timedelta(days=9)  # nobody is let in any more


def drop(return_: Return, by: Person | None = None, on: date = TODAY, **seen: int) -> Return:
    return drop_correction(return_, reason=NOT_NEEDED, by=by or olga(), on=on, **seen)


def told_of(pk: int) -> dict[str, str]:
    """What the record says that a dropped correction held, by field."""
    rows = Change.objects.filter(deed=DROPPED, object_id=pk).prefetch_related("texts")
    assert {told(each, "why") for each in rows} == {NOT_NEEDED}
    assert {told(each, "after") for each in rows} == {""}
    return {each.field: told(each, "before") for each in rows}


# Who, and when


def test_officer_who_is_let_in_drops_it_and_the_old_version_counts() -> None:
    old = closed("82")
    assert drop(begun(old)) == old
    assert Return.objects.get() == old
    assert (Return.objects.get().is_current, Rating.objects.get().is_frozen) == (True, True)


@pytest.mark.parametrize("state", ["begun", "submitted", "sent back"])
def test_it_is_dropped_in_any_state_before_it_is_approved(state: str) -> None:
    old = closed("82")
    made = begun(old) if state == "begun" else sent(old, "84")
    if state == "sent back":
        send_back(made, reason="Which?", by=make_approver(make_service()), on=TODAY)
    drop(made, make_performance(), LATER)
    assert list(Return.objects.all()) == [old]


def test_approved_one_is_not_dropped() -> None:
    made = corrected(closed("82"), "84")
    with pytest.raises(RefusedError, match="is approved and counts"):
        drop(made)


def test_version_that_was_corrected_is_not_dropped() -> None:
    first = corrected(closed("82"), "84")
    corrected(first, "85")
    with pytest.raises(RefusedError, match="is approved and counts"):
        drop(first)


def test_return_that_is_no_correction_is_not_dropped() -> None:
    with pytest.raises(RefusedError, match="is no correction, so there is nothing to drop"):
        drop(make_return())


@pytest.mark.parametrize("who", ["officer not let in", "approver", "officer of another service"])
def test_others_do_not_drop_it(who: str) -> None:
    made = begun(closed("82"))
    by = {
        "officer not let in": make_officer(make_service(), "Otto"),
        "approver": make_approver(make_service()),
        "officer of another service": make_officer(make_service("Waste", "Place")),
    }[who]
    with pytest.raises(NotAllowedError, match="whoever is let in to make it"):
        drop(made, by)


def test_after_the_last_day_only_the_performance_team_drops_it() -> None:
    made = begun(closed("82"))
    with pytest.raises(NotAllowedError):
        drop(made, on=LATER)
    drop(made, make_performance(), LATER)


def test_it_needs_a_reason() -> None:
    made = begun(closed("82"))
    with pytest.raises(RefusedError) as refused:
        drop_correction(made, reason=" ", by=olga(), on=TODAY)
    assert refused.value.problems == {
        "reason": "Say why the correction is dropped; it stays on record."
    }


def test_what_was_changed_since_it_was_seen_is_not_dropped() -> None:
    made = begun(closed("82"))
    save_draft(made, Entry(value=Decimal(84)), by=olga(), on=TODAY)
    with pytest.raises(RefusedError, match="It was changed since you opened this page"):
        drop(made, seen_edit=0)
    drop(made, seen_edit=1)


def test_nothing_more_is_done_with_one_that_was_dropped() -> None:
    made = begun(closed("82"))
    drop(made)
    with pytest.raises(RefusedError, match="was dropped in the meantime"):
        save_draft(made, Entry(value=Decimal(84)), by=olga(), on=TODAY)


# What the record keeps, and nothing else


def test_all_its_figures_and_texts_stand_in_the_record() -> None:
    made = begun(closed("50", **EXPLAINED))
    entry = Entry(
        value=Decimal("51.5"), commentary="Jane Doe came late.", quality="PROVISIONAL", **EXPLAINED
    )
    save_draft(made, entry, by=olga(), on=TODAY)
    pk, old = made.pk, made.corrects_id
    drop(made)
    assert told_of(pk) == {
        "version": "2",
        "is_current": "False",
        "is_ready": "False",
        "is_example": "False",
        "state": "DRAFT",
        "value": "51.5",
        "quality": "PROVISIONAL",
        "commentary": "Jane Doe came late.",
        "entered_by": str(olga().pk),
        "corrects": str(old),
        "correction_reason": WHY,
        "edit": "1",
        "cause": EXPLAINED["cause"],
        "key_risks": EXPLAINED["key_risks"],
        "mitigation": EXPLAINED["mitigation"],
        "expected_recovery": "2019/20 Q1",
        "actions": "Fill the two vacant posts (Team manager, 2018-03-31)",
    }


def test_what_was_decided_about_it_stands_in_the_record() -> None:
    return_ = approved(make_return(), "82", **EXPLAINED)
    reason = "The figure leaves out a whole depot."
    judge(return_, colour=Colour.RED, reason=reason, by=make_performance(), on=TODAY)
    close_period(return_.period, by=make_performance(), on=TODAY)
    made = sent(return_, "82", commentary="A comma.", **EXPLAINED)
    pk, sentence = made.pk, made.rating.sentence
    drop(made)
    found = told_of(pk)
    assert {name: found[name] for name in ("rating", "sentence", "judgement_reason")} == {
        "rating": "RED_JUDGED",
        "sentence": sentence,
        "judgement_reason": reason,
    }
    assert (found["judged colour"], found["submitted_by"]) == ("RED", str(olga().pk))


def test_nothing_of_it_stands_anywhere_else() -> None:
    make_terms(make_measure("27", frequency="MONTHLY"))
    months = tuple(MonthEntry(month, Decimal(27)) for month in (7, 8, 9))
    old = approved(make_return("27"), None, months=months, **EXPLAINED)
    close_period(old.period, by=make_performance(), on=TODAY)
    made = sent(old, None, months=(*months[:2], MonthEntry(9, Decimal(30))), **EXPLAINED)
    Confirmation.objects.get_or_create(of=made, code="copied", said="Same.", reason="It is.")
    message = Message.objects.create(to=olga(), address="o@council.example", on=TODAY, subject="S")
    Reminder.objects.create(message=message, person=olga(), of=made, kind="SENT_BACK")
    KeptEntry.objects.create(person=olga(), of=made, typed={}, seen_edit=0, kept_at=timezone.now())
    assert Action.objects.count() == 2
    drop(made)
    assert {
        model.__name__: model.objects.exclude(of=old).count()
        for model in (ExceptionReport, Judgement, Rating, Confirmation, MonthFigure)
    } == dict.fromkeys(("ExceptionReport", "Judgement", "Rating", "Confirmation", "MonthFigure"), 0)
    assert (Reminder.objects.count(), KeptEntry.objects.count()) == (0, 0)
    assert Action.objects.count() == 1


def test_nobody_is_asked_or_reminded_of_it() -> None:
    made = sent(closed("82"), "84")
    send_back(made, reason="Which?", by=make_approver(make_service()), on=TODAY)
    access = access_of(olga(), TODAY)
    assert [each.pk for each in Work.read(access, TODAY).returns] == [made.pk]
    assert [each.of.pk for each in due(TODAY).matters] == [made.pk]
    drop(made)
    assert Work.read(access, TODAY).returns == ()
    assert due(TODAY).matters == ()


def test_history_of_the_return_and_of_the_measure_goes_on_to_tell_of_it() -> None:
    old = closed("82")
    made = sent(old, "84")
    pk = made.pk
    before = set(Change.objects.filter(object_id=pk).values_list("pk", flat=True))
    drop(made)
    found = Change.objects.filter(about_return(old.measure, old.period), object_id=pk)
    assert before < set(found.values_list("pk", flat=True))
    assert set(found.values_list("deed", flat=True)) == {
        "correction begun",
        "return saved",
        "return submitted",
        DROPPED,
    }
    told_in_short = Change.objects.filter(about_measure(old.measure), object_id=pk, deed=DROPPED)
    assert [each.field for each in told_in_short] == ["state"]


def test_personal_data_in_it_is_still_found() -> None:
    made = begun(closed("82"))
    entry = Entry(value=Decimal(84), commentary="Jane Doe came late.")
    save_draft(made, entry, by=olga(), on=TODAY)
    drop(made)
    scope = Scope(Measure.objects.get(), Period.objects.get())
    found = look(Passage("Jane Doe"), scope, by=make_performance(), on=TODAY)
    assert (found.live, found.recorded) == ((), 2)


# Afterwards


def test_another_correction_can_be_begun() -> None:
    old = closed("82")
    first = begun(old)
    save_draft(first, Entry(value=Decimal(84)), by=olga(), on=TODAY)
    drop(first)
    second = begin_correction(old, reason="Now really.", by=olga(), on=TODAY)
    assert (second.version, second.correction_reason, second.value) == (
        2,
        "Now really.",
        Decimal(82),
    )


def test_page_of_a_dropped_one_does_not_fit_the_next() -> None:
    old = closed("82")
    first = begun(old)
    save_draft(first, Entry(value=Decimal(84)), by=olga(), on=TODAY)
    drop(first)
    second = begin_correction(old, reason="Now really.", by=olga(), on=TODAY)
    assert second.edit == 2
    with pytest.raises(RefusedError, match="Somebody else has saved"):
        save_draft(second, Entry(value=Decimal(85)), by=olga(), on=TODAY, seen_edit=1)


def test_the_one_begun_anew_is_approved_in_its_turn() -> None:
    old = closed("82")
    drop(begun(old))
    let_in(old)
    made = begin_correction(old, reason=WHY, by=olga(), on=TODAY)
    assert entry_of(made) == entry_of(old)
    made = sent(old, "84")
    approve(made, by=make_approver(make_service()), on=TODAY)
    assert Return.objects.current().get().value == Decimal(84)


def test_waved_checks_are_told() -> None:
    made = begun(closed("82"))
    waved = (Waved("copied", "It is the same.", "It is right."),)
    save_draft(made, Entry(value=Decimal(84), waved=waved), by=olga(), on=TODAY)
    pk = made.pk
    drop(made)
    assert told_of(pk)["confirmed"] == "It is the same. It is right."
