"""A plan imported, imported again, changed, undone: what is shown and what is kept."""

from collections.abc import Sequence
from datetime import date

import pytest

from indicators.models import Milestone, PlanAction
from indicators.spreadsheets.runs.importing import Committed, Preview, commit, preview
from indicators.spreadsheets.runs.undoing import undo
from organisation.models import Change, Directorate, Service
from outcomes.models import Outcome
from tests.factories import make_service
from tests.indicators.spreadsheets.books import sheet_of
from tests.indicators.spreadsheets.kinds.actions.plans import SOUTHEND, southend_answers
from tests.reporting.scorecard_examples import make_outcome

pytestmark = pytest.mark.django_db

ON = date(2017, 4, 3)
HEADINGS = ("No", "Aim", "Action", "Directorate", "Due Date")
ROW = (1, "Safe", "Bridge – mend it", "Place Roads", "31 March 2018")
STEPS = (2, "Safe", "Pier: • pillars • deck", "Place Parks", "30 June 2017 31 March 2018")
NEW = {"department.place-parks": "new:Place / Parks"}


@pytest.fixture(autouse=True)
def roads() -> Service:
    return make_service("Roads", "Place")


def seen(*rows: Sequence[object], **options: object) -> Preview:
    given: dict[str, object] = {"year": "2017/18", "answers": NEW, **options}
    content = sheet_of([HEADINGS, *rows])
    return preview(content, name="plan.xlsx", kind="actions", **given)  # type: ignore[arg-type]


def imported(*rows: Sequence[object], **options: object) -> Committed:
    return commit(seen(*rows, **options), by=None, on=ON)


def due(row: Sequence[object], cell: object) -> tuple[object, ...]:
    return (*row[:4], cell)


def changes(found: Preview) -> list[str]:
    return [str(change) for row in found.rows for change in row.changes]


def counted() -> dict[str, int]:
    models = (PlanAction, Milestone, Service, Directorate, Change)
    return {each.__name__: each.objects.count() for each in models}


def kept() -> list[tuple[object, ...]]:
    """Every action with its services and milestones."""
    return [
        (
            each.ref,
            each.title,
            each.due_on,
            each.due_words,
            [service.name for service in each.services.all()],
            [(step.position, step.text, step.due_on) for step in each.milestones.all()],
        )
        for each in PlanAction.objects.all()
    ]


def test_actions_are_kept_with_services_and_milestones() -> None:
    run = imported(ROW, STEPS).run

    assert kept() == [
        ("1", "Bridge", date(2018, 3, 31), "", ["Roads"], []),
        (
            "2",
            "Pier:",
            None,
            "30 June 2017 31 March 2018",
            ["Parks"],
            [(1, "pillars", date(2017, 6, 30)), (2, "deck", date(2018, 3, 31))],
        ),
    ]
    assert {each.import_run for each in PlanAction.objects.all()} == {run}


def test_preview_shows_who_and_when() -> None:
    (shown,) = seen(STEPS).shown()

    assert [(each.heading, each.lines) for each in shown.cells] == [
        ("Aim", ("Safe",)),
        ("Description", ("none",)),
        ("Who answers for it", ("Parks, Place (will be made)",)),
        (
            "Due",
            (
                "As printed: 30 June 2017 31 March 2018",
                "30 June 2017: pillars",
                "31 March 2018: deck",
            ),
        ),
    ]


def test_importing_again_changes_nothing() -> None:
    imported(ROW, STEPS)
    before = counted()
    again = seen(ROW, STEPS)

    assert again.statuses == {"1": "unchanged", "2": "unchanged"}
    assert commit(again, by=None, on=ON).run is None
    assert counted() == before


def test_changed_day_is_shown_old_and_new_and_kept() -> None:
    imported(ROW, STEPS)
    found = seen(due(ROW, "30 April 2018"), due(STEPS, "30 June 2017 1 May 2018"))
    commit(found, by=None, on=ON)

    assert changes(found) == [
        "due on: 31 March 2018 → 30 April 2018",
        "due words: 30 June 2017 31 March 2018 → 30 June 2017 1 May 2018",
        "milestone 2 due on: 31 March 2018 → 1 May 2018",
    ]
    days = [each.due_on for each in PlanAction.objects.all()]
    assert (days, Milestone.objects.get(position=2).due_on) == (
        [date(2018, 4, 30), None],
        date(2018, 5, 1),
    )


