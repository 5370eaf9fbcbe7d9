"""Plans in the shapes and words of other councils."""

from collections.abc import Sequence
from datetime import date

import pytest
from openpyxl import Workbook

from indicators.spreadsheets.kinds.actions.settled import SettledAim, SettledMilestone
from indicators.spreadsheets.understanding.departments import SettledService
from tests.indicators.spreadsheets.books import saved, sheet_of
from tests.indicators.spreadsheets.kinds.actions.plans import (
    HEADINGS,
    only,
    plan,
    said,
    understand_file,
)

ROADS = SettledService("Place", "Roads")
JUNE = date(2017, 6, 30)
MARCH = date(2018, 3, 31)
ROW = (1, "Safe", "Mend the bridge", "Place Roads", MARCH)


def row(**changes: object) -> tuple[object, ...]:
    names = ("no", "aim", "action", "directorate", "due")
    return tuple(changes.get(name, cell) for name, cell in zip(names, ROW, strict=True))


@pytest.mark.parametrize(
    "headings",
    [
        ("Ref", "Priority", "Task", "Lead directorate", "Deadline"),
        ("Action No.", "Strategic Objective", "What we will do", "Service", "By when?"),
        ("#", "Corporate Priorities", "Key actions", "Department", "Target completion date"),
        ("ID", "Theme", "Activity", "Directorate / Service", "Timescale"),
    ],
)
def test_headings_in_councils_words(headings: Sequence[str]) -> None:
    action = only(plan(ROW, headings=headings))

    assert (action.ref, action.title, action.services) == ("1", "Mend the bridge", (ROADS,))
    assert (action.aim, action.due_on) == (SettledAim("Safe"), MARCH)


def test_lead_and_owner_are_posts_and_a_warning_says_so() -> None:
    found = plan(
        (1, "Mend the bridge", "Head of Roads", "Bridge engineer", "31/03/2018"),
        headings=("Ref", "Action", "Lead", "Owner", "Deadline"),
    )

    assert only(found).lead_post == "Head of Roads; Bridge engineer"
    assert said(found) == [
        (
            "warning: The column “Lead” is kept as the post that leads each action. Names of "
            "people do not belong there."
        ),
        (
            "warning: The column “Owner” is kept as the post that leads each action. Names of "
            "people do not belong there."
        ),
    ]


def test_what_the_sheet_has_no_column_for_is_not_said() -> None:
    action = only(plan((1, "Mend", "1 May 2017"), headings=("No", "Action", "Due")))

    assert (action.aim, action.services, action.lead_post) == (None, None, None)


# Aims


def test_short_texts_over_rows_are_aims() -> None:
    found = plan(ROW, row(no=2, aim=""), row(no=3, aim="Clean"), row(no=4, aim=""))

    assert [each.action.aim for each in found.rows] == [
        SettledAim("Safe"),
        SettledAim("Safe"),
        SettledAim("Clean"),
        SettledAim("Clean"),
    ]


def test_merged_blocks_are_aims_however_long() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    long = "Residents feel safe at home and in the street, by day and by night, in every ward."
    for number, aim in enumerate((long, None, "Clean.", None), start=1):
        if number == 1:
            sheet.append(list(HEADINGS))
        sheet.append(list(row(no=number, aim=aim)))
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("B4:B5")
    found = understand_file(saved(book), year="2017/18")

    assert [each.action.aim for each in found.rows] == [
        SettledAim(long),
        SettledAim(long),
        SettledAim("Clean."),
        SettledAim("Clean."),
    ]


@pytest.mark.parametrize(
    ("answer", "aims"),
    [
        ("aim", [SettledAim("Safe streets for all."), SettledAim("Clean air for all.")]),
        ("goes-on", [SettledAim("Safe streets for all. Clean air for all.")] * 2),
    ],
)
def test_aim_or_fragment_is_asked_once(answer: str, aims: list[SettledAim]) -> None:
    rows = (row(aim="Safe streets for all."), row(no=2, aim="Clean air for all."))
    asked, answered = plan(*rows), plan(*rows, answers={"aim": answer})

    assert [each.key for each in asked.questions] == ["aim"]
    assert [each.action.aim for each in asked.rows] == [None, None]
    assert [each.action.aim for each in answered.rows] == aims


