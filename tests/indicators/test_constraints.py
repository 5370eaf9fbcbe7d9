"""What the tables of indicators refuse: each rule by its name, with the row that it refuses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from indicators.models import (
    Action,
    Alignment,
    Baseline,
    Benchmark,
    ColumnName,
    Comparator,
    Confirmation,
    ExceptionReport,
    ImportPage,
    ImportRun,
    Judgement,
    KeptEntry,
    Message,
    Milestone,
    MonthFigure,
    Period,
    PeriodTarget,
    PlanAction,
    Reminder,
    Reopening,
    Return,
)
from tests.factories import TODAY, make_measure, make_person, make_return, make_terms
from tests.outcomes.test_models import make_outcome

pytestmark = pytest.mark.django_db
ONE = Decimal(1)


def put(thing: Any, **fields: Any) -> Callable[[], object]:
    """A callable that writes fields of a row past all forms and deeds."""
    return lambda: type(thing).objects.filter(pk=thing.pk).update(**fields)


def twice(model: Any, **fields: Any) -> Callable[[], object]:
    """A callable that writes the same row twice."""
    return lambda: [model.objects.create(**fields) for _ in "12"]


def measure_rows() -> dict[str, Callable[[], object]]:
    measure, alice = make_measure("7"), make_person("Alice")
    aligned = {"measure": measure, "outcome": make_outcome()}
    printed = {"measure": measure, "period_end": date(2016, 11, 30), "value": 1}
    run = ImportRun.objects.create(kind="measures", file_name="a.xlsx", content=b"")
    return {
        "measure_ref_once": lambda: make_measure("7"),
        "measure_decimals_0_to_4": put(measure, decimals=5),
        "measure_ref_fits_addresses": put(measure, ref="CYP/12"),
        "measure_deputy_is_another": put(measure, lead=alice, deputy=alice),
        "performance_measure_has_service": put(measure, service=None),
        "alignment_once": twice(Alignment, **aligned),
        "baseline_once_a_period": twice(Baseline, **printed),
        "import_committed_has_time": put(run, state="COMMITTED"),
        "import_undone_has_time": put(run, state="UNDONE", committed_at=run.created_at),
        "import_page_once": twice(ImportPage, run=run, part="ROWS", number=1),
        "column_name_once": twice(ColumnName, kind="values", heading="perf"),
    }


def comparison_rows() -> dict[str, Callable[[], object]]:
    england = Comparator.objects.create(name="England")
    printed = {"period_end": date(2017, 3, 31), "period_name": "2016/17", "value": 1}
    action = PlanAction.objects.create(year=2017, ref="33", title="Museum")
    return {
        "comparator_has_name": put(england, name=""),
        "benchmark_once_a_period": twice(
            Benchmark, measure=make_measure("B8"), comparator=england, **printed
        ),
        "plan_action_ref_once_a_year": twice(PlanAction, year=2018, ref="1", title="Pier"),
        "plan_action_has_ref_and_title": put(action, title=""),
        "milestone_position_once": twice(Milestone, action=action, position=1, text="Agree"),
        "milestone_has_text": lambda: Milestone.objects.create(action=action, position=2, text=""),
    }


def terms_rows() -> dict[str, Callable[[], object]]:
    terms = make_terms(make_measure("8"))
    quarter = {"terms": terms, "quarter": 1, "target": ONE}
    own = PeriodTarget.objects.create(terms=terms, quarter=2, target=ONE)
    return {
        "terms_once_from_a_quarter": lambda: make_terms(terms.measure),
        "terms_quarter_1_to_4": put(terms, from_quarter=5),
        "terms_target_fits_its_state": put(terms, target_state="TBC"),
        "terms_range_in_order": put(
            terms, polarity="RANGE", target=None, low=Decimal(9), high=Decimal(3)
        ),
        "terms_tolerance_not_negative": put(terms, tolerance_amber=Decimal(-1)),
        "terms_green_within_amber": put(terms, tolerance_green=Decimal(6)),
        "period_target_once": twice(PeriodTarget, **quarter),
        "period_target_quarter_1_to_4": put(own, quarter=0),
        "period_target_figure_or_range": put(own, low=ONE),
    }


def return_rows() -> dict[str, Callable[[], object]]:
    return_, person = make_return("9"), make_person("Alice")
    period = return_.period
    sent = {"state": "SUBMITTED", "submitted_by": person, "submitted_on": TODAY}
    twin = {"measure": return_.measure, "period": period, "terms": return_.terms}
    corrected = twin | {"corrects": return_, "correction_reason": "A typing error"}
    return {
        "period_once": twice(Period, year=2020, number=1, due_on=TODAY, opened_on=TODAY),
        "period_quarter_or_outturn": put(period, number=6),
        "period_grace_after_due": put(period, enter_until=period.opened_on),
        "period_locked_has_day_and_person": put(period, locked_on=TODAY),
        "period_closed_has_day_and_person": put(period, state="CLOSED", closed_on=TODAY),
        "return_version_once": lambda: Return.objects.create(**twin, is_current=False),
        "return_one_current": lambda: Return.objects.create(**corrected, version=2),
        "return_awaiting_is_not_sent": put(return_, no_value_reason="AWAITING", **sent),
        "return_correction_has_reason": put(return_, correction_reason="A typing error"),
        "return_sent_has_value_or_reason": put(return_, **sent),
        "return_value_or_reason_not_both": put(return_, value=ONE, no_value_reason="NO_CASES"),
        "return_numerator_with_denominator": put(return_, numerator=ONE),
        "return_denominator_not_negative": put(return_, numerator=ONE, denominator=-ONE),
        "return_nothing_out_of_nothing": put(return_, numerator=ONE, denominator=Decimal(0)),
        "return_later_has_expected_day": put(return_, no_value_reason="PUBLISHED_LATER"),
        "return_sent_has_sender": put(return_, state="SUBMITTED", value=ONE),
        "return_approved_has_approver": put(return_, value=ONE, **sent | {"state": "APPROVED"}),
        "return_approver_is_another": put(
            return_,
            value=ONE,
            approved_by=person,
            approved_on=TODAY,
            **sent | {"state": "APPROVED"},
        ),
        "return_approved_for_another": put(return_, approved_for=person),
        "return_sent_back_has_reason": put(return_, state="SENT_BACK"),
        "return_missing_named_with_reason": put(return_, missing_reason="Late again"),
    }


def report_rows() -> dict[str, Callable[[], object]]:
    return_, person = make_return("10"), make_person("Alice")
    report = ExceptionReport.objects.create(of=return_)
    action = {"report": report, "position": 1, "text": "Do", "owner_post": "Head", "due_on": TODAY}
    judged = Judgement.objects.create(
        of=return_, colour="AMBER", by=person, made_on=TODAY, reason="A reason of good length."
    )
    first = Action.objects.create(**action | {"position": 2})
    return {
        "exception_report_waiver_has_reason_and_day": put(report, waived_by=person),
        "exception_report_recovery_is_a_quarter": put(report, expected_year=2018),
        "action_position_once": twice(Action, **action),
        "action_has_text_and_owner": put(first, owner_post=""),
        "judgement_agreed_by_another": put(judged, agreed_by=person),
        "judgement_reason_20_characters": put(judged, reason="Too short"),
    }


def beside_rows() -> dict[str, Callable[[], object]]:
    """What stands beside a return or a period."""
    return_, person = make_return("11"), make_person("Alice")
    month = MonthFigure.objects.create(of=return_, month=7, value=ONE)
    waved = {"of": return_, "code": "copied", "said": "The same.", "reason": "It is."}
    message = Message.objects.create(to=person, address=person.email, on=TODAY, subject="Due")
    told = {"message": message, "person": person, "of": return_, "kind": "DUE"}
    reopened = Reopening.objects.create(
        period=return_.period, until=TODAY, reason="Late.", by=person, made_on=TODAY
    )
    return {
        "confirmation_once_a_check": twice(Confirmation, **waved),
        "confirmation_has_reason": put(Confirmation.objects.create(**waved), reason=""),
        "month_figure_once": twice(MonthFigure, of=return_, month=8, value=ONE),
        "month_figure_1_to_12": put(month, month=13),
        "month_figure_numerator_with_denominator": put(month, numerator=ONE),
        "month_figure_not_empty": put(month, value=None),
        "kept_entry_once": twice(KeptEntry, person=person, of=return_, typed={}, seen_edit=0),
        "reminder_once": twice(Reminder, **told),
        "reminder_kind_is_known": put(Reminder.objects.create(**told, occasion=1), kind="X"),
        "reopening_has_reason": put(reopened, reason=""),
        "reopening_ends_after_start": put(reopened, until=return_.period.opened_on),
    }


ROOMS = (measure_rows, comparison_rows, terms_rows, return_rows, report_rows, beside_rows)
CHECKED = {
    constraint.name
    for model in apps.get_app_config("indicators").get_models()
    for constraint in model._meta.constraints
}


def test_every_constraint_has_its_row() -> None:
    assert {name for room in ROOMS for name in room()} == CHECKED


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_constraint_refuses(name: str) -> None:
    writes = next(found[name] for room in ROOMS if name in (found := room()))
    message = f"{name}|UNIQUE constraint failed"
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        writes()