def test_milestones_that_the_sheet_lacks_stay_and_are_told_of() -> None:
    imported(STEPS)
    found = seen(due(STEPS, "31 March 2018"))

    assert [each.message for each in found.understanding.problems] == [
        (
            "Action 2 has 2 milestones and the sheet names 0: the others stay. Delete them in the "
            "administration if they are no more."
        )
    ]
    commit(found, by=None, on=ON)
    assert Milestone.objects.count() == 2


def test_outcomes_agreed_since_stay() -> None:
    imported(ROW)
    PlanAction.objects.get().outcomes.add(make_outcome())

    assert imported(ROW).run is None
    assert PlanAction.objects.get().outcomes.get() == Outcome.objects.get()


def test_undo_takes_all_back() -> None:
    before = {**counted(), "Change": 0}
    run = imported(ROW, STEPS).run
    assert run is not None
    undo(run, by=None, on=ON)

    assert {**counted(), "Change": 0} == before


def test_undo_of_a_change_puts_back_what_was() -> None:
    imported(ROW, STEPS)
    before = kept()
    run = imported(
        due((*ROW[:3], "Place Parks", ""), "May 2018"), due(STEPS, "1 May 2017 May 2018")
    ).run
    assert run is not None
    assert kept() != before
    undo(run, by=None, on=ON)

    assert kept() == before


def test_undo_keeps_a_service_that_another_plan_names() -> None:
    run = imported(STEPS).run
    imported(STEPS, year="2018/19")
    assert run is not None
    undo(run, by=None, on=ON)

    assert [each.services.get().name for each in PlanAction.objects.all()] == ["Parks"]


def test_years_have_plans_of_their_own() -> None:
    imported(ROW, STEPS)
    imported(due(ROW, "31 March 2019"), STEPS, year="2018/19")

    found = PlanAction.objects.filter(ref="1").values_list("year", "due_on")
    assert list(found) == [(2017, date(2018, 3, 31)), (2018, date(2019, 3, 31))]
    assert Milestone.objects.count() == 4


def test_text_that_looks_like_a_formula_or_markup_stays_text() -> None:
    imported((1, "+Safe", "<b>Mend</b> +1", "Place Roads", "@now"))
    found = PlanAction.objects.get()

    assert (found.aim, found.title, found.due_words) == ("+Safe", "<b>Mend</b> +1", "@now")
    assert imported((1, "+Safe", "<b>Mend</b> +1", "Place Roads", "@now")).run is None


def test_text_too_long_is_refused_by_its_cell() -> None:
    found = seen(due(ROW, f"Ongoing {'x' * 300}"))

    assert [each.message for each in found.understanding.problems if each.severity == "error"] == [
        (
            "Action 1: due words: Ensure this value has at most 300 characters (it has 308). Mend "
            "the row, or leave out 1."
        )
    ]


def test_southend_is_imported_in_one_go() -> None:
    content = SOUTHEND.read_bytes()
    for directorate, names in {
        "Department of People": ("Adult Services & Housing", "Children's Services"),
        "Department of Place": ("Culture", "Planning and Transport", "Public Protection"),
        "Department of the Chief Executive": ("Finance & Resources", "Transformation"),
    }.items():
        for name in names:
            make_service(name, directorate)
    answers = {
        **southend_answers(),
        "department.department-of-people-public-health": "new:Department of People / Public Health",
        "department.department-of-people-learning-services": (
            "new:Department of People / Learning Services"
        ),
    }
    found = preview(content, name=SOUTHEND.name, kind="actions", answers=answers)
    commit(found, by=None, on=ON)

    again = preview(content, name=SOUTHEND.name, kind="actions", answers=answers)
    assert (PlanAction.objects.count(), Milestone.objects.count()) == (48, 8)
    assert again.counts == {"rows": 48, "new": 0, "changed": 0, "unchanged": 48, "errors": 0}
