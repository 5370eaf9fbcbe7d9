"""Southend's plan of January 2017 against its expected parse, in three shapes.

The expected parse was made apart from the importer, from the text of the council's Cabinet report
of 19 January 2017, Appendix 2.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from indicators.rules.periods import FinancialYear
from indicators.spreadsheets.kinds.actions.reading import ActionsRead
from indicators.spreadsheets.kinds.actions.settled import SettledAction, SettledMilestone
from indicators.spreadsheets.understanding.departments import SettledService
from tests.indicators.spreadsheets.books import FIXTURES
from tests.indicators.spreadsheets.kinds.actions.plans import (
    SOUTHEND,
    SOUTHEND_COUNCIL,
    southend_answers,
    understand_file,
)

EXPECTED = Path(__file__).parents[4] / "data" / "southend_2017_actions_expected_parse.csv"
REGENERATION = SettledService("Department of Place", "Regeneration and Business Development")
FINANCE = SettledService("Department of the Chief Executive", "Finance & Resources")
SEPTEMBER = date(2017, 9, 30)
BOTH = "southend_2017_indicators.xlsx"  # has the plan on its second sheet, with merged aims


def southend(answers: dict[str, str] | None = None) -> ActionsRead:
    given = southend_answers() if answers is None else answers
    return understand_file(
        SOUTHEND.read_bytes(), SOUTHEND.name, council=SOUTHEND_COUNCIL, answers=given
    )


def actions(found: ActionsRead) -> dict[str, SettledAction]:
    return {each.ref: each.action for each in found.rows}


def expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def days(action: SettledAction) -> list[str]:
    """The days that need no answer, in the order of the cell."""
    found = [action.due_on, *(each.due_on for each in action.milestones)]
    return [each.isoformat() for each in found if each]


def test_every_row_is_read_as_expected() -> None:
    unanswered, answered = southend({}), southend()
    read = [
        {
            "no": row.ref,
            "aim_group (from the merged Aim cell)": row.action.aim.name if row.action.aim else "",
            "action": row.cells["title"].text,
            "directorate_verbatim": row.cells["department"].text,
            "n_departments": str(len({each.directorate for each in whole.action.services or ()})),
            "due_date_verbatim": row.cells["due"].text,
            "valid_dates_iso": ";".join(days(row.action)),
        }
        for row, whole in zip(unanswered.rows, answered.rows, strict=True)
    ]

    names = read[0].keys()
    assert len(read) == 48
    assert read == [{name: row[name] for name in names} for row in expected()]


def test_invalid_dates_are_those_expected_and_name_their_cell() -> None:
    found = southend({})
    invalid = {row["no"]: row["invalid_dates"].split(";") for row in expected()}
    wrong = {ref: texts for ref, texts in invalid.items() if texts != [""]}
    (asked,) = [each for each in found.questions if each.kind == "no-such-day"]

    assert wrong == {"33": ["31 Sept 2017", "31 Sept 2017"]}
    assert (asked.refs, asked.cells) == (("33",), ("E38",))
    assert asked.message == (
        "“31 Sept 2017”: There is no 31 September 2017: September has 30 days. Which day is meant?"
    )
    assert [each.label for each in asked.choices] == [
        "30 September 2017",
        "1 October 2017",
        "Another day",
        "None: leave it open",
    ]


def test_answers_leave_only_warnings() -> None:
    found = southend()

    assert (found.year, found.committable) == (FinancialYear(2017), True)
    assert [(each.cell, each.message) for each in found.problems] == [
        ("A3", "The text speaks of 52 actions, and the table has 48: is it complete?"),
        (
            "E39",
            "E39 says 31 March 2017, which is before the plan's year 2017/18 begins: is it right?",
        ),
    ]


def test_sub_actions_become_milestones_with_their_own_days() -> None:
    car_park = actions(southend())["33"]

    assert car_park.milestones == (
        SettledMilestone("To support Turnstone to submit a planning application", SEPTEMBER),
        SettledMilestone("To meet the Coach Park Relocation Condition", date(2017, 6, 30)),
        SettledMilestone("To support Turnstone in securing prime tenants", SEPTEMBER),
    )
    assert (car_park.title, car_park.due_on, car_park.due_words) == (
        "Seaway Car Park",
        None,
        "31 Sept 2017 30 June 2017 31 Sept 2017",
    )
    assert car_park.description == (
        "to bring forward the development of a leisure-led scheme, including the relocation of "
        "coach parking and the seafront waste depot, 2016/17 actions:"
    )


def test_several_directorates_in_one_cell() -> None:
    found = actions(southend())

    assert {
        ref: each.services for ref, each in found.items() if len(each.services or ()) > 1
    } == dict.fromkeys(("33", "34", "37"), (REGENERATION, FINANCE))


def test_groups_named_beside_a_service_are_posts() -> None:
    found = actions(southend())

    assert {ref: each.lead_post for ref, each in found.items() if each.lead_post} == {
        "36": "all Culture Group Managers",
        "42": "Culture Group Managers",
    }


def test_aims_have_all_their_priorities() -> None:
    aims = {each.aim.name: each.aim.priorities for each in actions(southend()).values() if each.aim}

    assert list(aims) == ["Safe", "Clean", "Healthy", "Prosperous", "Excellent"]
    assert aims["Safe"] == (
        "Create a safe environment across the town for residents, workers and visitors. Work in "
        "partnership with Essex Police and other agencies to tackle crime. Look after and "
        "safeguard our children and vulnerable adults."
    )


@pytest.mark.parametrize(
    ("name", "sheet", "year"), [("csv", None, "2017/18"), (BOTH, "Appendix 2 - Actions", None)]
)
def test_other_shapes_of_the_plan_read_alike(
    name: str, sheet: str | None, year: str | None
) -> None:
    content = (FIXTURES / BOTH).read_bytes() if name == BOTH else as_csv()
    found = understand_file(
        content,
        "plan.csv" if name == "csv" else name,
        council=SOUTHEND_COUNCIL,
        answers=southend_answers(),
        sheet=sheet,
        year=year,
    )

    assert found.committable
    assert actions(found) == actions(southend())


def as_csv() -> bytes:
    """The workbook's texts in an editor's CSV."""
    headings = ("No", "Aim/Corporate Priorities", "Action", "Directorate", "Due Date")
    names = ("ref", "aim", "title", "department", "due")
    lines = [";".join(headings)]
    for row in southend().rows:
        texts = (row.cells[name].text.replace('"', '""') for name in names)
        lines.append(";".join(f'"{text}"' for text in texts))
    return "\r\n".join(lines).encode("cp1252")
