"""Cover for absence: arranging, ending, what it allows, what is said of it."""

from datetime import date

import pytest

from indicators.models import ActingAs
from indicators.returns.approving import approve
from indicators.returns.covering import (
    ARRANGED,
    CALLED_OFF,
    ENDED,
    arrange_cover,
    can_cover,
    coverable,
    covering_words,
    covers_in_sight,
    end_cover,
    left_without,
)
from indicators.returns.entering import Entry, save_draft
from indicators.returns.refusals import RefusedError
from indicators.returns.submitting import submit
from organisation.access import NotAllowedError, access_of
from organisation.models import Appointment, Change, Cover, Person, Role
from tests.factories import (
    TODAY,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
    submitted,
)

pytestmark = pytest.mark.django_db

LAST = date(2018, 1, 26)


def officer(name: str = "Lena", service: str = "Children", directorate: str = "People") -> Person:
    return make_officer(make_service(service, directorate), name)


def arrange(
    absent: Person,
    by_whom: Person,
    starts_on: date = TODAY,
    ends_on: date | None = LAST,
    *,
    by: Person | None = None,
    reason: str = "",
) -> Cover:
    return arrange_cover(
        absent,
        by_whom,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        by=by or absent,
        on=TODAY,
    )


def refused(
    absent: Person, by_whom: Person, starts_on: date = TODAY, ends_on: date | None = LAST
) -> dict[str, str]:
    before = Cover.objects.count()
    with pytest.raises(RefusedError) as error:
        arrange(absent, by_whom, starts_on, ends_on)
    assert Cover.objects.count() == before
    return dict(error.value.problems)


# Arranging


def test_cover_is_arranged_on_record() -> None:
    lena, omar = officer(), officer("Omar")
    made = arrange(lena, omar, reason=" Annual leave ")
    assert (made.absent, made.by, made.starts_on, made.ends_on, made.reason) == (
        lena,
        omar,
        TODAY,
        LAST,
        "Annual leave",
    )
    recorded = Change.objects.about(made)
    assert {each.deed for each in recorded} == {ARRANGED}
    assert {each.field for each in recorded} >= {"absent", "by", "starts_on", "ends_on", "reason"}


def test_cover_needs_its_last_day() -> None:
    assert refused(officer(), officer("Omar"), ends_on=None) == {
        "ends_on": "Enter the last day: cover does not go on by itself."
    }


def test_cover_does_not_begin_in_the_past() -> None:
    assert refused(officer(), officer("Omar"), date(2018, 1, 14)) == {
        "starts_on": "The first day is past. Cover can begin today, 15 January 2018, or later."
    }


def test_cover_does_not_end_before_it_begins() -> None:
    assert refused(officer(), officer("Omar"), LAST, TODAY) == {
        "ends_on": "The last day is before the first day."
    }


@pytest.mark.parametrize(
    ("first", "last", "too_late"),
    [
        (TODAY, date(2018, 7, 15), date(2018, 7, 16)),
        (date(2018, 8, 31), date(2019, 2, 28), date(2019, 3, 1)),
        (date(2019, 8, 30), date(2020, 2, 29), date(2020, 3, 1)),
        (date(2018, 10, 31), date(2019, 4, 30), date(2019, 5, 1)),
    ],
)
def test_cover_is_for_six_months_at_most(first: date, last: date, too_late: date) -> None:
    lena, omar = officer(), officer("Omar")
    assert refused(lena, omar, first, too_late) == {
        "ends_on": ("That is more than 6 months. Ask the administrator for an appointment instead.")
    }
    assert arrange(lena, omar, first, last).ends_on == last


def test_one_day_of_cover_is_enough() -> None:
    assert arrange(officer(), officer("Omar"), TODAY, TODAY).ends_on == TODAY


def test_cover_is_by_somebody_of_the_same_directorate() -> None:
    lena, outsider = officer(), officer("Otto", "Waste", "Place")
    assert refused(lena, outsider) == {
        "by": ("Otto can't cover for Lena: choose an officer or approver of the same directorate.")
    }
    assert list(refused(lena, lena)) == ["by"]


