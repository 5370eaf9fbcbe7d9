"""The form of a service's measures: lead and deputy of each, chosen among its officers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from indicators.board.leads import Named
from indicators.board.leads_health import LEFT, NEVER
from indicators.board.leads_suggested import Suggestion
from indicators.models import Measure
from organisation.models import Person

PARTS = ("lead", "deputy")


class PersonBox(forms.ChoiceField):
    """One of some people, as an id, or nobody. Who can't be named is for the deed to say."""

    def __init__(self, label: str, choices: list[tuple[str, str]], chosen: int | None) -> None:
        super().__init__(
            label=label, choices=choices, required=False, initial="" if chosen is None else chosen
        )

    def valid_value(self, value: str) -> bool:
        return value.isdecimal()

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        return int(text) if text else None


@dataclass(frozen=True)
class MeasureChoice:
    """A measure as a row of the form, with what is wrong and what could be done."""

    ref: str
    name: str
    lead: BoundField
    deputy: BoundField
    seen: BoundField
    ailment: str
    suggestion: str


class ServiceForm(forms.Form):
    """Lead and deputy of each measure of a service; `measures` have their `health`."""

    def __init__(
        self,
        measures: Sequence[Any],
        officers: Mapping[int, Person],
        suggested: Mapping[int, Suggestion],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        self.measures, self.officers, self.suggested = measures, officers, suggested
        for measure in measures:
            choices = _choices(measure, officers)
            for part in PARTS:
                label = f"{part.capitalize()} of {measure.ref} {measure.name}"
                chosen = getattr(measure, f"{part}_id")
                self.fields[f"{part}_{measure.pk}"] = PersonBox(label, choices, chosen)
            self.fields[f"seen_{measure.pk}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=_as_text(Named.of(measure))
            )

    @property
    def rows(self) -> Iterator[MeasureChoice]:
        """The measures with their boxes."""
        for measure in self.measures:
            suggestion = self.suggested.get(measure.pk)
            yield MeasureChoice(
                ref=measure.ref,
                name=measure.name,
                lead=self[f"lead_{measure.pk}"],
                deputy=self[f"deputy_{measure.pk}"],
                seen=self[f"seen_{measure.pk}"],
                ailment=_ailment(measure),
                suggestion=_suggestion(suggestion) if suggestion else "",
            )

    @property
    def taken(self) -> list[Suggestion]:
        """The suggestions that can be taken with one button."""
        return [each for each in self.suggested.values() if each.is_for_taking]

    @property
    def wanted(self) -> dict[int, Named]:
        """What was chosen, by measure."""
        return {
            each.pk: Named(*(self.cleaned_data[f"{part}_{each.pk}"] for part in PARTS))
            for each in self.measures
        }

    @property
    def seen(self) -> dict[int, Named]:
        """What stood there when the page was opened, by measure."""
        now = {each.pk: _as_text(Named.of(each)) for each in self.measures}
        typed = {pk: self.data.get(f"seen_{pk}", text) for pk, text in now.items()}
        return {
            each.pk: Named.of(each) if typed[each.pk] == now[each.pk] else Named(0, 0)
            for each in self.measures
        }

    def refused(self, problems: Mapping[str, str]) -> ServiceForm:
        """The form again with what the deed refused; what somebody else changed, as it is now."""
        data = dict(self.data.items())
        for pk, named in self.seen.items():
            measure = next(each for each in self.measures if each.pk == pk)
            if named != Named.of(measure):
                data |= {f"{part}_{pk}": getattr(measure, f"{part}_id") or "" for part in PARTS}
                data[f"seen_{pk}"] = _as_text(Named.of(measure))
        again = ServiceForm(self.measures, self.officers, self.suggested, data)
        for name, message in problems.items():
            again.add_error(name if name in again.fields else None, message)
        return again


def _choices(measure: Measure, officers: Mapping[int, Person]) -> list[tuple[str, str]]:
    """Nobody, the officers, and whoever is named now though no officer any more."""
    people = {str(pk): person.name for pk, person in officers.items()}
    for named in (measure.lead, measure.deputy):
        if named is not None and str(named.pk) not in people:
            people[str(named.pk)] = f"{named.name} (no officer now)"
    return [("", "Nobody"), *people.items()]


def _as_text(named: Named) -> str:
    return f"{named.lead or ''}-{named.deputy or ''}"


def _suggestion(suggestion: Suggestion) -> str:
    if not suggestion.is_for_taking:
        return f"{suggestion.name} {suggestion.why}."
    return f"Suggested: {suggestion.name}, who {suggestion.why}."


def _ailment(measure: Any) -> str:
    lead = measure.lead.name if measure.lead else ""
    gone = measure.lead is not None and not measure.lead.is_active
    return {
        LEFT: f"{lead} has left." if gone else f"{lead} is no officer of the service now.",
        NEVER: f"{lead} has never submitted a return, though some came due.",
    }.get(measure.health, "")