def test_bands_are_aims_where_no_column_is() -> None:
    found = plan(
        ("Safe", None, None, None),
        (1, "Mend the bridge", "Place Roads", MARCH),
        ("Clean", None, None, None),
        (2, "Sweep", "Place Roads", MARCH),
        headings=("No", "Action", "Directorate", "Due"),
    )

    assert [each.action.aim for each in found.rows] == [SettledAim("Safe"), SettledAim("Clean")]


def test_bands_are_asked_where_they_can_be_either() -> None:
    rows = (("Place Roads", None, None), (1, "Mend the bridge", MARCH))
    headings = ("No", "Action", "Due")
    asked = plan(*rows, headings=headings)
    answered = plan(*rows, headings=headings, answers={"bands": "department"})

    assert [each.key for each in asked.questions] == ["bands"]
    assert only(answered).services == (ROADS,)


# Words


@pytest.mark.parametrize(
    ("text", "title", "description"),
    [
        ("Bridge – mend it", "Bridge", "mend it"),
        ("Bridge: mend it – soon", "Bridge: mend it", "soon"),
        ("Bridge: mend it", "Bridge", "mend it"),
        ("Strategy 2016 – 2021 for all", "Strategy 2016 – 2021 for all", ""),
        ("Bridges (old – new) for all", "Bridges (old – new) for all", ""),
        ("Mend <i>the</i> bridge", "Mend <i>the</i> bridge", ""),
        ("Mend it. " + "Then paint it again. " * 20, "Mend it.", "Then paint it again. " * 20),
    ],
)
def test_title_and_description(text: str, title: str, description: str) -> None:
    action = only(plan(row(action=text)))

    assert (action.title, action.description) == (title, description.strip())


def test_text_without_any_break_stands_whole_in_the_description() -> None:
    text = " ".join(["mend"] * 90)
    action = only(plan(row(action=text)))

    assert (action.title, action.description) == (f"{' '.join(['mend'] * 29)}…", text)


def test_row_of_words_alone_goes_on_with_the_action_above() -> None:
    found = plan(
        row(action="Mend the bridge and"), (None, "for all", "the road", None, None), row(no=2)
    )

    assert [each.title for each in found.rows] == ["Mend the bridge and the road", ROW[2]]
    assert said(found) == [
        (
            "warning: Row 3 has no number and nothing but words: it goes on with the action on row "
            "2, and is joined to it."
        )
    ]


# Directorates


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("Place Roads", ["Roads"]),
        ("PLACE - roads", ["Roads"]),
        ("Roads", ["Roads"]),
        ("<i>Place Roads</i>", ["Roads"]),
        ("Place Roads / Housing", ["Roads", "Housing"]),
        ("Place Roads\nPeople Adults", ["Roads", "Adults"]),
        ("Place Roads; People Adults", ["Roads", "Adults"]),
    ],
)
def test_services_by_the_councils_list(text: str, services: list[str]) -> None:
    found = only(plan(row(directorate=text)))

    assert [each.service for each in found.services or ()] == services


def test_unknown_service_is_asked_once_for_all() -> None:
    rows = (row(directorate="Place Parks"), row(no=2, directorate="Place  parks"))
    asked = plan(*rows)
    answers = {"department.place-parks": "new:Place / Parks; People / Adults"}
    answered = plan(*rows, answers=answers)

    assert [(each.key, each.refs) for each in asked.questions] == [
        ("department.place-parks", ("1", "2"))
    ]
    assert asked.questions[0].choices[0].value == "new:Place / Parks"
    both = (SettledService("Place", "Parks"), SettledService("People", "Adults"))
    assert [each.action.services for each in answered.rows] == [both, both]


def test_no_service_can_be_the_answer() -> None:
    found = plan(row(directorate=""), answers={"department.unstated": "none"})

    assert (only(found).services, found.committable) == ((), True)


# Days


