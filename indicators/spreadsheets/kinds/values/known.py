"""What is stored of measures and periods that decides how a table of figures is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from indicators.models import Measure, Period
from indicators.models.measures import BASIS_IN_TITLE
from indicators.spreadsheets.kinds.known_measures import KnownMeasure, KnownMeasures
from indicators.spreadsheets.kinds.values.spans import Periods
from indicators.spreadsheets.problems import quote
from indicators.spreadsheets.words import listed, plain
from organisation.clock import today

MOST_SUGGESTED_FOR: Final = 200  # refs: comparing each with all takes time
ENOUGH_ALIKE: Final = 0.6


@dataclass(frozen=True)
class Known:
    """The measures, and the periods."""

    measures: KnownMeasures
    periods: Periods
    _suggested: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def now(cls) -> Known:
        """Two queries."""
        return cls(KnownMeasures.stored(), periods_now())

    def suggestion(self, ref: str, title: str) -> str:
        """Which measures may be meant by a ref that none has."""
        if (ref, title) not in self._suggested:
            is_many = len(self._suggested) >= MOST_SUGGESTED_FOR
            self._suggested[ref, title] = "" if is_many else self._nearest(ref, title)
        return self._suggested[ref, title]

    def _nearest(self, ref: str, title: str) -> str:
        titles = get_close_matches(without_basis(title), self._by_title, 1, ENOUGH_ALIKE)
        refs = get_close_matches(ref.casefold(), self._by_ref, 3, ENOUGH_ALIKE)
        near = [self._by_title[each] for each in titles] + [self._by_ref[each] for each in refs]
        named = {each.ref: f"{each.ref} {quote(each.title)}" for each in near}
        return f" Is {listed(list(named.values()), 'or')} meant?" if named else ""

    @cached_property
    def _by_title(self) -> Mapping[str, KnownMeasure]:
        return {without_basis(each.title): each for each in self.measures.all}

    @cached_property
    def _by_ref(self) -> Mapping[str, KnownMeasure]:
        return {each.ref.casefold(): each for each in self.measures.all}


def periods_now() -> Periods:
    """The periods as they are: one query."""
    return Periods({each.quarter: each.is_open for each in Period.objects.all()}, today())


def kinds_of(refs: Collection[str]) -> Mapping[str, str]:
    """What kind of figures these measures have."""
    return dict(Measure.objects.filter(ref__in=set(refs)).values_list("ref", "value_type"))


def without_basis(title: str) -> str:
    """A title as it is compared, with or without the basis in brackets."""
    return plain(BASIS_IN_TITLE.sub("", title)).rstrip(" .*")