def test_absent_person_is_covered_by_one_at_a_time() -> None:
    lena = officer()
    arrange(lena, officer("Omar"))
    assert refused(lena, officer("Zoe"), LAST, date(2018, 2, 2)) == {
        "starts_on": (
            "Omar covers for Lena already, from 15 January 2018 to 26 January 2018. "
            "End that first, or choose other days."
        )
    }
    assert arrange(lena, officer("Zoe"), date(2018, 1, 27), date(2018, 2, 2)).pk


def test_cover_is_not_away_too() -> None:
    lena, omar = officer(), officer("Omar")
    arrange(omar, officer("Zoe"), date(2018, 1, 20), LAST)
    assert refused(lena, omar) == {
        "by": ("Omar is away too, from 20 January 2018 to 26 January 2018. Choose somebody else.")
    }
    assert arrange(lena, omar, TODAY, date(2018, 1, 19)).pk


def test_who_covers_and_goes_away_leaves_somebody_without() -> None:
    lena, omar, zoe = officer(), officer("Omar"), officer("Zoe")
    arrange(lena, omar)
    assert left_without(omar, arrange(omar, zoe, LAST, date(2018, 2, 2))) == ("Lena",)
    assert left_without(omar, arrange(omar, zoe, date(2018, 3, 1), date(2018, 3, 2))) == ()


# Who may, for whom, by whom


def test_everybody_arranges_their_own_and_approvers_their_officers() -> None:
    service = make_service()
    lena, omar, asha = officer(), officer("Omar"), make_approver(service, "Asha")
    officer("Otto", "Waste", "Place")
    director = make_person("Dora", Role.APPROVER, directorate=service.directorate)
    member = make_person("Cllr Moss", Role.MEMBER)

    def names(person: Person) -> list[str]:
        return [each.name for each in coverable(access_of(person, TODAY), TODAY)]

    assert names(lena) == ["Lena"]
    assert names(asha) == ["Asha", "Lena", "Omar"]
    assert names(director) == ["Dora", "Lena", "Omar"]
    assert names(make_performance()) == ["Asha", "Dora", "Lena", "Omar", "Otto"]
    assert names(member) == []
    assert arrange(lena, omar, by=asha).pk


@pytest.mark.parametrize("who", ["colleague", "other approver", "member"])
def test_nobody_else_arranges_or_ends_cover(who: str) -> None:
    lena, omar = officer(), officer("Omar")
    person = {
        "colleague": omar,
        "other approver": make_approver(make_service("Waste", "Place")),
        "member": make_person("Cllr Moss", Role.MEMBER),
    }[who]
    with pytest.raises(NotAllowedError, match="Cover for Lena is arranged by Lena"):
        arrange(lena, omar, by=person)
    made = arrange(lena, omar)
    with pytest.raises(NotAllowedError):
        end_cover(made, by=person, on=TODAY)
    made.refresh_from_db()
    assert made.ends_on == LAST


def test_cover_is_chosen_among_those_of_the_directorate_who_are_there() -> None:
    service = make_service()
    lena = officer()
    officer("Omar", "Housing")
    make_approver(service, "Asha")
    make_person("Dora", Role.APPROVER, directorate=service.directorate)
    officer("Otto", "Waste", "Place")
    gone, over = officer("Gina"), officer("Olaf")
    gone.is_active = False
    gone.save()
    Appointment.objects.filter(person=over).update(ends_on=date(2018, 1, 14))
    assert [each.name for each in can_cover(lena, TODAY)] == ["Asha", "Dora", "Omar"]


# What it allows


def test_cover_submits_on_behalf_and_never_approves_the_same() -> None:
    service = make_service()
    omar = officer("Omar", "Housing")
    boss = make_approver(service, "Asha")
    arrange(boss, omar)
    lena = officer()
    arrange(lena, omar)
    return_ = make_return()
    entry = Entry(value=None, no_value_reason="NO_CASES", commentary="None came.")
    sent = submit(save_draft(return_, entry, by=omar, on=TODAY), by=omar, on=TODAY)
    assert (sent.submitted_as, sent.on_behalf_of) == (ActingAs.COVER, lena)
    with pytest.raises(NotAllowedError, match="somebody else has to approve it"):
        approve(sent, by=omar, on=TODAY)
    other = submitted(make_return("26"))
    assert approve(other, by=omar, on=TODAY).approved_by == omar