@pytest.mark.parametrize(
    ("cell", "due_on", "words"),
    [
        ("30/06/2017", JUNE, ""),
        ("by 30th June 2017", JUNE, ""),
        ("30 June 2017 (subject to funding)", JUNE, "30 June 2017 (subject to funding)"),
        ("June 2017", JUNE, "June 2017"),
        ("End of June 2017", JUNE, "End of June 2017"),
        ("May/June 2017", JUNE, "May/June 2017"),
        ("Q1 2017/18", JUNE, "Q1 2017/18"),
        ("Q1", JUNE, "Q1"),
        ("March", MARCH, "March"),
        ("2017/18", MARCH, "2017/18"),
        ("Ongoing", None, "Ongoing"),
        ("TBC", None, ""),
        ("", None, ""),
    ],
)
def test_due_date_in_words(cell: str, due_on: date | None, words: str) -> None:
    action = only(plan(row(due=cell)))

    assert (action.due_on, action.due_words) == (due_on, words)


def test_words_that_name_no_day_are_warned_of() -> None:
    assert said(plan(row(due="Ongoing"), row(no=2, due=""))) == [
        "warning: “Ongoing” names no day: it is kept in these words.",
        "warning: The action has no due date: it can never be overdue.",
    ]


@pytest.mark.parametrize(
    "text", ["Mend: • pillars • deck", "Mend: 1. pillars 2. deck", "Mend:\n- pillars\n- deck"]
)
def test_days_pair_with_sub_actions(text: str) -> None:
    action = only(plan(row(action=text, due="30 June 2017 31 March 2018")))

    assert (action.title, action.milestones) == (
        "Mend:",
        (SettledMilestone("pillars", JUNE), SettledMilestone("deck", MARCH)),
    )


def test_days_with_their_own_words_are_milestones() -> None:
    action = only(plan(row(due="Pillars: 30 June 2017; deck: 31 March 2018")))

    assert action.milestones == (
        SettledMilestone("Pillars", JUNE),
        SettledMilestone("deck", MARCH),
    )


def test_several_days_without_sub_actions_are_numbered() -> None:
    found = plan(row(due="30 June 2017\n31 March 2018"))

    assert only(found).milestones == (
        SettledMilestone("Milestone 1", JUNE),
        SettledMilestone("Milestone 2", MARCH),
    )
    assert said(found) == [
        "warning: The cell has several due dates: they are kept as numbered milestones."
    ]


@pytest.mark.parametrize(
    ("answer", "due_on", "milestones"),
    [
        ("last", MARCH, ()),
        (
            "numbered",
            None,
            (SettledMilestone("Milestone 1", MARCH), SettledMilestone("Milestone 2", JUNE)),
        ),
    ],
)
def test_unlike_numbers_of_days_and_sub_actions_are_asked(
    answer: str, due_on: date | None, milestones: tuple[SettledMilestone, ...]
) -> None:
    cells = row(action="Mend: • one • two • three", due="31 March 2018 30 June 2017")
    asked = plan(cells)
    action = only(plan(cells, answers={"milestones": answer}))

    assert [each.key for each in asked.questions] == ["milestones"]
    assert not only(asked).is_due_settled
    assert (action.due_on, action.milestones) == (due_on, milestones)


def test_column_of_milestones() -> None:
    found = plan(
        (1, "Mend", "Pillars by 30 June 2017\nDeck by 31 March 2018\nPaint", MARCH),
        headings=("No", "Action", "Milestones", "Due"),
    )

    assert (only(found).due_on, only(found).milestones) == (
        MARCH,
        (
            SettledMilestone("Pillars", JUNE),
            SettledMilestone("Deck", MARCH),
            SettledMilestone("Paint"),
        ),
    )


def test_milestones_on_rows_of_their_own() -> None:
    found = plan(
        (1, "Mend", "Pillars", JUNE),
        (None, None, "Deck", MARCH),
        (2, "Sweep", "", MARCH),
        headings=("No", "Action", "Milestones", "Due"),
    )

    assert [each.action.milestones for each in found.rows] == [
        (SettledMilestone("Pillars", JUNE), SettledMilestone("Deck", MARCH)),
        (),
    ]


def test_impossible_day_is_answered_for_one_action_or_all_alike() -> None:
    rows = (row(due="31 Sept 2017"), row(no=2, due="31 Sept 2017"))
    answers = {"no-such-day.31-sept-2017": "2017-09-30", "no-such-day.2": "day:1 October 2017"}
    found = plan(*rows, answers=answers)

    assert [each.action.due_on for each in found.rows] == [date(2017, 9, 30), date(2017, 10, 1)]


