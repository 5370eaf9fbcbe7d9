"""The page of absence cover."""

from datetime import date

import pytest

from organisation.models import Cover, Person, Role
from tests.factories import (
    TODAY,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_service,
)
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/cover/"


def get(by: Person, url: str = URL) -> Page:
    return signed_in(by).get(url)


def post(who: Person, **sent: str) -> Page:
    return signed_in(who).post(URL, sent, follow=True)


def officer(name: str = "Lena", service: str = "Children", directorate: str = "People") -> Person:
    return make_officer(make_service(service, directorate), name)


def arrange(who: Person, absent: Person, by_whom: Person, **fields: str) -> Page:
    sent = {"absent": str(absent.pk), "by": str(by_whom.pk)}
    days = {"starts_on": "15 January 2018", "ends_on": "26/1/2018", "reason": "Annual leave"}
    return post(who, **sent | days | fields)


def covered(absent: Person, by_whom: Person, *days: date) -> Cover:
    first, last = days or (TODAY, date(2018, 1, 26))
    return Cover.objects.create(absent=absent, by=by_whom, starts_on=first, ends_on=last)


def test_officer_arranges_their_own_cover() -> None:
    lena, omar = officer(), officer("Omar")
    text = words(get(lena))
    assert "Nobody is covered for." in text
    assert "While you are away" in text
    assert "Who is away" not in text
    page = arrange(lena, lena, omar)
    assert page.redirect_chain == [(URL, 302)]
    assert "Omar covers for Lena from 15 January 2018 to 26 January 2018." in words(page)
    assert "Lena Now Omar 15 January 2018 26 January 2018 Annual leave End it today" in words(page)
    made = Cover.objects.get()
    assert (made.absent, made.by, made.reason) == (lena, omar, "Annual leave")


def test_choices_are_of_the_absent_persons_directorate() -> None:
    lena = officer()
    officer("Omar", "Housing")
    officer("Otto", "Waste", "Place")
    text = words(get(lena))
    assert ("Omar" in text, "Otto" in text) == (True, False)


def test_performance_team_first_chooses_who_is_away() -> None:
    lena, penny = officer(), make_performance()
    officer("Omar", "Housing")
    officer("Otto", "Waste", "Place")
    text = words(get(penny))
    assert "Who is away Lena Omar Otto" in text
    assert "Who covers" not in text
    text = words(get(penny, f"{URL}?absent={lena.pk}"))
    assert "While Lena is away Who covers Choose Omar First day" in text


def test_approver_arranges_cover_for_an_officer() -> None:
    lena, omar, asha = officer(), officer("Omar"), make_approver(make_service(), "Asha")
    assert "While you are away" in words(get(asha))
    page = arrange(asha, lena, omar)
    assert "Omar covers for Lena" in words(page)


def test_mistakes_are_shown_at_their_boxes_with_what_was_typed() -> None:
    lena, omar = officer(), officer("Omar")
    page = arrange(lena, lena, omar, starts_on="14 January 2018")
    said = "The first day is past. Cover can begin today, 15 January 2018, or later."
    assert words(page).count(said) == 2
    assert box(page, "starts_on") == "14 January 2018"
    assert box(page, "ends_on") == "26/1/2018"
    assert "<title>Error:" in page.content.decode()
    page = arrange(lena, lena, omar, by="", ends_on="")
    assert "Choose who covers" in words(page)
    assert "Enter the day, for example 31 January 2018" in words(page)
    assert not Cover.objects.exists()


def test_person_of_another_directorate_can_not_be_chosen() -> None:
    lena, otto = officer(), officer("Otto", "Waste", "Place")
    officer("Omar")
    assert "Choose one of the people in the list" in words(arrange(lena, lena, otto))
    assert not Cover.objects.exists()


def test_who_was_to_be_covered_meanwhile_is_named() -> None:
    lena, omar, zoe = officer(), officer("Omar"), officer("Zoe")
    covered(lena, omar)
    text = words(arrange(omar, omar, zoe))
    assert ("Omar was to cover for Lena in that time: end that cover, and arrange another.") in text


def test_somebody_without_colleagues_is_told_whom_to_ask() -> None:
    text = words(get(officer()))
    assert "Nobody else of the same directorate enters or approves returns." in text


# Ending


def test_cover_is_ended_with_today() -> None:
    lena, omar = officer(), officer("Omar")
    made = covered(lena, omar, date(2018, 1, 8), date(2018, 1, 26))
    page = post(lena, action="end", cover=str(made.pk))
    assert "The cover of Omar for Lena ends today." in words(page)
    made.refresh_from_db()
    assert made.ends_on == TODAY
    assert "End it today" not in words(page)
    assert "It ends today or has ended already." in words(
        post(lena, action="end", cover=str(made.pk))
    )


def test_cover_to_come_is_called_off() -> None:
    lena, omar = officer(), officer("Omar")
    made = covered(lena, omar, date(2018, 2, 5), date(2018, 2, 9))
    assert "Call it off" in words(get(lena))
    page = post(lena, action="end", cover=str(made.pk))
    assert "The cover of Omar for Lena is called off." in words(page)
    assert "Nobody is covered for." in words(page)
    assert Cover.objects.count() == 1


def test_who_covers_sees_it_but_does_not_end_it() -> None:
    lena, omar = officer(), officer("Omar")
    made = covered(lena, omar)
    text = words(get(omar))
    assert "Lena Now Omar" in text
    assert "End it today" not in text
    assert post(omar, action="end", cover=str(made.pk)).status_code == 403
    made.refresh_from_db()
    assert made.ends_on == date(2018, 1, 26)


@pytest.mark.parametrize("sent", ["", "x", "999"])
def test_unknown_cover_has_no_page(sent: str) -> None:
    assert post(officer(), action="end", cover=sent).status_code == 404


# Who may


def test_nobody_arranges_cover_for_others_than_theirs() -> None:
    lena, omar = officer(), officer("Omar")
    assert arrange(lena, omar, lena).status_code == 403
    assert post(lena, absent="x", by=str(omar.pk)).status_code == 403
    assert not Cover.objects.exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ADMINISTRATOR, None])
def test_cover_is_for_those_who_enter_or_approve(role: Role | None) -> None:
    answer = get(make_person("Somebody", role))
    assert answer.status_code == 403
    assert "Cover is arranged by those who enter or approve returns." in words(answer)


def test_form_needs_its_token() -> None:
    lena, omar = officer(), officer("Omar")
    client = signed_in(lena, enforce_csrf_checks=True)
    sent = {"absent": str(lena.pk), "by": str(omar.pk), "starts_on": "15 January 2018"}
    assert client.post(URL, sent | {"ends_on": "26 January 2018"}).status_code == 403
    assert not Cover.objects.exists()
