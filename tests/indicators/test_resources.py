"""Measures, terms and baselines as tables: out, and in again without a change."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db.models import Model
from django.test import Client
from openpyxl import load_workbook
from tablib.core import Dataset

from indicators.columns import quarter_targets
from indicators.models import Baseline, Measure, PeriodTarget, Terms
from indicators.resources import (
    BaselineResource,
    MeasureResource,
    TermsResource,
)
from organisation.columns import figure, neutral, original
from organisation.models import Change
from organisation.record import values
from organisation.resources import RecordedResource
from tests.factories import make_measure, make_person, make_service, make_terms

pytestmark = pytest.mark.django_db
ON = date(2018, 1, 15)
RESOURCES = [(MeasureResource, Measure), (TermsResource, Terms), (BaselineResource, Baseline)]


@pytest.fixture
def stored() -> Measure:
    """A measure with everything that a table has to carry, awkward texts included."""
    measure = make_measure(
        "7a",
        title="=1+1",
        definition="'-5 degrees",
        comments="-5 degrees\nand @home",
        source="+44",
        unit="per 10,000",
        value_type="rate",
        service=make_service("Adults' care & housing"),
        is_new=True,
    )
    make_measure("B1", kind="INDICATOR", service=None)
    Measure.objects.filter(ref="B1").update(service=None)
    ranged = {"polarity": "RANGE", "low": Decimal("45.7"), "high": Decimal("52.3")}
    terms = make_terms(measure, 2017, target=None, tolerance_green=Decimal("0.5"), **ranged)
    make_terms(measure, 2018, target=80, agreed_on=ON, returns_average_to_date=False)
    PeriodTarget.objects.create(terms=terms, quarter=2, low=Decimal(40), high=Decimal("50.5"))
    Baseline.objects.create(
        measure=measure,
        period_end=date(2016, 11, 30),
        period_name="November 2016",
        value=Decimal("-0.5"),
        note="@ see below",
        source_file="=evil.xlsx",
    )
    return measure


def everything() -> list[tuple[str, dict[str, object]]]:
    models: tuple[type[Model], ...] = (Measure, Terms, PeriodTarget, Baseline)
    return [
        (model.__name__, values(each))
        for model in models
        for each in model._meta.base_manager.order_by("pk")
    ]


@pytest.mark.parametrize(("resource", "model"), RESOURCES)
@pytest.mark.usefixtures("stored")
def test_export_then_import_changes_nothing(
    resource: type[RecordedResource], model: type[Model]
) -> None:
    before = everything()
    table = resource().export()

    result = resource().import_data(table, raise_errors=True, by=None, on=ON)

    assert result.totals["skip"] == model._meta.base_manager.count()
    assert (everything(), Change.objects.count()) == (before, 0)


@pytest.mark.parametrize(("resource", "model"), RESOURCES)
@pytest.mark.usefixtures("stored")
def test_import_into_nothing_gives_back_everything(
    resource: type[RecordedResource], model: type[Model]
) -> None:
    before = resource().export().csv
    table = Dataset().load(before, format="csv")
    if model is Measure:
        Terms.objects.all().delete()
        Baseline.objects.all().delete()
    model._meta.base_manager.all().delete()

    result = resource().import_data(table, raise_errors=True, by=None, on=ON)

    assert result.totals["new"] == len(table)
    assert resource().export().csv == before


@pytest.mark.usefixtures("stored")
def test_measure_as_a_row() -> None:
    assert MeasureResource().table(Measure.objects.filter(ref="7a")) == [
        {
            "ref": "7a",
            "title": "'=1+1",
            "kind": "PERFORMANCE_MEASURE",
            "definition": "''-5 degrees",
            "guidance": "",
            "source": "'+44",
            "comments": "'-5 degrees\nand @home",
            "value_type": "rate",
            "unit": "per 10,000",
            "decimals": "1",
            "frequency": "QUARTERLY",
            "directorate": "People",
            "service": "Adults' care & housing",
            "lead_post": "",
            "is_new": "yes",
            "is_example": "no",
        }
    ]


@pytest.mark.usefixtures("stored")
def test_terms_as_a_row() -> None:
    row = TermsResource().table(Terms.objects.filter(year=2017))[0]

    assert {name: value for name, value in row.items() if value not in {"", "no"}} == {
        "ref": "7a",
        "year": "2017/18",
        "from_quarter": "1",
        "in_force": "yes",
        "polarity": "RANGE",
        "basis": "SNAPSHOT",
        "returns_average_to_date": "yes",
        "policy": "TARGET",
        "target_state": "SET",
        "low": "45.7",
        "high": "52.3",
        "profile": "NONE",
        "quarter_targets": "Q2 40 to 50.5",
        "tolerance_mode": "POINTS",
        "tolerance_green": "0.5",
        "tolerance_amber": "5",
        "agreed_by": "Cabinet",
    }


@pytest.mark.usefixtures("stored")
def test_change_is_saved_and_recorded() -> None:
    by = make_person("Ann")
    table = Dataset(
        ["7a", "2018/19", "1", "82.5"], headers=["ref", "year", "from_quarter", "target"]
    )

    TermsResource().import_data(table, raise_errors=True, by=by, on=ON)

    changes = Change.objects.values_list("deed", "person", "field", "before", "after")
    assert list(changes) == [("terms changed", by.pk, "target", "80", "82.5")]


@pytest.mark.usefixtures("stored")
def test_dry_run_saves_nothing() -> None:
    before = everything()
    table = Dataset(["7a", "New title"], headers=["ref", "title"])

    result = MeasureResource().import_data(table, dry_run=True, by=None, on=ON)

    assert (result.totals["update"], everything(), Change.objects.count()) == (1, before, 0)


@pytest.mark.parametrize(
    ("resource", "row", "message"),
    [
        (
            MeasureResource,
            {"ref": "7a", "directorate": "People", "service": "Nowhere"},
            "The council has no service People / Nowhere: add it first.",
        ),
        (MeasureResource, {"ref": "7a", "is_new": "perhaps"}, "“perhaps” is neither yes nor no."),
        (
            BaselineResource,
            {"ref": "7a", "period_end": "2016-11-30", "value": "about 5"},
            "“about 5” is no figure: write digits, with a point for decimals.",
        ),
        (
            TermsResource,
            {"ref": "7a", "year": "2017/18", "from_quarter": "1", "quarter_targets": "Q5 3"},
            "“Q5 3” is no quarter's target: write Q1 300; Q2 40 to 45.",
        ),
    ],
)
@pytest.mark.usefixtures("stored")
def test_what_can_not_be_taken_is_said(
    resource: type[RecordedResource], row: dict[str, str], message: str
) -> None:
    table = Dataset(list(row.values()), headers=list(row))

    result = resource().import_data(table, by=None, on=ON)

    assert [each.error.messages for each in result.invalid_rows] == [[message]]


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@x", "'=1", "''=1", "'plain", "plain", "", "\t=1", "'", "5 - 3"]
)
def test_neutral_texts_come_back_as_they_were(text: str) -> None:
    assert original(neutral(text)) == text
    assert neutral(text)[:1] not in {"=", "+", "-", "@", "\t"}


@pytest.mark.parametrize("text", ["1e", "NaN", "Infinity", "1,5", "x"])
def test_texts_that_are_no_figures(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no figure: write digits"):
        figure(text)


def test_quarter_targets_are_read() -> None:
    assert quarter_targets("Q1 300; Q2 40 to 45.5") == {
        1: (Decimal(300),),
        2: (Decimal(40), Decimal("45.5")),
    }


@pytest.mark.parametrize("name", ["measure", "terms", "baseline"])
@pytest.mark.usefixtures("stored")
def test_administration_exports_the_table(client: Client, name: str) -> None:
    client.force_login(make_person("Ann", is_staff=True, is_superuser=True))

    response = client.post(f"/admin/indicators/{name}/export/", {"format": "0", "resource": ""})

    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    assert sheet["A1"].value == "ref"
    assert not [
        cell.value
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]


def test_only_who_may_see_a_table_exports_it(client: Client) -> None:
    client.force_login(make_person("Bob", is_staff=True))

    statuses = [
        client.get(f"/admin/indicators/{name}/{page}/").status_code
        for name in ("measure", "terms", "baseline")
        for page in ("export", "import")
    ]

    assert statuses == [403] * 6
