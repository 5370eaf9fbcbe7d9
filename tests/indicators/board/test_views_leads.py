"""The page of measure leads."""

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.board.leads_page import MEASURES_A_PAGE
from indicators.models import Measure
from organisation.models import Change, Person
from tests.factories import (
    make_approver,
    make_measure,
    make_officer,
    make_performance,
    make_return,
    make_service,
    make_terms,
)
from tests.indicators.returns.pages import Page, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/leads/"


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).get(url)


def post(sent: Mapping[str, object], url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).post(url, sent, follow=True)


def choose(measure: Measure, lead: Person | None, deputy: Person | None = None) -> dict[str, str]:
    """What the form of a service sends of one measure."""
    seen = f"{measure.lead_id or ''}-{measure.deputy_id or ''}"
    return {
        "service": str(measure.service_id or "no-service"),
        f"lead_{measure.pk}": str(lead.pk) if lead else "",
        f"deputy_{measure.pk}": str(deputy.pk) if deputy else "",
        f"seen_{measure.pk}": seen,
    }


def officer(name: str = "Lena", service: str = "Children") -> Person:
    return make_officer(make_service(service), name)


def leads() -> dict[str, str]:
    found = Measure.objects.select_related("lead").order_by("ref")
    return {each.ref: each.lead.name if each.lead else "" for each in found}


def test_measures_stand_by_service_with_lead_and_deputy() -> None:
    lena, omar = officer(), officer("Omar")
    make_measure("10", lead=lena, deputy=omar)
    make_measure("2")
    make_measure("3", service=make_service("Waste", "Place"))
    page = get()
    text = words(page)
    assert text.index("2 Measure 2") < text.index("10 Measure 10") < text.index("3 Measure 3")
    assert "Children (People)" in text
    assert "All (3) Without a lead (2) Lead has left (0) Lead never returned (0)" in text
    measure = Measure.objects.get(ref="10")
    assert f'<option value="{lena.pk}" selected>Lena</option>' in page.content.decode()
    assert f"Lead of {measure.ref} Measure 10" in text
    assert "No officer is appointed for this service" in text


def test_leads_of_a_service_are_saved_with_one_button() -> None:
    first, second = make_measure("1"), make_measure("2")
    lena, omar = officer(), officer("Omar")
    place = str(make_service().pk)
    page = post(choose(first, lena, omar) | choose(second, omar))
    assert "Saved: 2 measures changed." in words(page)
    assert page.redirect_chain == [(f"/leads/#service-{place}", 302)]
    assert leads() == {"1": "Lena", "2": "Omar"}


def test_measures_of_another_service_than_is_named_are_left_alone() -> None:
    measure = make_measure("1")
    sent = choose(measure, officer()) | {"service": str(make_service("Housing").pk)}
    assert post(sent).status_code == 404
    assert leads() == {"1": ""}


def test_saving_the_same_again_changes_nothing() -> None:
    measure = make_measure("1", lead=officer())
    assert "Nothing was changed." in words(post(choose(measure, officer())))


def test_refusal_is_shown_at_its_measure_with_what_was_chosen() -> None:
    first, second = make_measure("1"), make_measure("2")
    lena, omar = officer(), officer("Omar")
    page = post(choose(first, lena, lena) | choose(second, omar))
    said = "The lead of 1 can't be its own deputy: choose somebody else, or nobody."
    assert words(page).count(said) == 2  # in the summary and at the box
    content = page.content.decode()
    assert f'href="#id_deputy_{first.pk}"' in content
    assert "<title>Error:" in content
    assert content.count(f'<option value="{omar.pk}" selected>') == 1
    assert leads() == {"1": "", "2": ""}


def test_refusal_shows_the_service_alone_whatever_was_shown_before() -> None:
    measure, lena = make_measure("1", lead=officer()), officer()
    make_measure("9", service=make_service("Waste", "Place"))
    page = post(choose(measure, lena, lena), f"{URL}?show=none")
    assert "can't be its own deputy" in words(page)
    assert "Save Waste" not in words(page)
    assert f'<option value="{measure.service_id}" selected>Children' in page.content.decode()


def test_what_somebody_else_changed_is_shown_as_it_is_now() -> None:
    measure, lena, omar = make_measure("1"), officer(), officer("Omar")
    sent = choose(measure, lena)
    measure.lead = omar
    measure.save()
    page = post(sent)
    assert "Somebody else has changed the lead or deputy of 1" in words(page)
    content = page.content.decode()
    assert f'<option value="{omar.pk}" selected>Omar</option>' in content
    assert f'value="{omar.pk}-"' in content
    assert leads() == {"1": "Omar"}
    measure.refresh_from_db()
    post(choose(measure, lena))
    assert leads() == {"1": "Lena"}


