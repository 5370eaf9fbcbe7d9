"""What people write never stands in the record itself, whatever it is about, and can be removed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from indicators.agreeing import agree_terms
from indicators.models import Measure, Period, PlanAction, Return, Terms
from indicators.redacting.places import PLACES
from indicators.returns.approving import approve, send_back
from indicators.returns.closing import acknowledge_missing, close_period, waive
from indicators.returns.entering import Entry, PlannedAction, Waved, save_draft
from indicators.returns.judging import judge
from indicators.returns.needs import doubts_about
from indicators.returns.reopening import begin_correction, reopen
from indicators.returns.submitting import submit
from indicators.rules.periods import Quarter
from indicators.rules.rag import Colour
from organisation.models import Change, ChangeText
from organisation.record import Edit, is_typed, label_of, record
from organisation.verifying import verify
from outcomes.models import Outcome
from tests.factories import (
    EXPLAINED,
    Q3,
    TODAY,
    approved,
    make_approver,
    make_officer,
    make_performance,
    make_person,
    make_return,
    make_service,
)

APPS = ("organisation", "outcomes", "indicators")
MODELS = [model for app in APPS for model in apps.get_app_config(app).get_models()]
NAMED = "Zebedee Quill"
WRITTEN = "Jane O'Hara of 3 High Street"


def typed(model: type[Model]) -> list[str]:
    """The fields of a model in which people write."""
    return [each.name for each in model._meta.concrete_fields if is_typed(model, each.name)]


def thing_of(model: type[Model]) -> Model:
    """One of a model, in whose every field of words something personal stands."""
    measure = Measure(pk=1, ref="25", title=WRITTEN)
    period = Period(pk=1, year=2017, number=3)
    terms = Terms(pk=1, measure=measure, year=2017)
    outcome = Outcome(pk=1, code="SOF-1", short_name=WRITTEN)
    around: dict[str, Any] = {
        "measure": measure,
        "period": period,
        "terms": terms,
        "outcome": outcome,
        "action": PlanAction(pk=1, year=2017, ref="25"),
    }
    fields = {each.name for each in model._meta.concrete_fields}
    given = {name: each for name, each in around.items() if name in fields}
    words = {name: WRITTEN for name in typed(model) if name not in {"ref", *given}}
    numbers = {"year": 2017, "number": 3, "quarter": 3, "period_end": TODAY, "ref": "25"}
    plain = {name: each for name, each in numbers.items() if name in fields - set(words)}
    return model(pk=1, **given, **words, **plain)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_people_write_stands_apart_from_the_record(model: type[Model]) -> None:
    thing = thing_of(model)
    edits = [Edit(name, WRITTEN, f"{WRITTEN}!") for name in typed(model)]
    record("changed", thing, by=None, on=TODAY, edits=edits, why=WRITTEN)

    rows = [value for row in Change.objects.values_list() for value in row]
    assert [value for value in rows if "Jane" in str(value)] == []
    texts = ChangeText.objects.exclude(part="why").values_list("text", flat=True)
    assert sorted(texts) == sorted([WRITTEN, f"{WRITTEN}!"] * len(edits))
    assert "Jane" not in label_of(thing)


@pytest.mark.django_db
def test_no_deed_leaves_what_people_write_in_the_record_itself() -> None:
    play(Q3)
    rows = list(Change.objects.values())
    assert {each["deed"] for each in rows} >= {
        "return saved",
        "return submitted",
        "return sent back",
        "rating judged",
        "return approved",
        "exception report waived",
        "missing return acknowledged",
        "terms changed",
        "period reopened",
        "correction begun",
    }
    assert [each for each in rows if "Zebedee" in str(each)] == []
    assert list(verify()) == []


def play(quarter: Quarter) -> None:
    """The life of a few returns, in which one name is in every text, and is a person's too."""
    officer = make_officer(make_service(), NAMED)
    lead, team = make_person("Zebedee the Lead"), make_performance()
    returns = {ref: make_return(ref, quarter) for ref in ("25", "26", "27")}
    Measure.objects.update(lead=lead)
    sent, missing, red = returns.values()
    texts: dict[str, Any] = dict.fromkeys(("commentary", "cause", "key_risks", "mitigation"), NAMED)
    action = PlannedAction(NAMED, NAMED, TODAY)
    entry = Entry(Decimal(82), **texts, actions=(action,), recovery_reason=NAMED)
    saved = save_draft(sent, entry, by=officer, on=TODAY)
    save_draft(sent, replace(entry, waved=reasons(saved)), by=officer, on=TODAY)
    submit(sent, by=officer, on=TODAY)
    send_back(sent, reason=NAMED, by=make_approver(make_service()), on=TODAY)
    submit(sent, by=officer, on=TODAY)
    judge(sent, colour=Colour.AMBER, reason=f"{NAMED} told me so", by=team, on=TODAY)
    approve(sent, by=make_approver(make_service()), on=TODAY)
    acknowledge_missing(missing, reason=NAMED, by=team, on=TODAY)
    approved(red, "60", **EXPLAINED)
    waive(red, reason=NAMED, by=team, on=TODAY)
    sent.terms.reason, sent.terms.agreed_by = NAMED, NAMED
    agree_terms(sent.terms, by=team, on=TODAY, why=NAMED)
    close_period(Period.objects.get(), by=team, on=TODAY)
    period = Period.objects.get()
    reopen(period, people=[officer], until=TODAY, reason=NAMED, by=team, on=TODAY)
    begin_correction(sent, reason=NAMED, by=officer, on=TODAY)


def reasons(return_: Return) -> tuple[Waved, ...]:
    """Why the sense checks are wrong."""
    return tuple(Waved(each.code, each.message, NAMED) for each in doubts_about(return_))


#: Fields of words in which nobody writes about a person: names and numbers of things, and what
#: the system itself wrote from figures.
NOT_WRITTEN_IN = {
    "indicators.Measure": {"ref", "unit"},
    "indicators.Rating": {
        "sentence",
        "gap_words",
        "target_words",
        "tolerance_words",
        "bands",
    },
    "indicators.Confirmation": {"code"},
    "indicators.Baseline": {"source_cell"},
    "indicators.Benchmark": {"source_cell"},
    "indicators.PlanAction": {"ref"},
    # What the program writes, or offers to choose from
    "indicators.ImportRun": {"kind", "sha256", "year", "counts"},
    "indicators.ImportProgress": {"step"},
    "indicators.ColumnName": {"kind"},
    # No commentary goes into a message, and its address is that of a colleague.
    "indicators.Message": {"address", "subject", "error"},
}


def test_every_field_in_which_people_write_can_be_redacted() -> None:
    reached = {place.model._meta.label: set(place.fields) for place in PLACES}
    missing = {
        model._meta.label: left
        for model in apps.get_app_config("indicators").get_models()
        if (left := set(typed(model)) - reached.get(model._meta.label, set()))
    }
    assert missing == NOT_WRITTEN_IN
