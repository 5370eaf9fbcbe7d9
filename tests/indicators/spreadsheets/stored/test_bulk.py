"""The keeper that writes many rows at a time is no different from saving them one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from indicators.models import Baseline, ImportRun, Measure
from indicators.resources import BaselineResource
from indicators.spreadsheets.stored.comparing import Compared, Stored
from indicators.spreadsheets.stored.keepers import keeper_of
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Part, Table
from organisation.models import Change, ChangeText
from tests.factories import make_measure

pytestmark = pytest.mark.django_db
ON = date(2018, 1, 15)
END = date(2016, 6, 30)
COLUMNS = {
    "ref": "7", "period_end": "2016-06-30", "period_name": "2016/17 Q1", "value": "45.2",
    "target": "", "is_estimated": "no", "note": "", "source_file": "a.xlsx",
    "source_sheet": "S", "source_cell": "D2",
}  # fmt: skip
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
figures = st.decimals(-(10**12), 10**12, allow_nan=False, places=6)
baselines = st.fixed_dictionaries(
    {
        "period_end": st.dates(date(2000, 1, 1), date(2017, 12, 31)),
        "period_name": texts,
        "value": figures,
        "target": st.none() | figures,
        "is_estimated": st.booleans(),
        "note": texts | st.sampled_from(["=1+1", "'-5", "@ see", "-"]),
        "source_file": texts | st.just("=evil.xlsx"),
        "source_sheet": texts,
        "source_cell": st.just("D2"),
    }
)


def part(**changes: str) -> Part:
    columns = {**COLUMNS, **changes}
    return Part(Table.BASELINE, (columns["ref"], columns["period_end"]), columns)


def saving() -> Saving:
    run = ImportRun.objects.create(kind="values", file_name="a.xlsx", sha256="0", content=b"")
    return Saving(None, ON, run)


def save(*parts: Part) -> list[Compared]:
    stored = Stored.of(parts)
    compared = [stored.compare(each) for each in parts]
    keeper_of(Table.BASELINE).save(compared, saving())
    return compared


def recorded() -> list[tuple[str, str, str, str]]:
    found = Change.objects.filter(object_type="indicators.baseline").order_by("id")
    return list(found.values_list("deed", "field", "before", "after"))


@given(st.lists(baselines, max_size=6, unique_by=lambda each: each["period_end"]))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_stored_is_exactly_what_the_export_gives(rows: list[dict[str, object]]) -> None:
    Baseline.objects.all().delete()
    measure = Measure.objects.filter(ref="7").first() or make_measure("7")
    Baseline.objects.bulk_create(Baseline(measure=measure, **each) for each in rows)

    exported = BaselineResource().table(BaselineResource().get_queryset().order_by("pk"))
    keys = [(each["ref"], each["period_end"]) for each in exported]
    assert keeper_of(Table.BASELINE).stored(keys) == dict(zip(keys, exported, strict=True))


def test_what_is_saved_is_stored_as_it_was_wanted() -> None:
    make_measure("7")
    wanted = part(note="'=1+1", target="80", is_estimated="yes", value="0")
    save(wanted)

    assert keeper_of(Table.BASELINE).stored([wanted.key]) == {wanted.key: wanted.columns}
    found, run = Baseline.objects.get(), ImportRun.objects.get()
    assert (found.note, found.value, found.import_run) == ("=1+1", Decimal(0), run)


def test_record_tells_of_each_field_that_means_something_and_keeps_typed_text_apart() -> None:
    make_measure("7")
    save(part(value="0", note="Counted anew", is_estimated="yes"))
    first = recorded()
    save(part(value="5", is_estimated="no", note="", source_cell="D9"))

    hashed = ChangeText.objects.get(part="after").change.after
    assert first == [
        ("baseline added", "value", "", "0"),
        ("baseline added", "is_estimated", "", "True"),
        ("baseline added", "note", "", hashed),
    ]
    assert recorded()[3:] == [
        ("baseline changed", "value", "0", "5"),
        ("baseline changed", "is_estimated", "True", "False"),
        ("baseline changed", "note", hashed, ""),
    ]
    assert {each.object_label for each in Change.objects.all()} == {"7 at 2016-06-30"}


def test_taking_back_puts_back_what_was_and_deletes_what_was_new() -> None:
    make_measure("7")
    save(part())
    changed = save(part(value="50"), part(period_end="2016-09-30"))
    keeper_of(Table.BASELINE).take_back(changed, saving())

    assert list(Baseline.objects.values_list("period_end", "value")) == [(END, Decimal("45.2"))]
    assert recorded()[-2:] == [
        ("baseline changed", "value", "50", "45.2"),
        ("baseline deleted", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ref": "8"}, "There is no measure “8”: add it first."),
        ({"period_name": "x" * 41}, "40 characters"),
        ({"value": "1.2345678"}, "decimal places"),
        ({"value": "many"}, "is no figure"),
    ],
)
def test_what_the_table_cannot_hold_is_refused(changes: dict[str, str], said: str) -> None:
    make_measure("7")

    with pytest.raises(ValidationError, match=said):
        save(part(**changes))
    assert not Baseline.objects.exists()


def test_many_rows_take_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    measure = make_measure("7")
    days = [date.fromordinal(END.toordinal() - number).isoformat() for number in range(300)]
    parts = [part(period_end=each) for each in days]

    with django_assert_max_num_queries(45):
        save(*parts)
    assert measure.baselines.count() == len(days)