def test_lead_who_has_left_can_stay_and_is_marked() -> None:
    otto = officer("Otto")
    measure, other = make_measure("1", lead=otto), make_measure("2")
    otto.is_active = False
    otto.save()
    assert "Otto has left." in words(get())
    assert "Otto (no officer now)" in words(get())
    post(choose(measure, otto) | choose(other, officer()))
    assert leads() == {"1": "Otto", "2": "Lena"}


@pytest.mark.parametrize("typed", ["x", "-1", "1.5"])
def test_what_is_no_person_is_refused(typed: str) -> None:
    measure = make_measure("1")
    page = post(choose(measure, None) | {f"lead_{measure.pk}": typed})
    assert "<title>Error:" in page.content.decode()
    assert leads() == {"1": ""}


# Filters and pages


def test_page_is_narrowed_by_what_is_wrong_and_by_service() -> None:
    otto, lena = officer("Otto"), officer()
    make_measure("1")
    make_measure("2", lead=otto)
    make_terms(make_measure("3", lead=lena))
    make_return("3")
    make_measure("4", service=make_service("Waste", "Place"))
    otto.is_active = False
    otto.save()

    def shown(query: str) -> list[str]:
        text = words(get(f"{URL}?{query}"))
        return [ref for ref in "1234" if f"{ref} Measure {ref} " in text]

    assert shown("show=none") == ["1", "4"]
    assert shown("show=left") == ["2"]
    assert shown("show=never") == ["3"]
    assert shown(f"show=none&service={make_service().pk}") == ["1"]
    assert shown(f"service={make_service('Waste', 'Place').pk}") == ["4"]
    assert get(f"{URL}?show=purple").status_code == 404


def test_nothing_wrong_is_said_so() -> None:
    make_measure("1")
    assert "There is none." in words(get(f"{URL}?show=left"))


def test_long_list_comes_in_pages_of_whole_services() -> None:
    for number in range(MEASURES_A_PAGE - 1):
        make_measure(f"{number}")
    for ref in ("a", "b"):
        make_measure(ref, service=make_service("Waste", "Place"))
    first, second = words(get()), words(get(f"{URL}?page=2"))
    assert ("Save Children" in first, "Save Waste" in first) == (True, False)
    assert ("Save Children" in second, "Save Waste" in second) == (False, True)


def test_page_asks_as_often_for_one_as_for_many() -> None:
    asked = []
    client = signed_in(make_performance())
    for number in (1, 9):
        for each in range(number):
            service = make_service(f"S{number}{each}", f"D{each % 3}")
            make_measure(f"{number}-{each}", service=service, lead=make_officer(service))
            make_measure(f"{number}+{each}", service=service)
        client.get(URL)
        with CaptureQueriesContext(connection) as made:
            client.get(URL)
        asked.append(len(made))
    assert asked[0] == asked[1]
    assert asked[0] <= 14


# Suggestions


def take(*keys: str, by: Person | None = None) -> Page:
    return post({"action": "take", "suggestion": list(keys)}, by=by)


def test_suggestions_are_taken_with_one_button() -> None:
    measure, other = make_measure("1"), make_measure("2")
    lena = officer()
    text = words(get())
    assert "Suggested: Lena, who is the only one who enters its returns." in text
    assert "Take the 2 suggestions on this page" in text
    page = take(f"{measure.pk}-{lena.pk}", f"{other.pk}-{lena.pk}")
    assert "Saved: 2 measures changed." in words(page)
    assert leads() == {"1": "Lena", "2": "Lena"}
    assert "suggestion" not in words(get())


def test_suggestions_that_changed_are_not_taken() -> None:
    measure, lena = make_measure("1"), officer()
    officer("Omar")
    page = take(f"{measure.pk}-{lena.pk}")
    assert "What was suggested has changed since you opened this page" in words(page)
    assert leads() == {"1": ""}
    assert "Not done" in words(take())


# Who may


def test_approver_names_leads_of_the_own_services() -> None:
    measure, lena = make_measure("1"), officer()
    other = make_measure("2", service=make_service("Waste", "Place"))
    approver = make_approver(make_service())
    assert "Measure 2" not in words(get(by=approver))
    post(choose(measure, lena), by=approver)
    assert leads() == {"1": "Lena", "2": ""}
    assert post(choose(other, None), by=approver).status_code == 404
    assert "Not done" in words(take(f"{other.pk}-{lena.pk}", by=approver))


def test_officers_name_no_leads() -> None:
    measure, lena = make_measure("1"), officer()
    for answer in (get(by=lena), post(choose(measure, lena), by=lena)):
        assert answer.status_code == 403
        assert "Measure leads are named by approvers and the performance team." in words(answer)
    assert not Change.objects.filter(object_type="indicators.measure").exists()


def test_form_needs_its_token() -> None:
    measure, lena = make_measure("1"), officer()
    client = signed_in(make_performance(), enforce_csrf_checks=True)
    assert client.post(URL, choose(measure, lena)).status_code == 403
    assert leads() == {"1": ""}
