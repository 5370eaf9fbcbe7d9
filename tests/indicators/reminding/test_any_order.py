"""Whatever happens in whatever order, nobody is told the same thing twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Message, Period, Reminder, Return, State
from indicators.reminding.preview import preview
from indicators.reminding.sending import begin, send
from organisation.models import Cover, Person
from tests.factories import make_person, make_service
from tests.indicators.reminding.chased import DUE, head_of, led, put
from tests.indicators.reminding.post_office import PostOffice, text_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST_DAY, DUE_AT_FIRST = DUE - 12 * DAY, DUE
LENA, LINE = "lena.lead@council.example", re.compile(r"^(?:([A-Z ]+)|\* (\d+) .*)$", re.MULTILINE)
AGAIN = 7


class Arrival(NamedTuple):
    """A line of a message that arrived."""

    on: date
    address: str
    heading: str
    ref: str
    due_on: date
    edit: int


@dataclass
class Council:
    """A council to which things happen; it notes what arrives at its post office."""

    office: PostOffice
    on: date = FIRST_DAY
    arrivals: list[Arrival] = field(default_factory=list)

    def reset(self) -> None:
        """Begin anew: nothing told, nothing returned, everybody there."""
        Reminder.objects.all().delete()
        Message.objects.all().delete()
        Cover.objects.all().delete()
        Person.objects.update(is_active=True)
        Period.objects.update(due_on=DUE_AT_FIRST)
        lena = Person.objects.get(email=LENA)
        for return_ in Return.objects.all():
            put(return_, State.NOT_STARTED, by=lena, on=self.on, edit=0)
        self.office.refuses = set()
        self.office.taken_out()

    def days_pass(self, number: int) -> None:
        self.on += number * DAY

    def cron_runs(self, _: int) -> None:
        send(preview(self.on).letters, by=None)
        self._take_out()
        if not self.office.refuses:
            assert send(preview(self.on).letters, by=None) == []

    def two_runs_overlap(self, _: int) -> None:
        first, second = preview(self.on).letters, preview(self.on).letters
        send(first[:1], by=None)
        send(second, by=None)
        send(first[1:], by=None)
        self._take_out()

    def run_dies(self, number: int) -> None:
        for letter in preview(self.on).letters[: number % 2]:
            begin(letter, by=None)

    def state_changes(self, number: int) -> None:
        return_ = Return.objects.order_by("id")[number % 2]
        state = list(State)[number % len(State)]
        lena = Person.objects.get(email=LENA)
        put(return_, state, by=lena, on=self.on, edit=return_.edit + 1)

    def due_date_moves(self, number: int) -> None:
        Period.objects.update(due_on=DUE + number * DAY)

    def lead_leaves_or_returns(self, number: int) -> None:
        Person.objects.filter(email=LENA).update(is_active=number % 2 == 0)

    def lead_is_away(self, number: int) -> None:
        people = {each.name: each for each in Person.objects.all()}
        Cover.objects.create(
            absent=people["Lena Lead"],
            by=people["Cora Cover"],
            starts_on=self.on,
            ends_on=self.on + number * DAY,
        )

    def post_office_refuses(self, number: int) -> None:
        self.office.refuses = {LENA} if number % 2 else set()

    def _take_out(self) -> None:
        due_on = Period.objects.get().due_on
        edits = dict(Return.objects.values_list("measure__ref", "edit"))
        arrived = self.office.taken_out()
        assert max(Counter(str(each["To"]) for each in arrived).values(), default=1) == 1
        for message in arrived:
            heading = ""
            for title, ref in LINE.findall(text_of(message)):
                heading = title or heading
                if ref:
                    self.arrivals.append(
                        Arrival(self.on, str(message["To"]), heading, ref, due_on, edits[ref])
                    )


HAPPENINGS = (
    Council.days_pass,
    Council.cron_runs,
    Council.two_runs_overlap,
    Council.run_dies,
    Council.state_changes,
    Council.due_date_moves,
    Council.lead_leaves_or_returns,
    Council.lead_is_away,
    Council.post_office_refuses,
)
LIVES = st.lists(
    st.one_of(
        st.tuples(st.just(Council.days_pass), st.integers(1, 9)),
        st.tuples(st.just(Council.cron_runs), st.just(0)),
        st.tuples(st.sampled_from(HAPPENINGS), st.integers(0, 9)),
    ),
    min_size=5,
    max_size=25,
)


@pytest.fixture
def _chased_council() -> None:
    for ref in ("1", "2"):
        led(ref, deputy="Dan Deputy")
    head_of(make_service())
    make_person("Cora Cover")


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(life=LIVES)
@pytest.mark.usefixtures("_chased_council")
def test_nobody_is_told_the_same_twice(
    post_office: PostOffice, life: list[tuple[object, int]]
) -> None:
    council = Council(post_office)
    council.reset()
    for happening, number in life:
        assert callable(happening)
        happening(council, number)
    told_once(council.arrivals)


def told_once(arrivals: list[Arrival]) -> None:
    once = Counter(
        (each.address, each.ref, each.heading, each.due_on)
        for each in arrivals
        if each.heading in {"DUE SOON", "DUE TODAY", "OVERDUE IN SERVICES THAT YOU APPROVE FOR"}
    )
    news = Counter(
        (each.address, each.ref, each.heading, each.edit)
        for each in arrivals
        if each.heading in {"SENT BACK", "APPROVED"}
    )
    assert [each for each, number in (once + news).items() if number > 1] == []
    for key in {(each.address, each.ref, each.due_on) for each in arrivals}:
        days = [
            each.on
            for each in arrivals
            if each.heading == "OVERDUE" and (each.address, each.ref, each.due_on) == key
        ]
        assert [pair for pair in pairwise(days) if (pair[1] - pair[0]).days < AGAIN] == []
