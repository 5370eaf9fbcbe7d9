"""A history as rows: when, who, what from and to, why, from where; in as many queries for many."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.agreeing import agree_terms, change_measure
from indicators.history.about import about_measure, about_return
from indicators.history.telling import FieldTold, Told, history
from indicators.models import Measure, PeriodTarget, Return, Terms
from indicators.redacting.places import Scope
from indicators.redacting.removing import redact
from indicators.returns.approving import send_back
from indicators.returns.closing import close_period
from indicators.returns.entering import SAVED
from organisation.models import Change
from organisation.record import Edit, coming_from, record
from organisation.redacting import Passage
from tests.factories import (
    EXPLAINED,
    Q2,
    TODAY,
    approved,
    entered,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db


def of_return(return_: Return, number: int = 1) -> list[Told]:
    measure, period = return_.measure, return_.period
    about, beside = about_return(measure, period), f"{measure.ref} {period}"
    return list(history(about, measure.figure_unit, number, beside=beside))


def of_measure(measure: Measure) -> list[Told]:
    return list(history(about_measure(measure), measure.figure_unit, beside=measure.ref))


def lines(told: Told) -> list[tuple[str, str, str]]:
    return [(each.label, each.before, each.after) for each in told.fields]


def first_of(rows: list[Told], what: str) -> Told:
    return next(each for each in rows if each.what == what)


# A return


def test_changed_figure_says_from_and_to_in_the_measure_s_unit() -> None:
    return_ = entered(make_return(), "50")
    officer = make_officer(make_service())
    officer.post = "Data officer"
    officer.save()
    with coming_from("grid"):
        entered(return_, "55", quality="ESTIMATED")
    at = timezone.localtime(Change.objects.order_by("pk").last().at)  # type: ignore[union-attr]
    assert of_return(return_)[0] == Told(
        when=f"15 January 2018, {at:%H:%M}",
        who=f"{officer.name}, Data officer",
        what="Saved",
        about="",
        period="2017-18-q3",
        why="",
        origin="typed in the grid",
        fields=(
            FieldTold("Figure", "50.0%", "55.0%", is_long=False),
            FieldTold("How firm the figure is", "Final", "Estimated", is_long=False),
        ),
    )


def test_figure_is_told_with_all_its_decimals() -> None:
    return_ = entered(make_return(), "50.04")
    entered(return_, "50.01")
    assert lines(of_return(return_)[0])[0] == ("Figure", "50.04%", "50.01%")


def test_life_of_a_return_is_told_newest_first() -> None:
    return_ = submitted(make_return(), "60", **EXPLAINED)
    approver = make_approver(make_service())
    send_back(return_, reason="Check it.", by=approver, on=TODAY)
    approved(return_, "82")
    told = of_return(return_)
    assert [each.what for each in told if each.what != "Saved"] == [
        "Approved",
        "Submitted",
        "Sent back",
        "Submitted",
    ]
    back = first_of(told, "Sent back")
    assert (back.who, back.why) == (approver.name, "Check it.")
    assert lines(back) == [("State", "Submitted", "Sent back")]


def test_texts_are_told_whole() -> None:
    return_ = entered(make_return(), commentary="Better\nthan ever")
    field = next(each for each in of_return(return_)[0].fields if each.label == "Commentary")
    assert field == FieldTold("Commentary", "", "Better\nthan ever", is_long=True)


def test_removed_text_says_when_it_was_removed() -> None:
    return_ = entered(make_return(), commentary="By Jane Doe")
    petra = make_performance()
    scope = Scope(return_.measure, return_.period)
    redact(Passage("Jane Doe"), scope, reason="Personal", by=petra, on=TODAY)
    removal, saved = of_return(return_)
    assert (removal.what, removal.who, removal.why) == (
        "Personal data removed",
        petra.name,
        "Personal",
    )
    assert lines(removal) == [("Commentary", "", "[removed]")]
    assert ("Commentary", "", "removed on 15 January 2018") in lines(saved)


def test_every_version_of_a_return_is_told() -> None:
    first = approved(make_return(), "82")
    second = Return.objects.create(
        measure=first.measure,
        period=first.period,
        terms=first.terms,
        version=2,
        is_current=False,
        corrects=first,
        correction_reason="A slip",
    )
    record("correction begun", second, by=None, on=TODAY, why="A slip")
    newest = of_return(first)[0]
    assert (newest.what, newest.about, newest.period, newest.why, newest.who) == (
        "Correction begun",
        "version 2",
        "2017-18-q3",
        "A slip",
        "The system",
    )


def test_other_returns_are_not_told() -> None:
    return_ = entered(make_return("25"))
    entered(make_return("26"))
    assert len(of_return(return_)) == 1


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("form", "typed on a page"),
        ("grid", "typed in the grid"),
        ("administration", "typed in the administration"),
        (f"import targets 2017.xlsx sha256:{'0' * 64}", "import of targets 2017.xlsx"),
        (
            f"command import_workbook a.xlsx sha256:{'0' * 64}",
            "made by a command (import_workbook, a.xlsx)",
        ),
        ("command demo", "made by a command (demo)"),
        ("program", "made by the program itself"),
        ("something new", "something new"),
    ],
)
def test_origin_is_said_in_words(origin: str, words: str) -> None:
    return_ = make_return()
    with coming_from(origin):
        entered(return_)
    assert of_return(return_)[0].origin == words


def test_field_that_nobody_named_is_readable() -> None:
    return_ = make_return()
    edits = [Edit("some_new field", "", "x"), Edit("expected_on", "", "2018-02-01")]
    record(SAVED, return_, by=None, on=TODAY, edits=[*edits, Edit("is_ready", "False", "True")])
    assert lines(of_return(return_)[0]) == [
        ("Some new field", "", "x"),
        ("Figure expected on", "", "1 February 2018"),
        ("Nothing is missing", "no", "yes"),
    ]


# A measure


def test_changed_target_says_from_and_to_and_why() -> None:
    return_ = make_return()
    terms = return_.terms
    terms.target = Decimal(82)
    agree_terms(terms, by=make_performance(), on=TODAY, why="Agreed by Cabinet")
    told = first_of(of_measure(return_.measure), "Terms changed")
    assert (told.about, told.why) == ("2017/18", "Agreed by Cabinet")
    assert lines(told) == [("Target", "80%", "82%")]


def as_new(terms: Terms, **fields: object) -> Terms:
    """Terms like these, not yet stored, but for some fields."""
    copied = {each.attname: getattr(terms, each.attname) for each in Terms._meta.concrete_fields}
    return Terms(**copied | {"id": None} | fields)


def test_terms_from_a_quarter_say_what_they_changed() -> None:
    close_period(approved(make_return("25", Q2)).period, by=make_performance(), on=TODAY)
    new = as_new(Terms.objects.get(), from_quarter=3, target=Decimal(82))
    agree_terms(new, by=make_performance(), on=TODAY, why="Agreed by Cabinet")
    measure = Measure.objects.get()
    told = first_of(of_measure(measure), "Terms added")
    assert told.about == "2017/18 from quarter 3"
    assert lines(told) == [("Target", "80%", "82%")]


def test_terms_say_what_they_changed_when_they_were_made() -> None:
    """Whatever became of the older terms since."""
    make_return()
    old = Terms.objects.get()
    new = as_new(old, from_quarter=4, target=Decimal(82))
    agree_terms(new, by=make_performance(), on=TODAY)
    old.target = Decimal(70)
    agree_terms(old, by=make_performance(), on=TODAY)
    told = first_of(of_measure(Measure.objects.get()), "Terms added")
    assert lines(told) == [("Target", "80%", "82%")]


def test_terms_of_a_new_year_say_what_is_in_them() -> None:
    return_ = make_return()
    new = as_new(Terms.objects.get(), year=2018)
    agree_terms(new, by=None, on=TODAY)
    told = first_of(of_measure(return_.measure), "Terms added")
    assert (told.about, told.who) == ("2018/19", "The system")
    said = {label: after for label, _, after in lines(told)}
    assert (said["Target"], said["Polarity"], said["Agreed by"]) == (
        "80%",
        Terms.objects.get(year=2018).get_polarity_display(),
        "Cabinet",
    )
    assert "Measure" not in said
    assert "no" not in said.values()


def test_target_of_a_quarter_is_told_after_it_was_deleted_too() -> None:
    return_ = make_return()
    agree_terms(
        return_.terms,
        by=None,
        on=TODAY,
        period_targets={4: PeriodTarget(target=Decimal(90))},
    )
    target = PeriodTarget.objects.get()
    edits = [Edit("deleted", str(target), "", text=True)]
    record("period target deleted", target, by=None, on=TODAY, edits=edits)
    target.delete()
    deleted, added = of_measure(return_.measure)
    assert (deleted.what, deleted.about, lines(deleted)) == (
        "Target for a quarter deleted",
        "2017/18 Q4",
        [("Deleted", "25 2017/18 Q4", "")],
    )
    assert lines(added) == [("Target", "", "90%")]


def test_measure_fields_and_states_of_returns_are_told_without_their_figures() -> None:
    return_ = submitted(make_return(), "82")
    measure = return_.measure
    measure.service, measure.lead = make_service("Waste", "Place"), make_performance()
    change_measure(measure, by=make_performance(), on=TODAY)
    moved, sent = of_measure(measure)
    assert lines(moved) == [
        ("Service", "Children", "Waste"),
        ("Measure lead", "", str(make_performance())),
    ]
    assert (moved.period, sent.period) == ("", "2017-18-q3")
    assert (sent.what, sent.about) == ("Submitted", "2017/18 Q3")
    assert lines(sent) == [("State", "Draft", "Submitted")]


# Pages and queries


def test_long_history_comes_in_pages() -> None:
    return_ = make_return()
    for value in range(30):
        entered(return_, str(value))
    measure, period = return_.measure, return_.period
    page = history(about_return(measure, period), measure.figure_unit, "2", size=20)
    assert (page.number, page.paginator.num_pages, len(page.object_list)) == (2, 2, 10)
    assert lines(page.object_list[-1])[0] == ("Figure", "", "0.0%")


def test_history_takes_as_many_queries_for_many_changes_as_for_few() -> None:
    return_ = entered(make_return(), "1", commentary="A")
    few = cost(return_)
    for value in range(2, 12):
        entered(return_, str(value), commentary=f"So {value}")
    assert cost(return_) == few == 3


def cost(return_: Return) -> int:
    with CaptureQueriesContext(connection) as queries:
        of_return(return_)
    return len(queries)


def test_history_of_a_measure_takes_as_many_queries_for_many_terms() -> None:
    measure, counts = make_return().measure, set()
    for quarter in (3, 4):
        _terms_from(quarter)
        with CaptureQueriesContext(connection) as queries:
            of_measure(measure)
        counts.add(len(queries))
    assert counts == {6}


def _terms_from(quarter: int) -> None:
    first = Terms.objects.order_by("from_quarter")[0]
    new = as_new(first, from_quarter=quarter, target=Decimal(80 + quarter))
    agree_terms(new, by=None, on=TODAY)
