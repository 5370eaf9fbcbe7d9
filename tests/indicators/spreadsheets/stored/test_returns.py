"""The keeper of returns: what it reads, saves through the deed, and puts back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pytest_django.fixtures import Settings

from indicators.models import ImportRun, Return
from indicators.returns.refusals import RefusedError
from indicators.spreadsheets.stored.comparing import Compared
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Columns, Part, Table
from indicators.spreadsheets.stored.returns import NOBODY, RETURNS
from organisation.models import Change, Person
from tests.factories import (
    Q3,
    TODAY,
    entered,
    make_officer,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db
KEY = ("25", "2017/18 Q3")
EMPTY = {
    "value": "",
    "numerator": "",
    "denominator": "",
    "no_value_reason": "",
    "quality": "FINAL",
    "commentary": "",
    "cause": "",
    "expected_on": "",
}


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def olive() -> Person:
    return make_officer(make_service(), "Olive")


def saving(by: Person | None) -> Saving:
    return Saving(by, TODAY, ImportRun(kind="returns", file_name="a.xlsx"))


def wanted(columns: Columns, before: Columns | None = EMPTY) -> list[Compared]:
    return [Compared(Part(Table.RETURN, KEY, columns), before)]


def test_stored_has_what_a_spreadsheet_may_enter() -> None:
    entered(make_return("25"), "82.50", commentary="=Steady.", cause="Late.")
    assert RETURNS.stored([KEY]) == {
        KEY: EMPTY
        | {"ref": "25", "period": "2017/18 Q3"}
        | {"value": "82.5", "commentary": "'=Steady.", "cause": "Late."}
    }


def test_things_are_the_returns_by_key() -> None:
    return_ = make_return("25")
    make_return("26")
    assert RETURNS.things([KEY, ("99", Q3.name)]) == {KEY: return_}


def test_save_enters_a_draft_as_the_person_who_saves(olive: Person) -> None:
    return_ = make_return("25")
    RETURNS.save(wanted({"value": "82.5", "commentary": "'=Steady."}), saving(olive))
    return_.refresh_from_db()
    assert (return_.value, return_.commentary, return_.state, return_.entered_by) == (
        Decimal("82.5"),
        "=Steady.",
        "DRAFT",
        olive,
    )
    assert Change.objects.about(return_).filter(deed="return saved", person=olive).exists()


def test_column_that_is_not_wanted_stays(olive: Person) -> None:
    return_ = entered(make_return("25"), "82", commentary="Steady.")
    RETURNS.save(wanted({"value": "83"}), saving(olive))
    return_.refresh_from_db()
    assert (return_.value, return_.commentary) == (Decimal(83), "Steady.")


def test_take_back_puts_the_columns_back(olive: Person) -> None:
    return_ = entered(make_return("25"), "79", commentary="As before.")
    before = RETURNS.stored([KEY])[KEY]
    RETURNS.save(wanted({"value": "82", "commentary": ""}), saving(olive))
    RETURNS.take_back(wanted({"value": "82", "commentary": ""}, before), saving(olive))
    return_.refresh_from_db()
    assert (return_.value, return_.commentary) == (Decimal(79), "As before.")


def test_return_taken_back_to_nothing_is_not_started_again(olive: Person) -> None:
    return_ = make_return("25")
    RETURNS.save(wanted({"value": "82"}), saving(olive))
    RETURNS.take_back(wanted({"value": "82"}, {"value": ""}), saving(olive))
    return_.refresh_from_db()
    assert (return_.value, return_.state, return_.entered_by) == (None, "NOT_STARTED", None)


def test_submitted_return_is_refused_by_name(olive: Person) -> None:
    submitted(make_return("25"))
    with pytest.raises(RefusedError) as refused:
        RETURNS.save(wanted({"value": "83"}), saving(olive))
    assert str(refused.value) == (
        "Measure 25, 2017/18 Q3: This return is submitted already. "
        "Ask the approver to send it back if it has to change."
    )


def test_return_that_is_not_asked_for_is_refused(olive: Person) -> None:
    with pytest.raises(RefusedError, match=r"^No return is asked for measure 25 in 2017/18 Q3\.$"):
        RETURNS.save(wanted({"value": "83"}), saving(olive))


def test_nobody_saves_nothing() -> None:
    make_return("25")
    with pytest.raises(RefusedError) as refused:
        RETURNS.save(wanted({"value": "83"}), saving(None))
    assert str(refused.value) == NOBODY
    assert Return.objects.get().value is None
