"""The administration: whatever is changed there goes through the deeds and stands in the record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client

from indicators.models import Baseline, Measure, PeriodTarget, Rating, Terms
from organisation.clock import today
from organisation.models import Change, ChangeText, Council, Person, Role
from tests.factories import (
    PASSWORD,
    Q2,
    approved,
    make_history,
    make_measure,
    make_person,
    make_return,
    make_terms,
)

pytestmark = pytest.mark.django_db


def administrator() -> Person:
    return make_person("Ada", Role.ADMINISTRATOR, is_staff=True)


def client() -> Client:
    found = Client()
    found.force_login(administrator())
    return found


def form(url: str) -> dict[str, str]:
    """What the page's forms hold, as a browser would send it back."""
    context = client().get(url).context
    formsets = [each.formset for each in context["inline_admin_formsets"]]
    managed = [each.management_form for each in formsets]
    forms = [context["adminform"].form, *managed, *(one for each in formsets for one in each)]
    boxes = [box for each in forms for box in each]
    values = {box.html_name: box.value() for box in boxes}
    return {
        name: "on" if value is True else str(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


def post(url: str, **changed: str) -> HttpResponse:
    response = client().post(url, form(url) | changed)
    assert isinstance(response, HttpResponse)
    return response


def deeds(**asked: object) -> list[tuple[str, str, str, str]]:
    found = Change.objects.filter(**asked).order_by("id")
    return [(each.deed, each.field, said(each, "before"), said(each, "after")) for each in found]


def said(change: Change, part: str) -> str:
    """What a row of the record says, or the text that stands apart from it."""
    text = change.texts.filter(part=part).first()
    return text.text if text else str(getattr(change, part))


def test_change_says_who_and_that_it_came_from_the_administration() -> None:
    make_terms(make_measure())
    measure = Measure.objects.get()
    url = f"/admin/indicators/measure/{measure.pk}/change/"
    assert post(url, unit="per day").status_code == 302
    change = Change.objects.get()
    assert (change.person, change.origin, change.on) == (
        administrator(),
        "administration",
        today(),
    )
    assert (change.field, change.before, said(change, "after")) == ("unit", "", "per day")


def test_changed_decimals_rate_open_periods_again() -> None:
    return_ = approved(make_return(), "79.6")
    post(f"/admin/indicators/measure/{return_.measure_id}/change/", decimals="0")
    assert Rating.objects.get().status == "GREEN"


def test_closed_terms_are_refused_on_the_page() -> None:
    measure = make_measure()
    terms = make_terms(measure)
    make_history(measure, {Q2: "82"})
    response = post(f"/admin/indicators/terms/{terms.pk}/change/", target="90")
    assert response.status_code == 200
    assert "A closed period was rated on these terms" in response.content.decode()
    assert Terms.objects.get().target == 80


def test_target_of_a_closed_quarter_is_not_deleted() -> None:
    measure = make_measure(value_type="count", decimals=0)
    terms = make_terms(measure, basis="CUMULATIVE_TOTAL", target=Decimal(1300), profile="EXPLICIT")
    PeriodTarget.objects.create(terms=terms, quarter=2, target=Decimal(700))
    make_history(measure, {Q2: "748"})
    url = f"/admin/indicators/terms/{terms.pk}/change/"
    response = post(url, **{"period_targets-0-DELETE": "on"})
    assert "A closed period was rated on these terms" in response.content.decode()
    assert PeriodTarget.objects.exists()


def test_council_that_colours_indicators_rates_open_periods_again() -> None:
    make_measure(kind="INDICATOR")
    approved(make_return(), "82")
    council = Council.current()
    post(f"/admin/organisation/council/{council.pk}/change/", colours_indicators="on")
    assert Rating.objects.get().status == "GREEN"
    assert deeds(object_type="organisation.council") == [
        ("council settings changed", "colours_indicators", "False", "True")
    ]


def test_deleting_leaves_what_went_with_it_in_the_record() -> None:
    measure = make_measure()
    make_terms(measure)
    Baseline.objects.create(
        measure=measure,
        period_end="2016-11-30",
        period_name="November 2016",
        value=Decimal(5),
        source_file="a.xlsx",
    )
    url = f"/admin/indicators/measure/{measure.pk}/delete/"
    assert client().post(url, {"post": "yes"}).status_code == 302
    assert not Measure.objects.exists()
    assert sorted(deeds()) == [
        ("baseline deleted", "deleted", "25, November 2016", ""),
        ("measure deleted", "deleted", "25 Measure 25", ""),
        ("terms deleted", "deleted", "25 2017/18", ""),
    ]


def test_measure_with_returns_is_not_deleted() -> None:
    return_ = make_return()
    client().post(f"/admin/indicators/measure/{return_.measure_id}/delete/", {"post": "yes"})
    assert Measure.objects.exists()
    assert deeds(deed__endswith="deleted") == []


def test_password_set_by_an_administrator_is_recorded_without_it() -> None:
    person = make_person("Bea")
    sent = {"usable_password": "true", "password1": "a long new one", "password2": "a long new one"}
    url = f"/admin/organisation/person/{person.pk}/password/"
    assert client().post(url, sent).status_code == 302
    assert deeds(object_id=person.pk) == [("password set", "", "", "")]


def test_no_password_stands_in_the_record() -> None:
    sent = {
        "email": "new@council.example",
        "name": "New",
        "post": "Officer",
        "usable_password": "true",
        "password1": PASSWORD + PASSWORD,
        "password2": PASSWORD + PASSWORD,
        "appointments-TOTAL_FORMS": "0",
        "appointments-INITIAL_FORMS": "0",
    }
    assert client().post("/admin/organisation/person/add/", sent).status_code == 302
    added = Person.objects.get(email="new@council.example")
    fields = {field for _, field, _, _ in deeds(object_id=added.pk, deed="person added")}
    assert {"email", "name"} <= fields
    assert "password" not in fields
    kept = [*Change.objects.values_list("after", flat=True)]
    kept += ChangeText.objects.values_list("text", flat=True)
    assert not any(added.password in text or PASSWORD in text for text in kept)
