"""The page of a plan: its actions by aim, all of them or one directorate's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from indicators.models import PlanAction
from indicators.rules.periods import FinancialYear, Quarter
from organisation.models import Directorate
from reporting.plan.due import DueLine, due_lines, in_words, is_overdue, next_day

NO_AIM = "Under no aim"


@dataclass(frozen=True)
class Link:
    """Where one may go from the page; `is_here` is the page itself."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class OutcomeLink:
    """An outcome that an action serves; without an address before any period is open."""

    code: str
    name: str
    url: str


@dataclass(frozen=True)
class ServiceName:
    """A service that answers for an action, and whose it is."""

    name: str
    directorate: str


@dataclass(frozen=True)
class ActionRow:
    """One action, ready to print."""

    ref: str
    title: str
    description: tuple[str, ...]
    services: tuple[ServiceName, ...]
    lead_post: str
    due: tuple[DueLine, ...]
    outcomes: tuple[OutcomeLink, ...]
    is_example: bool


@dataclass(frozen=True)
class AimGroup:
    """The actions under one aim."""

    name: str
    priorities: str
    rows: tuple[ActionRow, ...]


@dataclass(frozen=True)
class PlanPage:
    """All that the page shows."""

    title: str
    sub: str
    lead: str
    years: tuple[Link, ...]
    filters: tuple[Link, ...]
    groups: tuple[AimGroup, ...]


def latest_year(on: date) -> FinancialYear | None:
    """The year of the plan in force, else of the next there is, else of the last: one query."""
    now = FinancialYear.of(on).start
    years = sorted(set(PlanAction.objects.values_list("year", flat=True)))
    begun = [each for each in years if each <= now]
    return FinancialYear(begun[-1] if begun else years[0]) if years else None


def plan_page(
    year: FinancialYear, only: Directorate | None, on: date, quarter: Quarter | None
) -> PlanPage:
    """The plan of a year on a day; outcomes open in `quarter`. Six queries."""
    actions = list(
        PlanAction.objects.filter(year=year.start).prefetch_related(
            "milestones", "outcomes", "services__directorate"
        )
    )
    shown = [each for each in actions if only is None or only in directorates_of(each)]
    of = f": {only.name}" if only else ""
    return PlanPage(
        title=f"Actions of the plan {year.label}{of}",
        sub=_sub(shown, on),
        lead=_lead(shown, on),
        years=_years(year),
        filters=_filters(year, actions, only),
        groups=_groups(shown, on, quarter),
    )


def directorates_of(action: PlanAction) -> set[Directorate]:
    """The directorates whose services answer for an action."""
    return {each.directorate for each in action.services.all()}


def number_of(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _sub(actions: Sequence[PlanAction], on: date) -> str:
    aims = {each.aim for each in actions if each.aim}
    under = f" under {number_of(len(aims), 'aim')}" if aims else ""
    return f"{number_of(len(actions), 'action')}{under} · on {in_words(on)}"


def _lead(actions: Sequence[PlanAction], on: date) -> str:
    """How many are overdue, and when the next is due."""
    if not actions:
        return ""
    late = sum(is_overdue(each, on) for each in actions)
    are = "is" if late == 1 else "are"
    said = f"{number_of(late, 'action')} {are} overdue." if late else "No action is overdue."
    coming = next_day(actions, on)
    return f"{said} The next date is {in_words(coming)}." if coming else said


def _years(here: FinancialYear) -> tuple[Link, ...]:
    """The years that have a plan, where there are several."""
    found = sorted({*PlanAction.objects.values_list("year", flat=True), here.start})
    if len(found) == 1:
        return ()
    years = map(FinancialYear, found)
    return tuple(Link(each.label, plan_url(each), each == here) for each in years)


def _filters(
    year: FinancialYear, actions: Sequence[PlanAction], only: Directorate | None
) -> tuple[Link, ...]:
    counts: dict[Directorate, int] = {}
    for action in actions:
        for each in directorates_of(action):
            counts[each] = counts.get(each, 0) + 1
    named = sorted(counts, key=lambda each: each.name)
    return (
        Link(f"All directorates ({len(actions)})", plan_url(year), only is None),
        *(
            Link(f"{each.name} ({counts[each]})", plan_url(year, each), each == only)
            for each in named
        ),
    )


def plan_url(year: FinancialYear, directorate: Directorate | None = None) -> str:
    if directorate is None:
        return reverse("reporting:plan", kwargs={"year": year})
    return reverse("reporting:plan-directorate", kwargs={"year": year, "slug": directorate.slug})


def _groups(
    actions: Iterable[PlanAction], on: date, quarter: Quarter | None
) -> tuple[AimGroup, ...]:
    """By aim, in the order in which the plan begins them."""
    found: dict[str, list[PlanAction]] = {}
    for each in actions:
        found.setdefault(each.aim, []).append(each)
    return tuple(
        AimGroup(
            name=aim or NO_AIM,
            priorities=members[0].priorities,
            rows=tuple(_row(each, on, quarter) for each in members),
        )
        for aim, members in found.items()
    )


def _row(action: PlanAction, on: date, quarter: Quarter | None) -> ActionRow:
    services = sorted(action.services.all(), key=lambda each: (each.directorate.name, each.name))
    return ActionRow(
        ref=action.ref,
        title=action.title,
        description=tuple(action.description.splitlines()),
        services=tuple(ServiceName(each.name, each.directorate.name) for each in services),
        lead_post=action.lead_post,
        due=due_lines(action, on),
        outcomes=tuple(
            OutcomeLink(each.code, each.short_name, _outcome_url(each.code, quarter))
            for each in action.outcomes.all()
        ),
        is_example=action.is_example,
    )


def _outcome_url(code: str, quarter: Quarter | None) -> str:
    if quarter is None:
        return ""
    return reverse("reporting:outcome", kwargs={"code": code, "period": quarter})
