"""Cover for absence: who stands in for whom, from when to when; arranged, ended, on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from indicators.returns.refusals import RefusedError
from indicators.returns.wording import day
from organisation.access import Access, NotAllowedError, access_of
from organisation.models import Appointment, Cover, Person, Role
from organisation.record import save

ARRANGED, ENDED, CALLED_OFF = "cover arranged", "cover ended", "cover called off"
MONTHS_AT_MOST = 6
HANDS_OVER = (Role.OFFICER, Role.APPROVER)


def coverable(access: Access, on: date) -> QuerySet[Person]:
    """For whom this person may arrange cover.

    The performance team for every officer and approver, approvers for the officers of their
    services, and everybody who enters or approves for themselves.
    """
    held = Appointment.objects.on(on).filter(role__in=HANDS_OVER)
    if not access.is_performance:
        # Whoever covers for an approver enters and approves for them, and no more than that.
        own = Appointment.objects.on(on).filter(person=access.person_id, role=Role.APPROVER)
        officers = Q(role=Role.OFFICER) & (
            Q(service__in=own.values("service"))
            | Q(service__directorate__in=own.values("directorate"))
        )
        held = held.filter(officers | Q(person=access.person_id))
    people = Person.objects.filter(pk__in=held.values("person"), is_active=True)
    return people.order_by("name", "pk")


def can_cover(absent: Person, on: date) -> QuerySet[Person]:
    """Who can cover for somebody: officers and approvers of the same directorates."""
    held = Appointment.objects.on(on).filter(role__in=HANDS_OVER, person__is_active=True)
    places = held.filter(person=absent).values_list("service__directorate", "directorate")
    theirs = {each for place in places for each in place} - {None}
    near = held.filter(Q(service__directorate__in=theirs) | Q(directorate__in=theirs))
    people = Person.objects.filter(pk__in=near.values("person")).exclude(pk=absent.pk)
    return people.order_by("name", "pk")


@transaction.atomic
def arrange_cover(
    absent: Person,
    by_whom: Person,
    *,
    starts_on: date,
    ends_on: date | None,
    reason: str,
    by: Person,
    on: date,
) -> Cover:
    """Let `by_whom` enter and approve for `absent` from the first to the last day, both included.

    RefusedError names the field. Nobody approves what they entered, whomever they cover.
    """
    _refuse_unless_allowed(absent, by, on)
    # Both are held until the end, so that two people can't arrange what contradicts itself.
    list(Person.objects.select_for_update().filter(pk__in=(absent.pk, by_whom.pk)).order_by("pk"))
    if problems := _problems(starts_on, ends_on, on):
        raise RefusedError(problems)
    made = Cover(
        absent=absent, by=by_whom, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
    )
    if problems := _contradictions(made, on):
        raise RefusedError(problems)
    save(made, by=by, on=on, deed=ARRANGED)
    return made


def _refuse_unless_allowed(absent: Person, by: Person, on: date) -> None:
    access = access_of(by, on)
    if not (access.is_performance or coverable(access, on).filter(pk=absent.pk).exists()):
        message = (
            f"Cover for {absent.name} is arranged by {absent.name}, by whoever approves for their "
            "service, or by the performance team."
        )
        raise NotAllowedError(message)


def _problems(starts_on: date, ends_on: date | None, on: date) -> dict[str, str]:
    """What is wrong with the days."""
    if ends_on is None:
        return {"ends_on": "Enter the last day: cover does not go on by itself."}
    if starts_on < on:
        return {"starts_on": f"The first day is past. Cover can begin today, {day(on)}, or later."}
    if ends_on < starts_on:
        return {"ends_on": "The last day is before the first day."}
    if ends_on > _months_after(starts_on, MONTHS_AT_MOST):
        return {
            "ends_on": f"That is more than {MONTHS_AT_MOST} months. Ask the administrator for an "
            "appointment instead."
        }
    return {}


def _months_after(first: date, months: int) -> date:
    """The same day some months later, or that month's last."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    for number in (first.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def _contradictions(made: Cover, on: date) -> dict[str, str]:
    """Why this person can't cover, or need not."""
    absent, by_whom = made.absent, made.by
    if not can_cover(absent, on).filter(pk=by_whom.pk).exists():
        return {
            "by": f"{by_whom.name} can't cover for {absent.name}: choose an officer or approver of "
            "the same directorate."
        }
    same_days = Cover.objects.standing().filter(
        starts_on__lte=made.ends_on, ends_on__gte=made.starts_on
    )
    if there := same_days.filter(absent=absent).select_related("by").first():
        return {
            "starts_on": f"{there.by.name} covers for {absent.name} already, {_span(there)}. "
            "End that first, or choose other days."
        }
    if away := same_days.filter(absent=by_whom).first():
        return {"by": f"{by_whom.name} is away too, {_span(away)}. Choose somebody else."}
    return {}


@transaction.atomic
def end_cover(cover: Cover, *, by: Person, on: date) -> Cover:
    """Make today its last day; one that has not begun is called off and never comes into force."""
    stored = Cover.objects.select_for_update(of=("self",)).select_related("absent", "by")
    known: Cover = stored.get(pk=cover.pk)
    _refuse_unless_allowed(known.absent, by, on)
    if known.called_off_on is not None:
        raise RefusedError("It is called off already.")
    if known.ends_on is not None and known.ends_on <= on:
        raise RefusedError("It ends today or has ended already.")
    begun = known.starts_on <= on
    if begun:
        known.ends_on = on
    else:
        known.called_off_on = on
    save(known, by=by, on=on, deed=ENDED if begun else CALLED_OFF)
    return known


def covers_in_sight(access: Access, on: date) -> list[Cover]:
    """Covers now and to come that this person may end, or that they do themselves; in order."""
    mine = Q(absent__in=coverable(access, on)) | Q(by=access.person_id)
    theirs = Q() if access.is_performance else mine
    found = Cover.objects.standing().filter(theirs, ends_on__gte=on)
    return list(found.select_related("absent", "by").order_by("starts_on", "absent__name", "pk"))


def left_without(absent: Person, cover: Cover) -> tuple[str, ...]:
    """Whom an absent person was to cover themselves while away: they now have nobody."""
    theirs = Cover.objects.standing().filter(
        by=absent, starts_on__lte=cover.ends_on, ends_on__gte=cover.starts_on
    )
    return tuple(each.absent.name for each in theirs.select_related("absent"))


def covering_words(access: Access, on: date) -> tuple[str, ...]:
    """For whom a person covers on a day, and until when: one query, or none."""
    if not access.covers_for:
        return ()
    covers: Iterable[Cover] = (
        Cover.objects.on(on)
        .filter(by=access.person_id, absent__in=access.covers_for)
        .select_related("absent")
        .order_by("absent__name")
    )
    return tuple(f"Covering for {each.absent.name} until {_last_day(each)}" for each in covers)


def _last_day(cover: Cover) -> str:
    return day(cover.ends_on) if cover.ends_on else ""


def _span(cover: Cover) -> str:
    """From 1 to 9 March, in words."""
    return f"from {day(cover.starts_on)} to {_last_day(cover)}"
