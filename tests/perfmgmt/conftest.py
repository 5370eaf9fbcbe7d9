"""The example council, made once for each module that walks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from perfmgmt.demo.making import make
from tests.perfmgmt.example import TODAY


@pytest.fixture(scope="module")
def example_council(
    django_db_setup: None,  # noqa: ARG001 - the database comes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Made before a module's first test, and taken back after its last."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True, BUSINESS_TODAY=TODAY),
        transaction.atomic(),
    ):
        make()
        yield
        transaction.set_rollback(True)
