"""Frameworks and outcomes, and the rows that their tables refuse."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from outcomes.models import Framework, Outcome, OutcomeKind

pytestmark = pytest.mark.django_db


def make_outcome(code: str = "SOF-1", position: int = 1, **fields: str) -> Outcome:
    framework, _ = Framework.objects.get_or_create(code="sof", name="Single Outcomes Framework")
    given = {"short_name": "Healthier lives", "statement": "People live healthier lives."}
    return Outcome.objects.create(
        framework=framework, code=code, position=position, **given | fields
    )


def test_outcomes_stand_in_their_order_with_the_enabler_told_apart() -> None:
    make_outcome("SOF-E", 6, kind=OutcomeKind.ENABLER)
    make_outcome("SOF-1", 1)
    assert list(Outcome.objects.values_list("code", "kind")) == [
        ("SOF-1", "OUTCOME"),
        ("SOF-E", "ENABLER"),
    ]


REFUSED: dict[str, Callable[[], object]] = {
    "framework_code_once": lambda: Framework.objects.create(code="sof", name="Another"),
    "outcome_code_once": lambda: make_outcome("SOF-1", 2),
    "outcome_position_once_in_framework": lambda: make_outcome("SOF-2", 1),
}


def test_every_constraint_has_its_row() -> None:
    models = apps.get_app_config("outcomes").get_models()
    assert set(REFUSED) == {each.name for model in models for each in model._meta.constraints}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_constraint_refuses(name: str) -> None:
    make_outcome()
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[name]()