def test_impossible_day_can_be_left_open() -> None:
    found = plan(row(due="31 Sept 2017"), answers={"no-such-day.31-sept-2017": "none"})

    assert (only(found).due_on, only(found).is_due_settled, found.committable) == (None, True, True)


def test_day_long_after_the_plan_is_warned_of() -> None:
    assert said(plan(row(due="31 March 2108"))) == [
        "warning: E2 says 31 March 2108, which is long after the plan's year 2017/18: is it right?"
    ]


# Year and numbers


def test_year_from_the_title() -> None:
    found = plan(ROW, above=("Corporate plan 2018-19",), year=None)

    assert (str(found.year), found.questions) == ("2018/19", ())


def test_year_that_the_sheet_does_not_say_is_warned_of() -> None:
    assert said(plan(ROW, above=("Corporate plan 2016/17",))) == [
        "warning: The sheet says 2016/17, and the plan is imported as that of 2017/18."
    ]


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ("2017/19", "“2017/19” is not a financial year; write it like 2017/18."),
        ("9999/00", "9999/00 is no year of a plan: check it."),
    ],
)
def test_year_told_with_the_file_is_refused_where_there_is_none(year: str, message: str) -> None:
    assert said(plan(row(due="March"), year=year))[0] == f"error: {message}"


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("31 Sept 2017", ["2017-09-30", "2017-10-01"]),
        ("29 February 2018", ["2018-02-28", "2018-03-01"]),
        ("12/31/9999", ["9999-12-31"]),
        ("07/14/2017", ["2017-07-14"]),
        ("32 June 2017", []),
    ],
)
def test_days_offered_for_one_that_there_is_not(cell: str, days: list[str]) -> None:
    (asked,) = plan(row(due=cell)).questions

    assert [each.value for each in asked.choices] == [*days, "day", "none"]


def test_year_is_asked_and_can_be_any() -> None:
    asked = plan(ROW, year=None)
    answered = plan(ROW, year=None, answers={"year": "year:2019/20"})

    assert [(each.key, each.choices[0].value) for each in asked.questions] == [("year", "2017/18")]
    assert str(answered.year) == "2019/20"


def test_impossible_year_is_refused() -> None:
    found = plan(ROW, year=None, answers={"year": "2019/21"})

    assert said(found) == [
        (
            "error: The answer “2019/21” to year can't be taken: “2019/21” is not a financial "
            "year; write it like 2017/18."
        )
    ]


def test_actions_without_numbers_are_counted_if_asked() -> None:
    rows = (("Mend", MARCH, "Place Roads"), ("Sweep", MARCH, "Place Roads"))
    headings = ("Action", "Due", "Directorate")
    asked = plan(*rows, headings=headings)
    answered = plan(*rows, headings=headings, answers={"numbers": "count"})

    assert [each.key for each in asked.questions] == ["numbers"]
    assert [each.ref for each in answered.rows] == ["1", "2"]


# Refusals


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            row(no="", directorate="Place Roads"),
            "Row 2 has no number: type one, or leave out row:2.",
        ),
        (row(no="12345678901234567"), "An action's number has at most 16 characters: shorten it."),
        (row(action=""), "The row names no action: type it, or leave the row out."),
    ],
)
def test_rows_that_can_not_be_kept(cells: Sequence[object], message: str) -> None:
    assert said(plan(cells)) == [f"error: {message}"]


def test_repeated_numbers_are_named() -> None:
    message = (
        "error: The number 1 stands on rows 2 and 3: keep one and leave out the others, such as "
        "row:3."
    )

    assert said(plan(ROW, ROW)) == [message, message]
    assert said(plan(ROW, ROW, leave_out=("row:3",))) == []


def test_no_table_says_what_is_needed() -> None:
    found = understand_file(sheet_of([("Name", "Figure"), ("Homes", 3)]))

    assert said(found) == [
        (
            "error: No table found: a heading row needs the actions (Action, Task), and columns "
            "such as No, Aim, Directorate, Lead or Due Date."
        )
    ]
