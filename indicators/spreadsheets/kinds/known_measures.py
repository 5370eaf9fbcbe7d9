"""The council's measures as kinds of tables look them up: by number, else by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from indicators.models import Measure
from indicators.rules.units import Unit
from indicators.spreadsheets.words import clean, plain


@dataclass(frozen=True, slots=True)
class KnownMeasure:
    """A measure that the council has."""

    ref: str
    title: str
    unit: Unit


@dataclass(frozen=True)
class KnownMeasures:
    """All of them."""

    all: tuple[KnownMeasure, ...] = ()

    @classmethod
    def stored(cls) -> KnownMeasures:
        """Read them: one query."""
        found: Iterable[Measure] = Measure.objects.order_by("pk")
        return cls(tuple(KnownMeasure(each.ref, each.title, each.figure_unit) for each in found))

    def find(self, ref: str, title: str = "") -> KnownMeasure | None:
        """The measure of that number, however it is written; without one, that of the name.

        Where 7 and 07 are two measures, each is found as it is written, and neither otherwise.
        """
        if ref:
            alike = self._by_ref.get(_compared(ref), ())
            exact = [each for each in alike if each.ref == clean(ref)]
            return (exact or alike)[0] if exact or len(alike) == 1 else None
        same = self._by_title.get(plain(title), ()) if title else ()
        return same[0] if len(same) == 1 else None

    @cached_property
    def _by_ref(self) -> Mapping[str, tuple[KnownMeasure, ...]]:
        return _grouped((_compared(each.ref), each) for each in self.all)

    @cached_property
    def _by_title(self) -> Mapping[str, tuple[KnownMeasure, ...]]:
        return _grouped((plain(each.title), each) for each in self.all)


def _grouped(named: Iterable[tuple[str, KnownMeasure]]) -> dict[str, tuple[KnownMeasure, ...]]:
    """The measures that are called alike."""
    found: dict[str, tuple[KnownMeasure, ...]] = {}
    for name, each in named:
        found[name] = (*found.get(name, ()), each)
    return found


def _compared(ref: str) -> str:
    """7 for 07 and 7.0; capitals don't count."""
    text = clean(ref).removesuffix(".0")
    return (text.lstrip("0") or text).casefold()
