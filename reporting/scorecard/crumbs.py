"""The way from the overview to a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from indicators.rules.periods import Quarter
from reporting.scorecard import words


@dataclass(frozen=True)
class Crumb:
    """A page on the way; the last one is where the reader is, and has no address."""

    label: str
    url: str = ""


def crumbs(quarter: Quarter, here: str, *between: Crumb) -> tuple[Crumb, ...]:
    """From the overview of a quarter, by way of `between`, to `here`."""
    top = Crumb(
        words.in_prose(quarter), reverse("reporting:overview-period", kwargs={"period": quarter})
    )
    return (top, *between, Crumb(here))
