"""The keeper of returns of open periods: drafts, saved by the deed by which officers save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Q

from indicators.models import NoValueReason, Period, Quality, Return
from indicators.returns.checks import read_ahead
from indicators.returns.emptying import as_not_started
from indicators.returns.entering import Entry, entry_of, save_draft
from indicators.returns.refusals import RefusedError
from indicators.rules.periods import Quarter
from indicators.spreadsheets.stored.keeping import Saving
from indicators.spreadsheets.stored.parts import Columns, Key, Part
from organisation.columns import figure, figure_text, neutral, original

if TYPE_CHECKING:
    from indicators.spreadsheets.stored.comparing import Compared

FIGURES: Final = ("value", "numerator", "denominator")
TEXTS: Final = ("commentary", "cause")
CHOICES: Final = {"no_value_reason": NoValueReason, "quality": Quality}
NOBODY: Final = "Returns are entered by somebody: sign in, or name the officer."


class ReturnKeeper:
    """Returns by measure and period ("12", "2017/18 Q3"); what isn't asked for is not there."""

    def stored(self, keys: Collection[Key]) -> Mapping[Key, Columns]:
        found = {(each.measure.ref, each.period.quarter.name): each for each in self._among(keys)}
        return {
            key: {"ref": key[0], "period": key[1], **columns_of(each)}
            for key, each in found.items()
        }

    def things(self, keys: Collection[Key]) -> Mapping[Key, models.Model]:
        return {(each.measure.ref, each.period.quarter.name): each for each in self._among(keys)}

    def hold(self, keys: Collection[Key]) -> None:
        """Periods first, then returns, as every deed does."""
        list(
            Period.objects.filter(_periods(keys))
            .select_for_update()
            .order_by("pk")
            .values_list("pk")
        )
        held = self._among(keys).select_related(None).prefetch_related(None)
        list(held.select_for_update(of=("self",)).order_by("pk").values_list("pk"))

    def adjusted(self, part: Part, found: Columns) -> Part:  # noqa: ARG002
        return part

    def label(self, column: str, text: str) -> str:
        return str(CHOICES[column](text).label) if column in CHOICES else ""

    def built(self, columns: Columns) -> models.Model:
        return Return(commentary=original(columns.get("commentary", "")))

    def save(self, parts: Sequence[Compared], saving: Saving) -> None:
        self._enter([(each.wanted.key, each.wanted.columns) for each in parts], saving)

    def take_back(self, parts: Sequence[Compared], saving: Saving) -> None:
        """What the columns held before; a draft that is empty by that counts as not started."""
        back = [(each.wanted.key, each.before) for each in parts if each.before is not None]
        for each in self._enter(back, saving):
            if saving.by is not None:
                as_not_started(each, by=saving.by, on=saving.on)

    def _enter(self, wanted: Sequence[tuple[Key, Columns]], saving: Saving) -> list[Return]:
        """Save each as a draft. RefusedError names the return, and then nothing is saved."""
        if saving.by is None:
            raise RefusedError(NOBODY)
        there: dict[Key, Return] = {
            (each.measure.ref, each.period.quarter.name): each
            for each in self._among([key for key, _ in wanted])
        }
        read_ahead(list(there.values()))
        saved: list[Return] = []
        for key, columns in wanted:
            return_ = there.get(key)
            if return_ is None:
                raise RefusedError(f"No return is asked for measure {key[0]} in {key[1]}.")
            try:
                entry = wanted_entry(return_, columns)
                saved.append(save_draft(return_, entry, by=saving.by, on=saving.on))
            except RefusedError as refused:
                raise RefusedError(f"Measure {key[0]}, {key[1]}: {refused}") from refused
            saving.saved(1)
        return saved

    def _among(self, keys: Collection[Key]) -> models.QuerySet[Return]:
        refs = {each[0] for each in keys}
        found = Return.objects.live().filter(measure__ref__in=refs).filter(_of_periods(keys))
        return found.with_everything().prefetch_related(
            "months", "confirmations", "exception_report__actions"
        )


def _quarters(keys: Collection[Key]) -> set[Quarter]:
    return {Quarter.parse(name) for name in {each[1] for each in keys}}


def _periods(keys: Collection[Key]) -> Q:
    nothing = Q(pk__in=[])
    for each in _quarters(keys):
        nothing |= Q(year=each.year, number=each.number)
    return nothing


def _of_periods(keys: Collection[Key]) -> Q:
    nothing = Q(pk__in=[])
    for each in _quarters(keys):
        nothing |= Q(period__year=each.year, period__number=each.number)
    return nothing


def columns_of(return_: Return) -> dict[str, str]:
    """What a spreadsheet may enter of a return, as it is stored."""
    entry = entry_of(return_)
    found = {name: figure_text(getattr(entry, name)) for name in FIGURES}
    found |= {name: str(getattr(entry, name)) for name in CHOICES}
    found |= {name: neutral(getattr(entry, name)) for name in TEXTS}
    expected = entry.expected_on
    return {**found, "expected_on": expected.isoformat() if expected else ""}


def wanted_entry(return_: Return, columns: Columns) -> Entry:
    """The entry with these columns in it; what they don't name stays as it is."""
    changes: dict[str, Any] = {}
    for name, text in columns.items():
        if name in FIGURES:
            changes[name] = _figure(text)
        elif name in TEXTS:
            changes[name] = original(text)
        elif name == "expected_on":
            changes[name] = date.fromisoformat(text) if text else None
        elif name in CHOICES:
            changes[name] = text
    return replace(entry_of(return_), **changes)


def _figure(text: str) -> Decimal | None:
    return figure(text) if text else None


RETURNS: Final = ReturnKeeper()
