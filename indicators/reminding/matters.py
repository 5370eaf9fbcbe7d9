"""What each person is to be told of on a day: the matters that hold now and weren't told yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from indicators.models import PeriodState, ReminderKind, Reopening, Return, State
from indicators.querysets import WITH_OFFICER, ReturnQuerySet
from indicators.reminding.memory import Memory
from indicators.reminding.people import Directory, Told
from indicators.reminding.timing import DAY, NEWS_DAYS, Call, Habits, calls
from organisation.models import Change, Council, Person

SUBMITTED = "return submitted"  # as the record calls it
# What mails may never hold isn't even read.
NEVER_SAID = ("value", "numerator", "denominator", "commentary", "sent_back_reason")


@dataclass(frozen=True)
class Matter:
    """One thing about one return that one person is to be told."""

    person: Person
    of: Return
    kind: ReminderKind
    occasion: int
    why: str = ""
    is_shut: bool = False  # its period is locked, and not open for this person

    @property
    def key(self) -> tuple[int, int, str, int]:
        """What makes it the same as another."""
        return self.person.pk, self.of.pk, self.kind.value, self.occasion


@dataclass(frozen=True)
class Due:
    """All that is to be told on a day, and what there is nobody to tell."""

    on: date
    matters: tuple[Matter, ...]
    untold: tuple[str, ...]


def due(on: date) -> Due:
    """What holds `on` a day: seven queries, however many returns there are."""
    found = Finding(on)
    return Due(on, tuple(found.matters()), tuple(found.untold))


def returns_to_tell_of(on: date) -> ReturnQuerySet:
    """Returns with their officers, or approved of late, in open periods; and corrections."""
    return Return.objects.filter(
        Q(is_current=True, period__state=PeriodState.OPEN) | Q(corrects__isnull=False),
        Q(state__in=WITH_OFFICER) | Q(state=State.APPROVED, approved_on__gt=on - NEWS_DAYS * DAY),
        terms__in_force=True,
    )


@dataclass
class Finding:
    """Looks through the returns with everything at hand that decides who is told."""

    on: date
    untold: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        on = self.on
        wanted = returns_to_tell_of(on)
        self.returns = list(
            wanted.select_related(
                "period",
                "submitted_by",
                "measure__service__directorate",
                "measure__lead",
                "measure__deputy",
            ).defer(*NEVER_SAID)
        )
        self.habits = Habits.of(Council.current())
        self.directory = Directory.read(on)
        self.memory = Memory.read(wanted)
        self.senders = _senders(self.returns)
        let_in = Reopening.objects.filter(made_on__lte=on, until__gte=on)
        self.let_in = set(let_in.values_list("period_id", "people"))

    def matters(self) -> Iterator[Matter]:
        for each in self.returns:
            if each.state == State.APPROVED:
                yield from self._news(each, ReminderKind.APPROVED)
            elif each.state == State.SENT_BACK:
                yield from self._news(each, ReminderKind.SENT_BACK)
            if each.is_with_officer and each.period.is_open and not each.missing_acknowledged_by_id:
                yield from self._called(each)

    def _news(self, of: Return, kind: ReminderKind) -> Iterator[Matter]:
        """Sent back, to who submitted it, else as if it were due; approved, to who submitted it."""
        people = self.directory.senders(self.senders.get(of.pk), of.measure)
        if not people and kind is ReminderKind.SENT_BACK:
            people = self.directory.asked(of.measure)
        for told in people:
            occasion = self.memory.occasion_of_news(told.person, of, kind)
            if occasion is not None:
                yield Matter(told.person, of, kind, occasion, told.why)

    def _called(self, of: Return) -> Iterator[Matter]:
        """Due soon, due today, overdue, and then to whoever stands above."""
        for call in calls(of.period.due_on, self.on, self.habits):
            if call.kind is ReminderKind.ESCALATED and of.state == State.SENT_BACK:
                continue  # whoever approves has just sent it back, and knows
            people = self._people(of, call.kind)
            if not people:
                self._note_nobody(of, call.kind)
            for told in people:
                occasion = self.memory.occasion_of_call(told.person, of, call)
                if occasion is not None:
                    yield self._matter(told, of, call, occasion)

    def _people(self, of: Return, kind: ReminderKind) -> list[Told]:
        asked = self.directory.asked(of.measure)
        if kind not in {ReminderKind.OVERDUE, ReminderKind.ESCALATED}:
            return asked
        known = {each.person.pk for each in asked}
        copied = [each for each in self.directory.copied(of.measure) if each.person.pk not in known]
        if kind is ReminderKind.OVERDUE:
            return [*asked, *copied]
        known |= {each.person.pk for each in copied}
        names = ", ".join(each.person.name for each in asked)
        above = self.directory.above(of.measure, known)
        return [Told(each.person, _joined(f"asked of {names}", each.why)) for each in above]

    def _matter(self, told: Told, of: Return, call: Call, occasion: int) -> Matter:
        may = of.state == State.SENT_BACK or (of.period_id, told.person.pk) in self.let_in
        shut = of.period.is_locked(self.on) and not may and call.kind is ReminderKind.OVERDUE
        return Matter(told.person, of, call.kind, occasion, told.why, is_shut=shut)

    def _note_nobody(self, of: Return, kind: ReminderKind) -> None:
        measure = of.measure
        if kind is ReminderKind.ESCALATED and measure.service is None:
            return  # nobody stands above the performance team
        lacks = (
            f"nobody approves for {measure.service}"
            if kind is ReminderKind.ESCALATED
            else "it has no lead, no deputy and no officer, and there is no performance team"
        )
        self.untold.append(f"{measure.ref} {measure.name}, {of.period}: {lacks}.")


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _senders(returns: Iterable[Return]) -> dict[int, Person]:
    """Who submitted each return; of those sent back, who did so last by the record."""
    found = {each.pk: each.submitted_by for each in returns if each.submitted_by is not None}
    sent_back = [each.pk for each in returns if each.state == State.SENT_BACK]
    rows = Change.objects.filter(
        object_type=Return._meta.label_lower,
        object_id__in=sent_back,
        deed=SUBMITTED,
        person__isnull=False,
    )
    for row in rows.select_related("person").order_by("id"):
        if row.person is not None:
            found[row.object_id] = row.person
    return found
