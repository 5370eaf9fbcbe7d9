"""Refs of measures: what an address can hold."""

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Measure
from indicators.models.measures import BAD_REF, is_addressable
from tests.factories import make_service

UNFIT = ["CYP/12", "CYP\\12", "grid", "Grid", ".", ".."]


@pytest.mark.parametrize("ref", ["25", "CYP 12", "CYP-12", "25.1", "...", "grid 1", "É7"])
def test_ref_that_an_address_holds(ref: str) -> None:
    assert is_addressable(ref)


@pytest.mark.parametrize("ref", UNFIT)
def test_ref_that_no_address_holds(ref: str) -> None:
    assert not is_addressable(ref)


@pytest.mark.django_db
@pytest.mark.parametrize("ref", UNFIT)
def test_measure_with_a_ref_that_no_address_holds_is_refused(ref: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Measure(ref=ref, title="Visits", service=make_service()).full_clean()
    assert BAD_REF in refused.value.messages
