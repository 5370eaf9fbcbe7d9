"""Which workbooks of returns are read, and what each row of them wants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django.fixtures import Settings

from indicators.returns.closing import close_period
from indicators.returns.entering import Entry, save_draft
from indicators.spreadsheets.files.reading import read_file
from indicators.spreadsheets.kinds.kind import Upload
from indicators.spreadsheets.kinds.returns.reading import NO_TABLE, NOBODY, NONE_OPEN, understand
from indicators.spreadsheets.kinds.returns.vocabulary import PARTS
from organisation.models import Person, Role
from tests.factories import (
    Q2,
    Q3,
    TODAY,
    approved,
    entered,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    make_terms,
    submitted,
)
from tests.indicators.spreadsheets.books import saved, sheet_of
from tests.indicators.spreadsheets.kinds.returns.workbooks import (
    downloaded,
    errors,
    filled,
    opened,
    row_of,
    understood,
    wanted,
    warnings,
)

pytestmark = pytest.mark.django_db
NOTHING = {
    "value": "",
    "numerator": "",
    "denominator": "",
    "no_value_reason": "",
    "expected_on": "",
    "quality": "FINAL",
    "commentary": "",
    "cause": "",
}
WITHOUT_PARTS = {name: text for name, text in NOTHING.items() if name not in PARTS}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def olive() -> Person:
    return make_officer(make_service(), "Olive")


# The workbook that was downloaded


def test_workbook_as_downloaded_wants_nothing(olive: Person) -> None:
    entered(make_return("25"), "82.25", commentary="Two  spaces,\nand a line.", quality="ESTIMATED")
    make_return("26")
    seen = understood(downloaded(olive), olive)
    assert (wanted(seen), errors(seen), warnings(seen)) == ({}, [], [])
    assert [(each.ref, each.note) for each in seen.rows] == [
        ("25", "untouched"),
        ("26", "untouched"),
    ]


def test_small_percentage_that_is_saved_already_is_not_asked_about(olive: Person) -> None:
    entered(make_return("25"), "0.5")
    seen = understood(filled(downloaded(olive), {("25", "Commentary"): "Few."}), olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "0.5", "commentary": "Few."}}
    assert seen.questions == ()


def test_figure_and_words_are_wanted_as_typed(olive: Person) -> None:
    make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 87.34, ("25", "Commentary"): "Better."})
    seen = understood(data, olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "87.34", "commentary": "Better."}}
    assert row_of(seen, "25").standing.status == "Green"


def test_figure_with_more_decimals_than_shown_is_taken_in_full(olive: Person) -> None:
    make_return("25")
    seen = understood(filled(downloaded(olive), {("25", "Figure"): 87.34567}), olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "87.34567"}}


def test_figure_with_more_decimals_than_are_kept_is_said(olive: Person) -> None:
    make_return("25")
    seen = understood(filled(downloaded(olive), {("25", "Figure"): 87.34567891}), olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "87.345679"}}
    assert warnings(seen) == ["I6 holds more than 6 decimal places: kept as 87.345679."]


def test_real_percentage_is_taken_as_it_is_shown_and_that_is_said(olive: Person) -> None:
    make_return("25")
    book, sheet = opened(filled(downloaded(olive), {("25", "Figure"): 0.873456}))
    sheet["I6"].number_format = "0.0%"
    seen = understood(saved(book), olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "87.3"}}
    assert warnings(seen) == ["I6: The cell holds 87.3456 and shows 87.3%: taken as shown."]


def test_numerator_and_denominator_are_wanted_without_a_figure(olive: Person) -> None:
    make_return("25")
    cells = {("25", "Numerator"): 41, ("25", "Denominator"): 50}
    seen = understood(filled(downloaded(olive), cells), olive)
    assert wanted(seen) == {"25": NOTHING | {"numerator": "41", "denominator": "50"}}


def test_numerator_of_a_measure_that_has_none_is_noticed(olive: Person) -> None:
    make_return("25")
    make_measure("26", value_type="count", decimals=0)
    make_return("26")
    cells = {("26", "Numerator"): 5, ("26", "Figure"): 7}
    seen = understood(filled(downloaded(olive), cells), olive)
    assert wanted(seen) == {"26": WITHOUT_PARTS | {"value": "7"}}
    assert warnings(seen) == ["J7: measure 26 has no numerator: it is not imported."]


def test_zero_is_a_figure(olive: Person) -> None:
    make_measure("25", value_type="count", decimals=0)
    make_return("25")
    seen = understood(filled(downloaded(olive), {("25", "Figure"): 0}), olive)
    assert wanted(seen) == {"25": WITHOUT_PARTS | {"value": "0"}}


def test_emptied_cells_are_changes_to_nothing(olive: Person) -> None:
    entered(make_return("25"), "82", commentary="Steady.")
    cells = {("25", "Figure"): None, ("25", "Commentary"): None}
    assert wanted(understood(filled(downloaded(olive), cells), olive)) == {"25": NOTHING}


def test_reason_from_the_list_is_wanted(olive: Person) -> None:
    make_return("25")
    cells = {
        ("25", "No figure because"): "The source publishes later",
        ("25", "Figure expected on"): date(2018, 2, 1),
    }
    seen = understood(filled(downloaded(olive), cells), olive)
    later = {"no_value_reason": "PUBLISHED_LATER", "expected_on": "2018-02-01"}
    assert wanted(seen) == {"25": NOTHING | later}


def test_figure_takes_the_place_of_the_reason_saved_before(olive: Person) -> None:
    entered(make_return("25"), None, no_value_reason="AWAITING")
    seen = understood(filled(downloaded(olive), {("25", "Figure"): 82}), olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "82"}}


def test_yes_or_no_is_chosen_in_words(olive: Person) -> None:
    make_measure("25", value_type="yes_no", decimals=0)
    make_return("25", target=1, tolerance_mode="NONE", tolerance_amber=None)
    seen = understood(filled(downloaded(olive), {("25", "Figure"): "No"}), olive)
    assert wanted(seen) == {"25": WITHOUT_PARTS | {"value": "0"}}


def test_fraction_in_a_percentage_is_asked(olive: Person) -> None:
    make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 0.8734})
    assert wanted(understood(data, olive)) == {}
    seen = understood(data, olive, {"small-0.8734": "fraction"})
    assert wanted(seen) == {"25": NOTHING | {"value": "87.34"}}


# What can't be read is named by its cell


@pytest.mark.parametrize(
    ("heading", "value", "message"),
    [
        (
            "Figure",
            "TBC",
            (
                "I6 “TBC” is no figure: leave the cell blank, and choose under "
                "“No figure because” why there is none."
            ),
        ),
        ("Figure", "80-85%", "I6 “80-85%” is a range: give the one figure."),
        (
            "No figure because",
            "Illness",
            (
                "L6 “Illness” is not one of the list: choose Awaiting information, The source "
                "publishes later, There were no cases or Not applicable this period, or leave it "
                "blank."
            ),
        ),
        (
            "No figure because",
            "The source publishes later",
            "M6: Give the day on which the source publishes the figure.",
        ),
        ("Figure expected on", "soon", "M6 “soon” is no day: type it like 31 January 2018."),
        (
            "Figure expected on",
            date(2018, 2, 1),
            "M6: A day is given only where “The source publishes later” is chosen.",
        ),
        ("Numerator", 41, "K6: Enter the denominator too, or leave both parts empty."),
    ],
)
def test_cell_that_cant_be_read_is_named(
    olive: Person, heading: str, value: object, message: str
) -> None:
    make_return("25")
    seen = understood(filled(downloaded(olive), {("25", heading): value}), olive)
    assert (wanted(seen), errors(seen)) == ({}, [message])


def test_figure_and_a_new_reason_against_it_are_refused(olive: Person) -> None:
    make_return("25")
    cells = {("25", "Figure"): 82, ("25", "No figure because"): "There were no cases"}
    seen = understood(filled(downloaded(olive), cells), olive)
    said = "L6: There is a figure, and a reason for having none: empty one of the two."
    assert (wanted(seen), errors(seen)) == ({}, [said])


# Locked cells and rows


def test_changed_target_is_noticed_and_not_imported(olive: Person) -> None:
    make_return("25")
    cells = {("25", "Target"): "70% or more", ("25", "Figure"): 82}
    seen = understood(filled(downloaded(olive), cells), olive)
    assert wanted(seen) == {"25": NOTHING | {"value": "82"}}
    assert warnings(seen) == [
        "D6: the target was changed from “80% or more” to “70% or more”: it is not imported."
    ]


def test_changed_row_of_a_submitted_return_is_refused(olive: Person) -> None:
    submitted(make_return("25"))
    seen = understood(filled(downloaded(olive), {("25", "Figure"): 99}), olive)
    assert errors(seen) == [
        (
            "Measure 25 can't be changed here: Submitted already. Leave the row out; nothing of it "
            "is imported."
        )
    ]
    left = understood(filled(downloaded(olive), {("25", "Figure"): 99}), olive, leave_out=["row:6"])
    assert (errors(left), left.left_out) == ([], ("row:6",))


def test_monthly_measure_stands_locked(olive: Person) -> None:
    make_measure("25", frequency="MONTHLY")
    make_return("25")
    seen = understood(filled(downloaded(olive), {("25", "Figure"): 99}), olive)
    assert errors(seen) == [
        (
            "Measure 25 can't be changed here: entered month by month, on its own page. Leave the "
            "row out; nothing of it is imported."
        )
    ]


def test_changed_version_is_refused(olive: Person) -> None:
    make_return("25")
    seen = understood(filled(downloaded(olive), {("25", "Version"): "1"}), olive)
    assert errors(seen) == [
        (
            "Row 6: the version was changed, so it can't be told what changed since the workbook "
            "was made. Download it again, or leave the row out."
        )
    ]


# Rows of others


def test_row_of_another_service_is_refused(olive: Person) -> None:
    make_return("25")
    make_measure("40", service=make_service("Waste", "Place"))
    make_return("40")
    data = filled(downloaded(make_performance()), {("40", "Figure"): 82, ("25", "Figure"): 82})
    seen = understood(data, olive)
    assert list(wanted(seen)) == ["25"]
    assert errors(seen) == [
        (
            "Measure 40 belongs to Waste, whose returns are entered by its own officers: leave the "
            "row out."
        )
    ]


def test_performance_team_may_fill_in_for_all() -> None:
    make_return("25")
    penny = make_performance()
    assert list(wanted(understood(filled(downloaded(penny), {("25", "Figure"): 82}), penny))) == [
        "25"
    ]


def test_member_may_fill_in_nothing() -> None:
    make_return("25")
    member = make_person("Cllr Moss", Role.MEMBER)
    data = filled(downloaded(make_performance()), {("25", "Figure"): 82})
    assert len(errors(understood(data, member))) == 1


def test_row_of_another_period_is_refused(olive: Person) -> None:
    make_return("25")
    make_terms(make_measure("26"))
    make_return("26")
    data = filled(downloaded(olive), {("26", "Period"): "2017/18 Q2"})
    assert errors(understood(data, olive)) == [
        (
            "R7: the row is of 2017/18 Q2, and the workbook of 2017/18 Q3: one workbook holds one "
            "period. Leave the row out."
        )
    ]


def test_workbook_of_a_closed_period_is_refused(olive: Person) -> None:
    make_return("25", Q2)
    data = downloaded(olive, Q2)
    done = approved(make_return("25", Q2))
    close_period(done.period, by=make_performance(), on=TODAY)
    make_return("25", Q3)
    assert errors(understood(data, olive)) == [
        (
            "The workbook is of 2017/18 Q2, which is not open. Download the workbook of an open "
            "period; what is closed is corrected on the measure's own page."
        )
    ]


def test_measure_on_two_rows_is_refused(olive: Person) -> None:
    make_return("25")
    make_return("26")
    data = filled(downloaded(olive), {("26", "Ref"): "25"})
    assert errors(understood(data, olive))[:2] == [
        "Measure 25 stands on several rows, here on row 6: leave out all but one of them.",
        "Measure 25 stands on several rows, here on row 7: leave out all but one of them.",
    ]


# Somebody else saved in the meantime


def test_conflict_shows_both_and_takes_neither_unasked(olive: Person) -> None:
    return_ = make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 82})
    entered(return_, "79", cause="Late.")
    seen = understood(data, olive)
    (question,) = seen.questions
    assert question.message == (
        "Officer of Children saved measure 25, “Measure 25”, after this workbook was made. "
        "Which is to count?"
    )
    assert [(each.value, each.label) for each in question.choices] == [
        ("saved", "Leave what is saved: Figure: 79%; Cause, if amber: “Late.”"),
        ("file", "Take the file's: Figure: 82%; Cause, if amber: nothing"),
    ]
    assert (wanted(seen), seen.committable) == ({}, False)


def test_conflict_with_ones_own_saving_says_so(olive: Person) -> None:
    return_ = make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 82})
    save_draft(return_, Entry(value=Decimal(79)), by=olive, on=TODAY)
    (question,) = understood(data, olive).questions
    assert question.message == (
        "You saved measure 25, “Measure 25”, after this workbook was made. Which is to count?"
    )


@pytest.mark.parametrize(("answer", "values"), [("file", ["82"]), ("saved", [])])
def test_conflict_is_settled_as_answered(olive: Person, answer: str, values: list[str]) -> None:
    return_ = make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 82})
    entered(return_, "79")
    seen = understood(data, olive, {"conflict-1.25": answer})
    assert [each["value"] for each in wanted(seen).values()] == values
    assert seen.committable


def test_conflict_is_asked_anew_when_somebody_saves_again(olive: Person) -> None:
    return_ = make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 82})
    entered(entered(return_, "79"), "78")
    assert not understood(data, olive, {"conflict-1.25": "file"}).committable


def test_untouched_row_is_no_conflict(olive: Person) -> None:
    return_ = make_return("25")
    data = downloaded(olive)
    entered(return_, "79")
    seen = understood(data, olive)
    assert (wanted(seen), seen.questions) == ({}, ())


def test_row_that_says_what_was_saved_meanwhile_is_no_conflict(olive: Person) -> None:
    return_ = make_return("25")
    data = filled(downloaded(olive), {("25", "Figure"): 82})
    entered(return_, "82")
    seen = understood(data, olive)
    assert (wanted(seen), seen.questions) == ({}, ())


# Any other table


def test_plain_table_is_asked_for_its_period(olive: Person) -> None:
    make_return("25")
    data = sheet_of([["Ref", "Figure"], ["25", "82%"]])
    seen = understood(data, olive)
    assert [each.key for each in seen.questions] == ["period"]
    answered = understood(data, olive, {"period": "2017-18-q3"})
    assert wanted(answered)["25"]["value"] == "82"


def test_plain_table_may_name_its_period_above_itself(olive: Person) -> None:
    make_return("25")
    data = sheet_of([["Children, 2017/18 Q3"], ["Ref", "Value"], ["25", "82%"]])
    assert wanted(understood(data, olive))["25"]["value"] == "82"


def test_blank_cell_of_a_plain_table_leaves_what_is_saved(olive: Person) -> None:
    entered(make_return("25"), "82", commentary="Steady.")
    make_return("26")
    rows = [["Ref", "Figure", "Period"], ["25", "", "2017/18 Q3"], ["26", "81%", "2017/18 Q3"]]
    assert list(wanted(understood(sheet_of(rows), olive))) == ["26"]


def test_percentage_without_its_sign_is_asked_in_a_plain_table(olive: Person) -> None:
    make_return("25")
    data = sheet_of([["Ref", "Figure"], ["25", 82]])
    seen = understood(data, olive, {"period": "2017-18-q3"})
    assert {each.key for each in seen.questions} == {"period", "percent.plain"}
    assert not seen.committable


def test_unknown_measure_is_named(olive: Person) -> None:
    make_return("25")
    data = sheet_of([["Ref", "Figure"], ["99", "82%"]])
    assert errors(understood(data, olive, {"period": "2017-18-q3"})) == [
        "There is no measure “99”: correct the number, or leave the row out."
    ]


def test_sheet_without_a_table_is_refused(olive: Person) -> None:
    assert errors(understood(sheet_of([["Hello"]]), olive)) == [NO_TABLE]


def test_nothing_can_be_entered_while_no_period_is_open(olive: Person) -> None:
    assert errors(understood(sheet_of([["Ref", "Figure"], ["1", 2]]), olive)) == [NONE_OPEN]


def test_upload_by_nobody_is_refused() -> None:
    data = sheet_of([["Ref", "Figure"], ["1", 2]])
    seen = understand(Upload(data, "a.xlsx", "returns"), read_file(data, "a.xlsx"))
    assert errors(seen) == [NOBODY]


def test_csv_of_refs_and_figures_is_read(olive: Person) -> None:
    make_return("25")
    data = "\ufeffRef;Period;Figure\r\n25;2017/18 Q3;82%\r\n".encode()
    assert wanted(understood(data, olive))["25"]["value"] == "82"
