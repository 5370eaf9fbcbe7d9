"""Pages that change a period's dates and lock, and let people in by name."""

from datetime import date, timedelta

import pytest

from indicators.models import Period, Reopening, Return
from indicators.returns.closing import close_period
from indicators.returns.reopening import lock_period, reopen
from organisation.models import Person
from tests.factories import (
    TODAY,
    approved,
    make_approver,
    make_officer,
    make_performance,
    make_return,
    make_service,
)
from tests.indicators.returns.pages import Page, box, signed_in, words

pytestmark = pytest.mark.django_db

URL = "/periods/2017-18-q3/"
DATES, LOCK, UNLOCK, LET_IN = (f"{URL}{name}/" for name in ("dates", "lock", "unlock", "let-in"))
WHY = "The clinic sent its figures late."


def get(url: str = URL, by: Person | None = None) -> Page:
    return signed_in(by or make_performance()).get(url)


def post(url: str, by: Person | None = None, **fields: object) -> Page:
    return signed_in(by or make_performance()).post(url, fields, follow=True)


def period() -> Period:
    return Period.objects.get()


def locked() -> Return:
    return_ = make_return()
    lock_period(return_.period, reason=WHY, by=make_performance(), on=TODAY)
    return return_


def closed() -> Return:
    return_ = approved(make_return())
    close_period(return_.period, by=make_performance(), on=TODAY)
    return return_


def olga() -> Person:
    return make_officer(make_service(), "Olga")


def let_in(return_: Return, *, days: int = 5) -> Reopening:
    return reopen(
        return_.period,
        people=[olga()],
        until=TODAY + timedelta(days=days),
        reason=WHY,
        by=make_performance(),
        on=TODAY,
    )


# Dates


def test_dates_are_changed_with_a_reason() -> None:
    make_return()
    page = get(DATES)
    assert (box(page, "due_on"), box(page, "enter_until")) == ("12 January 2018", "")
    page = post(
        DATES, due_on="19 January 2018", locking="day", enter_until="26 January 2018", reason=WHY
    )
    assert page.redirect_chain == [(URL, 302)]
    assert "2017/18 Q3 is due 19 January 2018." in words(page)
    assert "Returns are due 19 January 2018, in 4 days." in words(page)
    assert period().enter_until == date(2018, 1, 26)


def test_days_of_grace_are_taken_away_again() -> None:
    make_return()
    Period.objects.update(enter_until=date(2018, 1, 22))
    assert box(get(DATES), "enter_until") == "22 January 2018"
    post(DATES, due_on="12 January 2018", locking="never", reason=WHY)
    assert period().enter_until is None


def test_dates_need_a_reason_and_keep_what_was_typed() -> None:
    make_return()
    page = post(DATES, due_on="19 January 2018", locking="never", reason=" ")
    assert words(page).count("Give the reason; it stays on record.") == 2  # summary and field
    assert box(page, "due_on") == "19 January 2018"
    assert "<title>Error:" in page.content.decode()
    assert period().due_on == date(2018, 1, 12)


# Lock


def test_period_is_locked_now() -> None:
    make_return()
    assert f'href="{LOCK}"' in get().content.decode()
    page = post(LOCK, reason=WHY)
    assert "2017/18 Q3 is locked." in words(page)
    assert "Locked since 15 January 2018 by Penny" in words(page)
    assert f'href="{UNLOCK}"' in page.content.decode()
    assert f'href="{LOCK}"' not in page.content.decode()


def test_locked_period_says_that_it_is_when_locked_again() -> None:
    locked()
    assert "2017/18 Q3 is locked already." in words(post(LOCK, reason=WHY))


def test_period_is_unlocked_until_a_day() -> None:
    locked()
    page = post(UNLOCK, locking="day", enter_until="20 January 2018", reason=WHY)
    assert "2017/18 Q3 is unlocked." in words(page)
    assert "In grace until 20 January 2018." in words(page)
    assert (period().locked_on, period().enter_until) == (None, date(2018, 1, 20))


@pytest.mark.parametrize(
    ("last_day", "message"),
    [
        ("", "Enter the last day, or choose another answer above."),
        ("14 January 2018", "Choose a day that is not past, and not before the due date."),
    ],
)
def test_day_that_can_not_be_is_named(last_day: str, message: str) -> None:
    locked()
    page = post(UNLOCK, locking="day", enter_until=last_day, reason=WHY)
    assert words(page).count(message) == 2  # summary and field
    assert period().locked_on == TODAY


# Letting people in


def test_people_are_let_in_by_name_until_a_day() -> None:
    locked()
    olga()
    make_officer(make_service("Waste", "Place"), "Oren")
    assert "Olga Children" in words(get(LET_IN))
    page = post(LET_IN, people=[olga().pk], until="20 January 2018", reason=WHY, action="let-in")
    assert page.redirect_chain == [(URL, 302)]
    assert "1 person is let in until 20 January 2018." in words(page)
    assert f"Olga 20 January 2018 {WHY} Penny, 15 January 2018 End : Olga" in words(page)
    assert [each.name for each in Reopening.objects.get().people.all()] == ["Olga"]


