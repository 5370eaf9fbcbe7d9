"""The workbook of returns on its pages: down, up, looked through, saved, undone."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django.fixtures import Settings

from indicators.models import ImportRun, Return
from indicators.redacting.places import Scope
from indicators.redacting.removing import redact
from indicators.spreadsheets.runs.keeping import FILE_GONE
from organisation.models import Change, Cover, Person
from organisation.redacting import Passage
from tests.factories import (
    TODAY,
    entered,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
)
from tests.indicators.spreadsheets.books import sheet_of
from tests.indicators.spreadsheets.kinds.returns.workbooks import Cells, cells_of, filled

pytestmark = pytest.mark.django_db
DOWN = "/returns/2017-18-q3/workbook/people_children/"
UP = "/returns/workbook/"
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> None:
    settings.BUSINESS_TODAY = TODAY


@pytest.fixture
def olive() -> Person:
    return make_officer(make_service(), "Olive")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(client: Client, data: bytes, name: str = "children.xlsx") -> Any:
    return client.post(UP, {"workbook": SimpleUploadedFile(name, data)})


def uploaded(client: Client, cells: Cells) -> str:
    """The address of the preview of a workbook with these cells filled in."""
    answer = sent(client, filled(client.get(DOWN).content, cells))
    assert answer.status_code == 302
    return str(answer["Location"])


def deed(client: Client, address: str, action: str, **fields: Any) -> Any:
    return client.post(address, {"action": action, **fields})


def figures() -> dict[str, Decimal | None]:
    return dict(Return.objects.values_list("measure__ref", "value"))


# Down


def test_download_is_a_workbook_named_after_service_and_period(olive: Person) -> None:
    make_return("25")
    answer = signed_in(olive).get(DOWN)
    assert answer["Content-Disposition"] == (
        'attachment; filename="returns-children-2017-18-q3.xlsx"'
    )
    assert load_workbook(io.BytesIO(answer.content)).sheetnames[-1] == "Returns"


def test_download_asks_as_much_for_many_measures_as_for_few(olive: Person) -> None:
    def queries(refs: range) -> int:
        for ref in refs:
            entered(make_return(str(ref)), "82", commentary="Steady.", cause="None.")
        client = signed_in(olive)
        client.get(DOWN)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(DOWN).status_code == 200
        return len(asked)

    assert queries(range(2)) == queries(range(2, 12))


def test_nothing_is_downloaded_of_a_period_that_is_not_open(olive: Person) -> None:
    make_return("25")
    client = signed_in(olive)
    assert client.get("/returns/2017-18-q2/workbook/people_children/").status_code == 404


def test_officer_gets_no_workbook_of_another_service(olive: Person) -> None:
    make_measure("40", service=make_service("Waste", "Place"))
    make_return("40")
    assert signed_in(olive).get("/returns/2017-18-q3/workbook/place_waste/").status_code == 403


def test_my_returns_and_the_grid_lead_to_the_workbook(olive: Person) -> None:
    make_return("25")
    make_return("26")
    client = signed_in(olive)
    for page in ("/returns/", "/returns/2017-18-q3/grid/people_children/"):
        html = client.get(page).content.decode()
        assert (f'href="{DOWN}"' in html, f'href="{UP}"' in html) == (True, True)


# Up, looked through, saved


def test_filled_workbook_is_saved_as_drafts(olive: Person) -> None:
    for ref in ("25", "26", "27"):
        make_return(ref)
    client = signed_in(olive)
    cells = {("25", "Figure"): 82.5, ("26", "Figure"): 60, ("25", "Commentary"): "Steady."}
    address = uploaded(client, cells)
    html = client.get(address).content.decode()
    assert "2 returns would change, 1 row is untouched. Nothing is saved yet." in html
    assert "Save 2 drafts" in html
    assert "A red needs more than its cause: finish it on its own page." in html
    assert figures() == {"25": None, "26": None, "27": None}
    answer = deed(client, address, "save")
    assert (answer.status_code, answer["Location"]) == (302, "/returns/")
    assert "2 drafts are saved from children.xlsx." in client.get("/returns/").content.decode()
    assert figures() == {"25": Decimal("82.5"), "26": Decimal(60), "27": None}


def test_saving_is_in_the_record_with_its_file(olive: Person) -> None:
    return_ = make_return("25")
    client = signed_in(olive)
    deed(client, uploaded(client, {("25", "Figure"): 82.5}), "save")
    run = ImportRun.objects.get()
    change = Change.objects.about(return_).get(field="value")
    assert (change.person, change.origin) == (olive, f"import children.xlsx sha256:{run.sha256}")
    assert (run.state, run.by, run.committed_by, run.counts["changed"]) == (
        "COMMITTED",
        olive,
        olive,
        1,
    )


def test_preview_asks_as_much_for_many_measures_as_for_few(olive: Person) -> None:
    client = signed_in(olive)

    def queries(refs: range) -> int:
        for ref in refs:
            make_return(str(ref))
        data = filled(client.get(DOWN).content, {(str(ref), "Figure"): 70 + ref for ref in refs})
        with CaptureQueriesContext(connection) as asked:
            assert sent(client, data).status_code == 302
        with CaptureQueriesContext(connection) as looked:
            client.get(f"{UP}{ImportRun.objects.latest('pk').pk}/")
        return len(asked) + len(looked)

    assert queries(range(2)) == queries(range(2, 12))


def test_emptied_figure_is_shown_as_a_change_to_nothing(olive: Person) -> None:
    entered(make_return("25"), "82")
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): None})
    html = client.get(address).content.decode()
    assert "<del>82%</del>" in html
    assert "<ins>nothing</ins>" in html
    deed(client, address, "save")
    assert figures() == {"25": None}


def test_nothing_is_saved_while_a_row_is_wrong_and_the_rest_once_it_is_left_out(
    olive: Person,
) -> None:
    for ref in ("25", "26"):
        make_return(ref)
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): "TBC", ("26", "Figure"): 82})
    assert deed(client, address, "save").status_code == 409
    assert figures() == {"25": None, "26": None}
    deed(client, address, "answer", leave_out=["row:6"])
    deed(client, address, "save")
    assert figures() == {"25": None, "26": Decimal(82)}


def test_row_saved_by_somebody_since_is_asked_about(olive: Person) -> None:
    return_ = make_return("25")
    client = signed_in(olive)
    data = filled(client.get(DOWN).content, {("25", "Figure"): 82})
    entered(return_, "79")
    address = sent(client, data)["Location"]
    html = client.get(address).content.decode()
    assert "Leave what is saved: Figure: 79%" in html
    assert "Take the file&#x27;s: Figure: 82%" in html
    assert deed(client, address, "save").status_code == 409
    deed(client, address, "answer", **{"answer-conflict-1.25": "file"})
    deed(client, address, "save")
    assert figures() == {"25": Decimal(82)}


def test_row_saved_between_preview_and_save_is_shown_again(olive: Person) -> None:
    return_ = make_return("25")
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): 82})
    entered(return_, "79")
    answer = deed(client, address, "save")
    assert answer.status_code == 409
    assert "Leave what is saved: Figure: 79%" in answer.content.decode()
    assert figures() == {"25": Decimal(79)}


def test_import_is_undone_by_who_made_it(olive: Person) -> None:
    entered(make_return("25"), "79", commentary="As before.")
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): 82, ("25", "Commentary"): "Better."})
    deed(client, address, "save")
    deed(client, address, "undo")
    return_ = Return.objects.get()
    assert (return_.value, return_.commentary) == (Decimal(79), "As before.")
    assert ImportRun.objects.get().state == "UNDONE"


def test_import_is_not_undone_over_later_work(olive: Person) -> None:
    return_ = make_return("25")
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): 82})
    deed(client, address, "save")
    entered(return_, "83")
    assert deed(client, address, "undo").status_code == 409
    assert figures() == {"25": Decimal(83)}


def test_upload_is_given_up(olive: Person) -> None:
    make_return("25")
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): 82})
    assert deed(client, address, "discard")["Location"] == UP
    assert client.get(address).status_code == 404
    assert figures() == {"25": None}


# Whose


def test_nobody_else_sees_an_upload(olive: Person) -> None:
    make_return("25")
    address = uploaded(signed_in(olive), {("25", "Figure"): 82})
    other = signed_in(make_officer(make_service(), "Omar"))
    assert (other.get(address).status_code, deed(other, address, "save").status_code) == (404, 404)
    assert figures() == {"25": None}


def test_whoever_covers_uploads_for_the_service(olive: Person) -> None:
    make_return("25")
    stand_in = make_officer(make_service("Waste", "Place"), "Wilma")
    Cover.objects.create(absent=olive, by=stand_in, starts_on=TODAY, ends_on=TODAY)
    client = signed_in(stand_in)
    deed(client, uploaded(client, {("25", "Figure"): 82}), "save")
    assert figures() == {"25": Decimal(82)}


def test_performance_team_uploads_a_plain_table_for_an_open_period() -> None:
    make_return("25")
    client = signed_in(make_performance())
    data = sheet_of([["Ref", "Figure"], ["25", "82%"]])
    address = sent(client, data)["Location"]
    assert (
        "2017/18 Q3 (Quarter 3, October to December 2017)" in client.get(address).content.decode()
    )
    deed(client, address, "answer", **{"answer-period": "2017-18-q3"})
    deed(client, address, "save")
    assert figures() == {"25": Decimal(82)}


# Files that are none


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "The file is empty"), (b"PK\x03\x04broken", "can’t be opened|damaged|read")],
)
def test_file_that_cant_be_read_is_refused_in_words(olive: Person, data: bytes, said: str) -> None:
    answer = sent(signed_in(olive), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert any(each in html for each in said.split("|"))
    assert not ImportRun.objects.exists()


def test_file_too_large_is_refused(olive: Person) -> None:
    answer = sent(signed_in(olive), b"a" * 5_300_000)
    assert "The file is larger than 5 MB" in answer.content.decode()


def test_locked_row_of_the_workbook_says_why(olive: Person) -> None:
    make_measure("25", frequency="MONTHLY")
    make_return("25")
    state = cells_of(signed_in(olive).get(DOWN).content, "25")["State"]
    assert state == "Locked: entered month by month, on its own page"


@pytest.mark.parametrize("action", ["answer", "save"])
def test_workbook_that_was_deleted_with_personal_data_is_said_so(
    olive: Person, action: str
) -> None:
    make_return("25")
    client = signed_in(olive)
    address = uploaded(client, {("25", "Figure"): 12, ("25", "Commentary"): "Ask Jane Doe"})
    redact(Passage("Jane Doe"), Scope(), reason="asked for", by=make_performance(), on=TODAY)

    answer = deed(client, address, action)

    assert (answer.status_code, FILE_GONE in answer.content.decode()) == (409, True)
    assert figures() == {"25": None}
