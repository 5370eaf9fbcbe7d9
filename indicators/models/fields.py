"""How figures are kept: exact decimals, wide enough for counts and fine enough for rates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    Field = models.DecimalField[Decimal, Decimal]
    OptionalField = models.DecimalField[Decimal | None, Decimal | None]

DIGITS, PLACES = 20, 6


def figure(label: str = "") -> Field:
    """An exact decimal with up to six places, finer than any figure a council prints."""
    return models.DecimalField(label or None, max_digits=DIGITS, decimal_places=PLACES)


def optional_figure(label: str = "") -> OptionalField:
    """A figure that may be missing; missing is never zero."""
    return models.DecimalField(
        label or None, max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