def test_several_people_are_let_in_at_once() -> None:
    locked()
    ids = [olga().pk, make_officer(make_service("Waste", "Place"), "Oren").pk]
    page = post(LET_IN, people=ids, until="20 January 2018", reason=WHY, action="let-in")
    assert "2 people are let in until 20 January 2018." in words(page)


def test_finding_keeps_who_is_ticked_and_what_was_typed() -> None:
    locked()
    oren = make_officer(make_service("Waste", "Place"), "Oren")
    olga()
    page = post(LET_IN, people=[oren.pk], find="olga", until="soon", reason=WHY, action="find")
    text, content = words(page), page.content.decode()
    assert "There is a problem" not in text
    assert "Place (1, 1 ticked)" in text
    assert "People (1)" in text
    assert (box(page, "until"), box(page, "find")) == ("soon", "olga")
    assert WHY in content
    assert not Reopening.objects.exists()


def test_nobody_found_says_how_to_look() -> None:
    locked()
    page = post(LET_IN, find="zz", action="find")
    assert "Nobody who enters returns is called so." in words(page)


@pytest.mark.parametrize(
    ("people", "until", "reason", "message"),
    [
        (False, "20 January 2018", WHY, "Choose who may enter."),
        (True, "14 January 2018", WHY, "Choose a day that is not past."),
        (True, "", WHY, "Enter the day, for example 31 January 2018"),
        (True, "20 January 2018", "", "Give the reason; it stays on record."),
    ],
)
def test_what_is_missing_is_named(people: bool, until: str, reason: str, message: str) -> None:
    locked()
    ids = [olga().pk] if people else []
    page = post(LET_IN, people=ids, until=until, reason=reason, action="let-in")
    assert words(page).count(message) == 2  # summary and field
    assert not Reopening.objects.exists()
    assert ("1 ticked" in words(page)) is people


def test_somebody_who_enters_nothing_is_not_let_in_by_any_trick() -> None:
    locked()
    asha = make_approver(make_service(), "Asha")
    page = post(LET_IN, people=[asha.pk], until="20 January 2018", reason=WHY, action="let-in")
    assert "Choose people of the list" in words(page)
    assert not Reopening.objects.exists()


def test_letting_in_is_offered_where_it_is_needed() -> None:
    make_return()
    assert f'href="{LET_IN}"' not in get().content.decode()
    lock_period(period(), reason=WHY, by=make_performance(), on=TODAY)
    assert f'href="{LET_IN}"' in get().content.decode()


def test_open_period_lets_everybody_enter() -> None:
    make_return()
    page = post(LET_IN, people=[olga().pk], until="20 January 2018", reason=WHY)
    assert "2017/18 Q3 is open; everybody can enter." in words(page)


def test_letting_in_to_a_closed_period_is_for_corrections() -> None:
    closed()
    assert "They can correct returns of their services" in words(get(LET_IN))
    page = post(LET_IN, people=[olga().pk], until="20 January 2018", reason=WHY)
    assert "1 person is let in" in words(page)


# Ending it


def test_letting_in_is_ended() -> None:
    made = let_in(locked())
    page = post(f"{LET_IN}{made.pk}/end/")
    assert "They can enter today for the last time." in words(page)
    made.refresh_from_db()
    assert made.until == TODAY
    assert "End : Olga" not in words(page)


def test_what_ends_today_is_not_ended_again() -> None:
    made = let_in(locked(), days=0)
    assert "It ends today or has ended already." in words(post(f"{LET_IN}{made.pk}/end/"))


def test_what_is_over_stands_last() -> None:
    return_ = locked()
    let_in(return_, days=0)
    Reopening.objects.update(made_on=TODAY - timedelta(days=9), until=TODAY - timedelta(days=2))
    let_in(return_)
    text = words(get())
    assert text.index("20 January 2018") < text.index("13 January 2018 over")


@pytest.mark.parametrize("reopening", ["0", "999999"])
def test_unknown_letting_in_has_no_page(reopening: str) -> None:
    let_in(locked())
    assert post(f"{LET_IN}{reopening}/end/").status_code == 404


def test_looking_does_not_end_it() -> None:
    made = let_in(locked())
    assert get(f"{LET_IN}{made.pk}/end/").status_code == 405


# Who may


@pytest.mark.parametrize("url", [DATES, LOCK, UNLOCK, LET_IN])
@pytest.mark.parametrize("make", [make_officer, make_approver])
def test_pages_are_for_the_performance_team(url: str, make: type) -> None:
    make_return()
    person = make(make_service())
    for response in (get(url, person), post(url, person, reason=WHY)):
        assert response.status_code == 403


@pytest.mark.parametrize("url", [DATES, LOCK, UNLOCK, LET_IN])
def test_period_never_opened_has_no_page(url: str) -> None:
    assert get(url).status_code == 404


@pytest.mark.parametrize("url", [DATES, LOCK, UNLOCK, LET_IN])
def test_forms_need_their_token(url: str) -> None:
    make_return()
    client = signed_in(make_performance(), enforce_csrf_checks=True)
    assert client.post(url, {"reason": WHY}).status_code == 403
