"""A whole import undone: what comes back, what goes, and what stands in its way."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from indicators.agreeing import agree_terms, change_measure
from indicators.models import ImportRun, ImportState, Measure, Terms
from indicators.redacting.places import Scope
from indicators.redacting.removing import redact
from indicators.rules.periods import Quarter
from indicators.spreadsheets.runs.importing import ImportRefusedError
from indicators.spreadsheets.runs.undoing import undo
from organisation.models import Change, Service
from organisation.record import record, values
from organisation.redacting import Passage
from tests.factories import make_performance, make_person, make_return
from tests.indicators.spreadsheets.importing_examples import (
    HOMES,
    ON,
    ROADS,
    imported,
    stored,
    with_target,
)

pytestmark = pytest.mark.django_db
LATER = date(2017, 5, 3)


def run_of(*rows: tuple[object, ...]) -> ImportRun:
    run = imported(*rows).run
    assert run is not None
    return run


def refusal(run: ImportRun) -> list[str]:
    """Why it is not undone, a line for each reason; nothing may have changed."""
    before = stored()
    with pytest.raises(ImportRefusedError) as refused:
        undo(run, by=None, on=LATER)
    run.refresh_from_db()
    assert (stored(), run.state) == (before, ImportState.COMMITTED)
    head, *reasons = str(refused.value).split("\n")
    assert head == "Nothing was undone: other work stands on this import. Take that back first."
    return reasons


def everything() -> list[dict[str, object]]:
    """All that is stored of measures and terms, but for their numbers."""
    things = (*Measure.objects.order_by("pk"), *Terms.objects.order_by("pk"))
    return [values(each) for each in things]


def test_new_measures_go_with_the_services_made_for_them() -> None:
    before = stored()
    run = run_of(HOMES, ROADS)

    undo(run, by=None, on=LATER)

    run.refresh_from_db()
    after = stored()
    assert {**after, "Change": 0} == before
    assert (run.state, run.undone_at is not None) == (ImportState.UNDONE, True)
    assert list(Change.objects.about(run).values_list("deed", flat=True)) == [
        "workbook imported",
        "import undone",
    ]


def test_changes_are_put_back() -> None:
    run_of(HOMES, ROADS)
    before = everything()
    run = run_of(HOMES, with_target(ROADS, "90%"))
    changed = Terms.objects.get(measure__ref="2", year=2017).target

    undo(run, by=None, on=LATER)

    assert (changed, everything()) == (Decimal(90), before)


def test_import_that_is_undone_can_be_done_again() -> None:
    undo(run_of(HOMES, ROADS), by=None, on=LATER)

    again = run_of(HOMES, ROADS)

    assert (again.counts["new"], Measure.objects.count()) == (2, 2)


def test_import_is_undone_once() -> None:
    run = run_of(HOMES)
    undo(run, by=None, on=LATER)

    with pytest.raises(ImportRefusedError, match="is undone already"):
        undo(run, by=None, on=LATER)


def test_what_was_changed_since_is_named_with_who_and_when() -> None:
    run = run_of(HOMES)
    terms = Terms.objects.get(year=2017)
    terms.target = Decimal(120)
    agree_terms(terms, by=make_person("Ann"), on=LATER, why="The plan was raised.")

    today = f"{localtime(timezone.now()):%-d %B %Y}"
    assert refusal(run) == [
        f"Terms 1 2017/18: target was 100 and is 120, changed on {today} by Ann, after the import."
    ]


def test_what_was_added_to_a_new_measure_since_is_named() -> None:
    run = run_of(HOMES)
    measure = Measure.objects.get()
    measure.guidance = "Count completions."
    change_measure(measure, by=make_person("Ann"), on=LATER)

    [reason] = refusal(run)

    assert reason.startswith("Measure 1: measure changed on ")
    assert reason.endswith(" by Ann, after the import.")


def test_return_of_a_new_measure_is_named() -> None:
    run = run_of(HOMES)
    return_ = make_return("1", Quarter(2017, 1))

    [unrecorded] = refusal(run)
    record("return saved", return_, by=make_person("Ann"), on=LATER)
    [recorded] = refusal(run)

    assert unrecorded.endswith("is there still, and needs what was imported.")
    assert "return saved on " in recorded


def test_later_import_of_the_same_measure_goes_first() -> None:
    first = run_of(HOMES, ROADS)
    second = run_of(HOMES, with_target(ROADS, "90%"))
    reasons = refusal(first)

    undo(second, by=None, on=LATER)
    undo(first, by=None, on=LATER)

    assert len(reasons) == 1
    assert reasons[0].startswith("Terms 2 2017/18: target was 85 and is 90, changed on ")
    assert Measure.objects.count() == 0


def test_no_more_than_forty_reasons_are_told() -> None:
    run = run_of(*((number, *HOMES[1:]) for number in range(1, 43)))
    Terms.objects.filter(year=2017).update(target=120)

    reasons = refusal(run)

    assert (len(reasons), reasons[-1]) == (41, "and 2 more")


def test_measure_that_was_removed_since_is_named() -> None:
    run = run_of(HOMES)
    Terms.objects.filter(year=2017).delete()

    assert refusal(run) == ["Terms 1 2017/18 is there no more."]


def test_service_that_others_use_stays() -> None:
    run = run_of(HOMES)
    service = Service.objects.get()
    Measure.objects.create(ref="own", title="Own", service=service)

    undo(run, by=None, on=ON)

    assert (list(Measure.objects.values_list("ref", flat=True)), Service.objects.get()) == (
        ["own"],
        service,
    )


@pytest.mark.parametrize("words", ["for Max Doe", "max"])
def test_personal_data_that_was_removed_is_no_work_that_stands_on_it(words: str) -> None:
    """It can't be taken back. “Max” stands in MAXIMISE, too, which nobody typed."""
    named = (1, "No", "Homes for Max Doe [Running total]", *HOMES[3:])
    before = stored()
    run = run_of(named, ROADS)
    redact(Passage(words), Scope(), reason="asked for", by=make_performance(), on=ON)
    run.refresh_from_db()

    undo(run, by=None, on=LATER)

    assert {**stored(), "Change": 0} == {**before, "Change": 0}