# Ending


def test_performance_team_ends_what_nobody_else_can_any_more() -> None:
    lena = officer()
    made = arrange(lena, officer("Omar"))
    Appointment.objects.filter(person=lena).delete()
    team = make_performance()
    assert covers_in_sight(access_of(lena, TODAY), TODAY) == []
    assert covers_in_sight(access_of(team, TODAY), TODAY) == [made]
    assert end_cover(made, by=team, on=TODAY).ends_on == TODAY


def test_cover_is_ended_with_today_on_record() -> None:
    lena, omar = officer(), officer("Omar")
    made = arrange(lena, omar)
    ended = end_cover(made, by=lena, on=date(2018, 1, 18))
    assert (ended.starts_on, ended.ends_on) == (TODAY, date(2018, 1, 18))
    last = Change.objects.about(made).last()
    assert last is not None
    assert (last.deed, last.field, last.before, last.after) == (
        ENDED,
        "ends_on",
        "2018-01-26",
        "2018-01-18",
    )
    assert access_of(omar, date(2018, 1, 18)).covers_for == {lena.pk}
    assert access_of(omar, date(2018, 1, 19)).covers_for == frozenset()


def test_cover_that_has_not_begun_is_called_off_and_never_comes() -> None:
    lena, omar = officer(), officer("Omar")
    made = arrange(lena, omar, date(2018, 1, 20), LAST)
    ended = end_cover(made, by=lena, on=TODAY)
    assert ended.called_off_on == TODAY
    assert not Cover.objects.on(ended.starts_on).exists()
    assert CALLED_OFF in {each.deed for each in Change.objects.about(made)}
    days = (date(2018, 1, day) for day in range(14, 29))
    assert not any(access_of(omar, day).covers_for for day in days)
    assert covers_in_sight(access_of(lena, TODAY), TODAY) == []
    assert arrange(lena, omar, date(2018, 1, 20), LAST).pk


@pytest.mark.parametrize("on", [LAST, date(2018, 2, 9)])
def test_what_is_over_is_not_ended_again(on: date) -> None:
    lena = officer()
    made = arrange(lena, officer("Omar"))
    with pytest.raises(RefusedError, match="It ends today or has ended already"):
        end_cover(made, by=lena, on=on)


def test_what_is_called_off_is_not_called_off_again() -> None:
    lena = officer()
    made = arrange(lena, officer("Omar"), date(2018, 1, 20), LAST)
    end_cover(made, by=lena, on=TODAY)
    with pytest.raises(RefusedError, match="It is called off already"):
        end_cover(made, by=lena, on=TODAY)


# What is said


def test_covers_now_and_to_come_are_seen_by_those_concerned() -> None:
    service = make_service()
    lena, omar, asha = officer(), officer("Omar"), make_approver(service, "Asha")
    later = arrange(lena, omar, date(2018, 2, 5), date(2018, 2, 9))
    now = arrange(omar, officer("Zoe"))
    outside = officer("Otto", "Waste", "Place")

    def seen(person: Person, on: date = TODAY) -> list[Cover]:
        return covers_in_sight(access_of(person, on), on)

    assert seen(lena) == [later]
    assert seen(omar) == seen(asha) == seen(make_performance()) == [now, later]
    assert seen(outside) == []
    assert seen(omar, date(2018, 1, 27)) == [later]


def test_person_is_told_for_whom_they_cover_and_until_when() -> None:
    lena, zoe, omar = officer(), officer("Zoe"), officer("Omar")
    arrange(zoe, omar, TODAY, date(2018, 1, 19))
    arrange(lena, omar)
    arrange(lena, omar, date(2018, 2, 5), date(2018, 2, 9))
    assert covering_words(access_of(omar, TODAY), TODAY) == (
        "Covering for Lena until 26 January 2018",
        "Covering for Zoe until 19 January 2018",
    )
    assert covering_words(access_of(lena, TODAY), TODAY) == ()
