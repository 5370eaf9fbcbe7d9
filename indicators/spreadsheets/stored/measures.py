"""Keepers of what a sheet of measures fills: services, measures, terms and baselines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q

from indicators.models import Measure, Terms
from indicators.resources import BaselineResource, MeasureResource, TermsResource
from indicators.rules.vocabulary import Polarity
from indicators.spreadsheets.stored.bulk import BulkKeeper
from indicators.spreadsheets.stored.keeping import ResourceKeeper, Saving
from indicators.spreadsheets.stored.parts import Columns, Key, Part
from indicators.spreadsheets.stored.services import make_service, remove_service
from organisation.models import Service

if TYPE_CHECKING:
    from indicators.spreadsheets.stored.comparing import Compared

TOLERANCE: Final = ("tolerance_mode", "tolerance_green", "tolerance_amber")
KEY: Final = ("ref", "year", "from_quarter")
AGREEMENT: Final = ("agreed_by", "agreed_on", "decision_ref")
TARGET: Final = ("target_state", "target", "low", "high")


class ServiceKeeper:
    """Services by directorate and name, made where the council has none of that name."""

    def stored(self, keys: Collection[Key]) -> Mapping[Key, Columns]:
        found = self._among(keys).values_list("directorate__name", "name")
        return {each: {"directorate": each[0], "service": each[1]} for each in found}

    def things(self, keys: Collection[Key]) -> Mapping[Key, models.Model]:
        there = self._among(keys).select_related("directorate")
        return {(each.directorate.name, each.name): each for each in there}

    def hold(self, keys: Collection[Key]) -> None:
        list(self._among(keys).select_for_update(of=("self",)).order_by("pk").values_list("pk"))

    def adjusted(self, part: Part, found: Columns) -> Part:  # noqa: ARG002
        return part

    def label(self, column: str, text: str) -> str:  # noqa: ARG002
        return ""

    def built(self, columns: Columns) -> models.Model:
        return Service(name=columns["service"])

    def save(self, parts: Sequence[Compared], saving: Saving) -> None:
        for directorate, service in dict.fromkeys(each.wanted.key for each in parts):
            make_service(directorate, service, by=saving.by, on=saving.on)

    def take_back(self, parts: Sequence[Compared], saving: Saving) -> None:
        for directorate, service in dict.fromkeys(each.wanted.key for each in parts if each.is_new):
            remove_service(directorate, service, by=saving.by, on=saving.on)

    def _among(self, keys: Collection[Key]) -> models.QuerySet[Service]:
        names = [each[1] for each in keys]
        return Service.objects.filter(name__in=names, directorate__name__in=[k[0] for k in keys])


@dataclass(frozen=True)
class TermsKeeper(ResourceKeeper):
    """Terms, of which an import may change less the more was agreed since."""

    def adjusted(self, part: Part, found: Columns) -> Part:
        """Only the columns that an import may change of terms that are stored.

        Answers are for the year being set up, so of another year's terms only the target counts.
        A tolerance that was agreed since outlives the default. What replaces something agreed is
        not agreed itself.
        """
        columns = dict(part.columns)
        if not part.is_set_up:
            columns = _target_alone(columns, found)
        elif found["tolerance_agreed_by"]:
            if part.is_default_tolerance:
                columns = {name: each for name, each in columns.items() if name not in TOLERANCE}
            elif any(columns[each] != found[each] for each in TOLERANCE):
                columns["tolerance_agreed_by"] = ""
        if any(columns[each] != found[each] for each in TARGET):
            columns |= {each: "" for each in AGREEMENT if found[each] and each not in columns}
        return replace(part, columns=columns)


def _target_alone(columns: Columns, found: Columns) -> dict[str, str]:
    """The target, in the shape that the stored polarity asks for."""
    kept = {name: columns[name] for name in (*KEY, *TARGET, "target_text")}
    is_range = found["polarity"] == Polarity.RANGE
    if is_range and kept["target"]:
        return kept | {"target": "", "low": kept["target"], "high": kept["target"]}
    if not is_range and kept["low"]:
        if kept["low"] == kept["high"]:
            return kept | {"target": kept["low"], "low": "", "high": ""}
        return kept | {"polarity": columns["polarity"]}
    return kept


def _measures(keys: Collection[Key]) -> models.QuerySet[Measure]:
    refs = {each[0] for each in keys}
    return Measure.objects.filter(ref__in=refs).select_related("service__directorate")


def _terms(keys: Collection[Key]) -> models.QuerySet[Terms]:
    refs = {each[0] for each in keys}
    found = Terms.objects.filter(Q(from_quarter=1), measure__ref__in=refs)
    return found.select_related("measure").prefetch_related("period_targets")


SERVICES: Final = ServiceKeeper()
MEASURES: Final = ResourceKeeper(
    MeasureResource, ("ref",), _measures, frozenset({"value_type", "kind", "frequency"})
)
TERMS: Final = TermsKeeper(
    TermsResource,
    KEY,
    _terms,
    frozenset({"polarity", "basis", "target_state", "profile", "tolerance_mode"}),
)
BASELINES: Final = BulkKeeper(BaselineResource, ("ref", "period_end"))
