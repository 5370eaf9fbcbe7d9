"""The life of returns and of their period: no order of deeds by any role breaks a promise.

Deeds are tried in any order by anybody. Whatever is refused changes nothing; whatever is done can
be read back from the record alone; what is closed never changes; nobody approves their own.
LIFE_EXAMPLES=400 in the environment tries more orders than every run of the tests does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from indicators.agreeing import agree_terms
from indicators.models import (
    ExceptionReport,
    Period,
    PeriodState,
    Rating,
    Return,
    State,
    Terms,
)
from indicators.returns.approving import approve, approve_greens, send_back
from indicators.returns.closing import acknowledge_missing, close_period, obstacles, waive
from indicators.returns.dropping import drop_correction
from indicators.returns.entering import Entry, Waved, entry_of, save_draft
from indicators.returns.judging import agree_judgement, judge
from indicators.returns.needs import doubts_about
from indicators.returns.refusals import RefusedError
from indicators.returns.reopening import (
    begin_correction,
    change_dates,
    end_reopening,
    lock_period,
    reopen,
    unlock_period,
)
from indicators.returns.submitting import submit
from indicators.rules.rag import Colour, Status
from organisation.access import NotAllowedError, access_of
from organisation.models import Change, Person, Role
from tests.factories import (
    DUE,
    EXPLAINED,
    Q3,
    make_approver,
    make_history,
    make_measure,
    make_officer,
    make_performance,
    make_person,
    make_service,
    make_terms,
    open_quarter,
)
from tests.indicators.returns.lives import (
    decided,
    decided_as_told,
    decider,
    enterer,
    entries,
    everything,
    stands,
    team,
    told,
    told_of_dropped,
    values,
    which,
)

REFUSALS = (RefusedError, NotAllowedError, ValidationError)
STAGES = ("open", "locked", "returned", "closed", "reopened", "correcting")
TEAM = {5, 6}  # who of the people belong to the performance team
EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "12"))
REASON = "For a reason that is long enough to stand on the record."


class Life(RuleBasedStateMachine):
    """One quarter of four measures, from its opening to corrections after its closing."""

    @initialize(stage=st.sampled_from(STAGES))
    def set_up(self, stage: str) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.on = date(2018, 1, 4)
        service, other = make_service("Children", "People"), make_service("Waste", "Place")
        both = make_officer(service, "Officer and approver")
        make_approver(service, both.name)
        self.people = [
            make_officer(service),
            both,
            make_officer(other),
            make_approver(service),
            make_person("Director", Role.APPROVER, directorate=service.directorate),
            make_performance(),
            make_performance("Second of the team"),
            make_person("Cllr Moss", Role.MEMBER),
            make_person("Nobody in particular"),
        ]
        self._make_measures(service)
        self.period = open_quarter(Q3, due_on=DUE)
        self.frozen: dict[int, dict[str, Any]] = {}
        self.settled: dict[int, dict[str, str]] = {}
        self.hands: dict[int, set[int]] = {}
        self._come_to(stage)

    def _come_to(self, stage: str) -> None:
        """Begin late in the period's life, so that what comes after closing is tried often."""
        if stage == "open":
            return
        if stage == "locked":
            self.locks(5)
            self.saves(0, 0, Entry(value=Decimal(82)), seen=True)
            return
        figures = ("82", "60", "5", "310") if stage != "reopened" else ("82", "60", "5")
        for at, value in enumerate(figures):
            self.goes_its_usual_way(at, value)
        if stage == "returned":
            self.sends_back(3, 0)
            self.saves(1, 0, Entry(value=Decimal("81.5")), seen=True)
            self.submits(1, 0)
            self.nobody_approves_their_own(0)
            return
        self.on = DUE + timedelta(days=9)
        self.settles_and_closes()
        assert not self._is_open()
        self.saves(0, 0, Entry(value=Decimal(5)), seen=True)
        self.begins_a_correction(0, 0)
        if stage in {"reopened", "correcting"}:
            self.lets_in(5, 0, 5)
            self.saves(0, 3, Entry(value=Decimal(310)), seen=True)
        if stage == "correcting":
            self.begins_a_correction(0, 0)
            self.saves(1, 0, Entry(value=Decimal(5)), seen=False)
            self.saves(0, 0, Entry(value=Decimal("81.5")), seen=False)

    def _make_measures(self, service: Any) -> None:
        make_history(make_measure("26", service=service), {Q3.previous(): "81"})
        make_terms(make_measure("25", service=service, lead=self.people[0]))
        make_terms(make_measure("27", service=service, frequency="MONTHLY"))
        counted = make_measure("28", service=service, value_type="count", decimals=0)
        make_terms(counted, basis="CUMULATIVE_TOTAL", profile="LINEAR", target=Decimal(400))
        assert Q3.number == 3

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # What people do

    @rule(by=enterer, at=which, entry=entries, seen=st.booleans())
    def saves(self, by: int, at: int, entry: Entry, seen: bool) -> None:
        return_ = self._worked_on(at)
        edit = return_.edit if seen else None
        if self._tries(by, lambda p: save_draft(return_, entry, by=p, on=self.on, seen_edit=edit)):
            self._entered(by, return_)
            saved = Return.objects.get(pk=return_.pk)
            if not entry.months:
                assert (saved.value, saved.no_value_reason) == (entry.value, entry.no_value_reason)

    @rule(by=enterer, at=which)
    def saves_what_somebody_else_changed(self, by: int, at: int) -> None:
        return_ = self._worked_on(at)
        entry = Entry(value=Decimal("81.5"))
        done = self._tries(
            by, lambda p: save_draft(return_, entry, by=p, on=self.on, seen_edit=return_.edit + 1)
        )
        assert not done

    @rule(by=enterer, at=which)
    def says_why_it_is_right(self, by: int, at: int) -> None:
        return_ = self._worked_on(at)
        if not return_.has_figure:
            return
        waved = tuple(
            Waved(each.code, each.message, "Checked against the register.")
            for each in {each.code: each for each in doubts_about(return_)}.values()
        )
        entry = replace(entry_of(return_), waved=waved)
        if self._tries(by, lambda p: save_draft(return_, entry, by=p, on=self.on)):
            self._entered(by, return_)

    @rule(by=enterer, at=which)
    def submits(self, by: int, at: int) -> None:
        return_ = self._worked_on(at)
        if self._tries(by, lambda p: submit(return_, by=p, on=self.on)):
            self._entered(by, return_)

    @rule(by=decider, at=which, agrees=st.booleans())
    def approves(self, by: int, at: int, agrees: bool) -> None:
        return_ = self._worked_on(at)
        if self._tries(
            by, lambda p: approve(return_, by=p, on=self.on, agrees_not_applicable=agrees)
        ):
            assert by not in self._hands_in(return_)
            assert agrees or return_.no_value_reason != "NOT_APPLICABLE"

    @rule(at=which)
    def nobody_approves_their_own(self, at: int) -> None:
        return_ = self._worked_on(at)
        for by in self._hands_in(return_):
            assert not self._tries(
                by, lambda p: approve(return_, by=p, on=self.on, agrees_not_applicable=True)
            )

    @rule(by=decider)
    def approves_all_greens(self, by: int) -> None:
        sent = list(Return.objects.filter(state=State.SUBMITTED))
        seen = {each.pk: each.edit for each in sent}
        if seen and self._tries(by, lambda p: approve_greens(seen, by=p, on=self.on)):
            done = Rating.objects.filter(of__in=seen).values_list("status", flat=True)
            assert set(done) <= {"GREEN", "EXCEEDED"}
            assert not any(by in self._hands_in(each) for each in sent)

    @rule(by=decider, at=which)
    def sends_back(self, by: int, at: int) -> None:
        return_ = self._worked_on(at)
        self._tries(by, lambda p: send_back(return_, reason=REASON, by=p, on=self.on))

    @rule(by=team, at=which, colour=st.sampled_from(list(Colour)))
    def judges(self, by: int, at: int, colour: Colour) -> None:
        return_ = self._current(at)
        self._tries(by, lambda p: judge(return_, colour=colour, reason=REASON, by=p, on=self.on))

    @rule(by=team, at=which)
    def agrees(self, by: int, at: int) -> None:
        return_ = self._current(at)
        self._tries(by, lambda p: agree_judgement(return_, by=p, on=self.on))

    @rule(by=team, at=which)
    def waives(self, by: int, at: int) -> None:
        return_ = self._current(at)
        self._tries(by, lambda p: waive(return_, reason=REASON, by=p, on=self.on))

    @rule(by=team, at=which)
    def acknowledges(self, by: int, at: int) -> None:
        return_ = self._current(at)
        self._tries(by, lambda p: acknowledge_missing(return_, reason=REASON, by=p, on=self.on))

    @rule(by=team, days=st.integers(0, 20))
    def moves_the_dates(self, by: int, days: int) -> None:
        due = DUE + timedelta(days=days)
        self._tries(
            by,
            lambda p: change_dates(
                self.period,
                due_on=due,
                enter_until=due + timedelta(days=3),
                reason=REASON,
                by=p,
                on=self.on,
            ),
        )

    @rule(by=team)
    def locks(self, by: int) -> None:
        self._tries(by, lambda p: lock_period(self.period, reason=REASON, by=p, on=self.on))

    @rule(by=team)
    def unlocks(self, by: int) -> None:
        self._tries(
            by,
            lambda p: unlock_period(self.period, enter_until=None, reason=REASON, by=p, on=self.on),
        )

    @rule(by=team, person=enterer, days=st.integers(-1, 5))
    def lets_in(self, by: int, person: int, days: int) -> None:
        self._tries(
            by,
            lambda p: reopen(
                self.period,
                people=[self.people[person]],
                until=self.on + timedelta(days=days),
                reason=REASON,
                by=p,
                on=self.on,
            ),
        )

    @rule(by=team)
    def ends_letting_in(self, by: int) -> None:
        found = self.period.reopenings.first()
        if found is not None:
            self._tries(by, lambda p: end_reopening(found, by=p, on=self.on))

    @rule(by=enterer, at=which)
    def begins_a_correction(self, by: int, at: int) -> None:
        return_ = self._current(at)
        if self._tries(by, lambda p: begin_correction(return_, reason=REASON, by=p, on=self.on)):
            assert self._is_let_in(by)

    @rule(by=enterer, at=which)
    def drops_a_correction(self, by: int, at: int) -> None:
        return_ = self._worked_on(at)
        held = {name: each for name, each in stands(return_).items() if each}
        if self._tries(by, lambda p: drop_correction(return_, reason=REASON, by=p, on=self.on)):
            assert by in TEAM or self._is_let_in(by)
            assert (return_.is_current, self._worked_on(at).is_current) == (False, True)
            assert told_of_dropped(return_.pk).items() >= held.items()

    @rule(at=which, figure=st.sampled_from([60, 75, 80, 90, 300, 500]))
    def agrees_other_terms(self, at: int, figure: int) -> None:
        terms = Terms.objects.get(measure__ref=str(25 + at), year=2017)
        terms.target = Decimal(figure)
        self._tries(5, lambda p: agree_terms(terms, by=p, on=self.on, why=REASON))

    @rule(by=team)
    def closes(self, by: int) -> None:
        against = obstacles(self.period, self.on) if self._is_open() else []
        if self._tries(by, lambda p: close_period(self.period, by=p, on=self.on)):
            assert against == []

    @rule(at=which, value=values)
    def goes_its_usual_way(self, at: int, value: str) -> None:
        """Entered, explained, submitted by an officer and approved by a head, if it can be."""
        return_ = self._worked_on(at)
        entry = Entry(value=Decimal(value), **EXPLAINED)
        if self._tries(0, lambda p: save_draft(return_, entry, by=p, on=self.on)):
            self._entered(0, return_)
            self.says_why_it_is_right(0, at)
            self.submits(0, at)
            self.approves(3, at, agrees=True)

    @precondition(lambda self: self.on > DUE + timedelta(days=8))
    @rule()
    def settles_and_closes(self) -> None:
        """The performance team does what it can, so that closing is reached often."""
        for each in obstacles(self.period, self.on) if self._is_open() else []:
            deed = {"missing": acknowledge_missing, "unexplained": waive, "unapproved": send_back}
            do = deed[each.kind]
            by = 3 if each.kind == "unapproved" else 5
            self._tries(by, partial(_settle, do, each.return_, self.on))
        self.closes(5)

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self.on += timedelta(days=days)

    # What holds whatever was done

    @invariant()
    def nothing_is_in_a_forbidden_state(self) -> None:
        if not hasattr(self, "period"):
            return
        for each in Return.objects.select_related("submitted_by", "approved_by"):
            if each.state == State.APPROVED:
                assert each.approved_by is not None
                assert self.people.index(each.approved_by) not in self._hands_in(each)
            if each.state in {State.SUBMITTED, State.APPROVED}:
                assert each.has_figure or each.no_value_reason
                assert each.no_value_reason != "AWAITING"

    @invariant()
    def nothing_closed_is_unexplained_or_unnamed(self) -> None:
        if not hasattr(self, "period") or self._is_open():
            return
        for each in Return.objects.current().filter(period=self.period, version=1):
            rating = Rating.objects.get(of=each)
            assert rating.is_frozen
            assert each.state == State.APPROVED or each.missing_acknowledged_by is not None
            if Status(rating.status).is_red and each.state == State.APPROVED:
                report = ExceptionReport.objects.get(of=each)
                assert report.is_complete or report.is_waived

    @invariant()
    def nothing_frozen_changes(self) -> None:
        if not hasattr(self, "period"):
            return
        for each in Rating.objects.filter(is_frozen=True).values():
            assert self.frozen.setdefault(each["id"], dict(each)) == each

    @invariant()
    def nothing_closed_loses_a_value(self) -> None:
        """What stood when it was frozen stands for good, in old versions too."""
        if not hasattr(self, "period"):
            return
        for each in Return.objects.filter(rating__is_frozen=True):
            assert self.settled.setdefault(each.pk, stands(each)) == stands(each)

    @invariant()
    def the_record_tells_how_everything_came_about(self) -> None:
        if not hasattr(self, "period"):
            return
        for each in Return.objects.filter(period=self.period):
            assert told(each) == stands(each)
            assert decided_as_told(each) == decided(each)

    @invariant()
    def one_version_counts(self) -> None:
        if hasattr(self, "period"):
            assert Return.objects.current().filter(period=self.period).count() == 4

    # How a deed is tried

    def _tries(self, by: int, deed: Callable[[Person], object]) -> bool:
        """Whether it was done. Refused leaves all as it was; done leaves a trace."""
        person = self.people[by]
        before, rows = everything(), Change.objects.count()
        try:
            with transaction.atomic():
                deed(person)
        except REFUSALS:
            assert everything() == before
            assert Change.objects.count() == rows
            return False
        changed = everything() != before
        assert not changed or Change.objects.count() > rows
        assert not changed or access_of(person, self.on).roles - {Role.MEMBER}
        return True

    def _entered(self, by: int, return_: Return) -> None:
        """It was entered or submitted; `return_` is as it was before."""
        if Return.objects.get(pk=return_.pk).edit == return_.edit:
            return  # nothing differed from what was saved
        self.hands.setdefault(return_.pk, set()).add(by)
        period = Period.objects.get(pk=self.period.pk)
        assert period.is_open or return_.is_correction
        is_for_all = not period.is_locked(self.on) or bool(return_.sent_back_reason)
        is_free = is_for_all if period.is_open else by in TEAM
        assert is_free or self._is_let_in(by)

    def _is_let_in(self, by: int) -> bool:
        found = self.period.reopenings.filter(people=self.people[by], until__gte=self.on)
        return found.exists()

    def _hands_in(self, return_: Return) -> set[int]:
        """Whoever entered or submitted any of it, or of what it corrects."""
        hands = self.hands.get(return_.pk, set())
        return hands | self._hands_in(return_.corrects) if return_.corrects else hands

    def _is_open(self) -> bool:
        return Period.objects.get(pk=self.period.pk).state == PeriodState.OPEN

    def _current(self, at: int) -> Return:
        return Return.objects.current().get(period=self.period, measure__ref=str(25 + at))

    def _worked_on(self, at: int) -> Return:
        """The correction under way, else the version that counts."""
        found = Return.objects.filter(period=self.period, measure__ref=str(25 + at))
        return found.select_related("measure", "period", "terms").order_by("-version")[0]


def _settle(do: Callable[..., object], return_: Return, on: date, by: Person) -> None:
    do(return_, reason=REASON, by=by, on=on)


@pytest.mark.django_db
def test_no_order_of_deeds_breaks_a_promise() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
