"""The grid: all saved or nothing, each problem in its cell, and what can be submitted."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from indicators.models import Period, Return
from indicators.returns.closing import close_period
from indicators.returns.reopening import lock_period
from organisation.models import Change, Person
from tests.factories import (
    EXPLAINED,
    Q2,
    TODAY,
    approved,
    entered,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
    open_quarter,
)
from tests.indicators.returns.pages import Page, words

pytestmark = pytest.mark.django_db
REFS = ("25", "26", "27")


@pytest.fixture(autouse=True)
def _business_today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def returns() -> dict[str, Return]:
    """Three measures of one service; 27 counts."""
    for ref in REFS:
        fields: dict[str, Any] = {"value_type": "count", "decimals": 0} if ref == "27" else {}
        make_terms(make_measure(ref, **fields))
    open_quarter()
    return {each.measure.ref: each for each in Return.objects.select_related("measure")}


def officer() -> Person:
    return make_officer(make_service())


def url() -> str:
    return "/returns/2017-18-q3/grid/people_children/"


def signed_in(person: Person | None = None) -> Client:
    client = Client()
    client.force_login(person or officer())
    return client


def send(texts: dict[str, str], action: str = "save", **more: str) -> Page:
    """Send the grid with these texts, by "column-ref"."""
    ids = {each.measure.ref: each for each in Return.objects.select_related("measure")}
    sent = {"action": action, **more}
    for each in ids.values():
        sent |= {f"seen-{each.pk}": str(each.edit), f"value-{each.pk}": ""}
        if each.value is not None:
            sent[f"value-{each.pk}"] = format(each.value.normalize(), "f")
    for name, text in texts.items():
        column, _, ref = name.partition("-")
        sent[f"{column}-{ids[ref].pk}"] = text
    return signed_in().post(url(), sent)


def stored() -> list[tuple[str, str, Decimal | None]]:
    found = Return.objects.order_by("measure__ref")
    return list(found.values_list("measure__ref", "state", "value"))


@pytest.mark.usefixtures("returns")
def test_all_that_was_typed_is_saved_as_drafts() -> None:
    page = send({"value-25": "82.5%", "commentary-25": "More visits.", "value-27": "1,250"})
    assert page.status_code == 302
    assert stored() == [
        ("25", "DRAFT", Decimal("82.5")),
        ("26", "NOT_STARTED", None),
        ("27", "DRAFT", Decimal(1250)),
    ]
    assert Return.objects.get(measure__ref="25").commentary == "More visits."


@pytest.mark.usefixtures("returns")
def test_record_says_that_it_came_from_the_grid() -> None:
    send({"value-25": "82"})
    assert Change.objects.get(deed="return saved").origin == "grid"


@pytest.mark.usefixtures("returns")
def test_one_bad_cell_saves_nothing_and_keeps_all_that_was_typed() -> None:
    page = send({"value-25": "82.5", "value-26": "eighty", "value-27": "-3"})
    assert page.status_code == 422
    assert {state for _, state, _ in stored()} == {"NOT_STARTED"}
    text = page.content.decode()
    assert 'value="82.5"' in text
    assert 'value="eighty"' in text
    assert "26: Enter the figure as a number, for example 59.6." in words(page)
    assert "27: This figure can't be below 0." in words(page)


def test_somebody_elses_change_is_not_overwritten(returns: dict[str, Return]) -> None:
    seen = {f"seen-{each.pk}": "0" for each in returns.values()}
    entered(returns["25"], "81")
    typed = {f"value-{each.pk}": "82" for each in returns.values()}
    page = signed_in().post(url(), {"action": "save", **seen, **typed})
    assert "Officer of Children saved this return after you opened the page" in words(page)
    assert stored()[1] == ("26", "NOT_STARTED", None)


@pytest.mark.usefixtures("returns")
def test_pasted_rows_fill_the_boxes_and_save_nothing() -> None:
    page = send({"value-26": "79"}, "paste", pasted="25\t82.5\tGood.\n27\tmany\n99\t1\n")
    text = page.content.decode()
    assert "2 rows put into the boxes" in words(page)
    assert "Line 3: 99 was left out, for it is not on this page." in words(page)
    assert "27: Enter the figure as a number, for example 1,250." in words(page)
    assert all(f'value="{each}"' in text for each in ("82.5", "79", "many"))
    assert {state for _, state, _ in stored()} == {"NOT_STARTED"}


@pytest.mark.usefixtures("returns")
def test_ready_returns_are_submitted_together() -> None:
    send({"value-25": "82", "value-26": "60", "value-27": "90"})
    assert "Submit the 2 that are ready" in words(signed_in().get(url()))
    send({}, "submit")
    assert [state for _, state, _ in stored()] == ["SUBMITTED", "DRAFT", "SUBMITTED"]


@pytest.mark.usefixtures("returns")
def test_unsaved_figures_are_not_submitted_over() -> None:
    send({"value-25": "82"})
    page = send({"value-25": "83"}, "submit")
    assert "Save what you typed first" in words(page)
    assert stored()[0] == ("25", "DRAFT", Decimal(82))


def test_figure_takes_the_place_of_a_reason(returns: dict[str, Return]) -> None:
    entered(returns["25"], None, no_value_reason="AWAITING", commentary="The clinic.")
    send({"value-25": "82", "commentary-25": "The clinic."})
    kept = Return.objects.get(measure__ref="25")
    assert (kept.value, kept.no_value_reason) == (Decimal(82), "")


def test_what_was_approved_has_no_boxes(returns: dict[str, Return]) -> None:
    approved(returns["25"], "82")
    page = signed_in().get(url())
    assert f"value-{returns['25'].pk}" not in page.content.decode()
    assert f"value-{returns['26'].pk}" in page.content.decode()


def test_locked_period_has_no_boxes(returns: dict[str, Return]) -> None:
    lock_period(returns["25"].period, reason="Late.", by=make_performance(), on=TODAY)
    page = signed_in().get(url())
    assert "Locked for entering" in words(page)
    assert "value-" not in page.content.decode()


def test_explanation_of_a_red_survives_the_grid(returns: dict[str, Return]) -> None:
    entered(returns["25"], "60", **EXPLAINED)
    send({"value-25": "61", "cause-25": EXPLAINED["cause"]})
    kept = Return.objects.get(measure__ref="25").exception_report
    assert (kept.cause, kept.actions.count()) == (EXPLAINED["cause"], 1)


@pytest.mark.usefixtures("returns")
def test_saving_what_is_saved_changes_nothing() -> None:
    send({"value-25": "82"})
    before = Change.objects.count()
    send({})
    assert Change.objects.count() == before


def queries() -> int:
    client = signed_in()
    client.get(url())
    with CaptureQueriesContext(connection) as found:
        assert client.get(url()).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_the_measures() -> None:
    make_history(make_measure("25"), {Q2: "81"})
    make_return("25")
    few = queries()
    for ref in range(100, 112):
        make_return(str(ref))
    assert queries() == few


#: What only reading ahead asks for: earlier figures, and the words of the council.
HISTORY = ("ROW_NUMBER() OVER", '"indicators_baseline"', '"organisation_portfolio"')


def queries_of(refs: list[str], action: str) -> list[str]:
    """What is asked when these rows are sent, nothing yet saved of them or all."""
    found = {each.measure.ref: each for each in Return.objects.select_related("measure")}
    sent = {"action": action}
    for each in (found[ref] for ref in refs):
        sent |= {f"seen-{each.pk}": str(each.edit), f"value-{each.pk}": "82"}
    client = signed_in()
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url(), sent).status_code == 302
    return [each["sql"] for each in asked]


def history_in(asked: list[str]) -> int:
    return sum(any(words in each for words in HISTORY) for each in asked)


@pytest.mark.parametrize("action", ["save", "submit"])
def test_history_is_read_once_however_many_rows_are_sent(action: str) -> None:
    refs = [str(ref) for ref in range(100, 118)]
    for ref in refs:
        approved(make_return(ref, Q2), "81", on=Q2.end)
    close_period(Period.objects.get(), by=make_performance(), on=Q2.end)
    for ref in refs:
        make_return(ref)
    if action == "submit":
        queries_of(refs, "save")
    one, two, many = (queries_of(some, action) for some in (refs[:1], refs[1:3], refs[3:]))
    assert history_in(one) == history_in(two) == history_in(many) > 0
    each_row = len(two) - len(one)
    assert len(many) - len(one) == (len(refs[3:]) - 1) * each_row


@pytest.mark.usefixtures("returns")
def test_draft_says_its_colour_and_what_it_needs_first() -> None:
    send({"value-25": "60", "value-26": "82"})
    text = words(signed_in().get(url()))
    assert "Draft Red Say what caused the red. And 4 more: open it." in text
    assert "Ready to submit Green" in text


def test_figure_that_can_not_be_entered_is_there_to_read(returns: dict[str, Return]) -> None:
    approved(returns["25"], "82", commentary="More visits.")
    text = words(signed_in().get(url()))
    assert "82.0% More visits. Approved Green" in text
