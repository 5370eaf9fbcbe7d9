"""The page of measure leads: which measures it shows, by service, a few services at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, QueryDict

from indicators.board.board import INDICATORS
from indicators.board.board_list import Choice
from indicators.board.board_standing import NO_SERVICE
from indicators.board.leads import officers_of
from indicators.board.leads_form import ServiceForm
from indicators.board.leads_health import AILMENTS, leads_url, measures_with_health
from indicators.board.leads_suggested import suggestions
from indicators.refs import ref_order
from organisation.access import Access

MEASURES_A_PAGE = 40


@dataclass(frozen=True)
class Filter:
    """A link that narrows the page."""

    words: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class ServiceGroup:
    """A service with its measures as a form."""

    place: str
    name: str
    directorate: str
    form: ServiceForm

    @property
    def has_officers(self) -> bool:
        return bool(self.form.officers)


@dataclass(frozen=True)
class LeadsPage:
    """Measures with their leads, by service."""

    filters: tuple[Filter, ...]
    groups: tuple[ServiceGroup, ...]
    page: Page[Any]
    services: tuple[Choice, ...]
    service: str
    show: str
    suggested: tuple[str, ...]


def leads_page(
    access: Access,
    on: date,
    *,
    show: str = "",
    service: str = "",
    page: str = "",
    typed: ServiceForm | None = None,
) -> LeadsPage:
    """The measures that are asked for; `typed`: the form of `service` as it was sent."""
    if show not in {"", *AILMENTS}:
        message = "There is no such list."
        raise Http404(message)
    everything = known_measures(access, on)
    here = [each for each in everything if not service or place_of(each) == service]
    shown = [each for each in here if not show or each.health == show]
    current = Paginator(list(_pages(shown)) or [[]], 1).get_page(page)
    [measures] = current.object_list
    groups = tuple(_groups(measures, on, typed))
    return LeadsPage(
        filters=tuple(_filters(here, show, service)),
        groups=groups,
        page=current,
        services=tuple(_services(everything)),
        service=service,
        show=show,
        suggested=tuple(each.key for group in groups for each in group.form.taken),
    )


def known_measures(access: Access, on: date) -> list[Any]:
    """The measures whose leads this person may name, by directorate, service and ref: one query."""
    found = measures_with_health(access, on).select_related(
        "service__directorate", "lead", "deputy"
    )
    return sorted(found, key=_in_order)


def form_of(
    place: str, measures: Iterable[Any], on: date, sent: QueryDict | None = None
) -> ServiceForm:
    """The form of one service, of the measures that were sent; not found where none is known."""
    here = [
        each
        for each in measures
        if place_of(each) == place and (sent is None or f"lead_{each.pk}" in sent)
    ]
    if not here:
        message = "There are no such measures."
        raise Http404(message)
    officers = officers_of({here[0].service_id}, on)
    suggested = suggestions(here, officers)
    return ServiceForm(here, officers[here[0].service_id], suggested, sent)


def place_of(measure: Any) -> str:
    """How a measure's service stands in addresses."""
    return str(measure.service_id or NO_SERVICE)


def _in_order(measure: Any) -> tuple[object, ...]:
    service = measure.service
    place = (service.directorate.name, service.name) if service else ("", "")
    return (service is None, *place, ref_order(measure.ref))


def _name(measure: Any) -> str:
    return measure.service.name if measure.service else INDICATORS


def _services(measures: Iterable[Any]) -> Iterator[Choice]:
    for place, group in groupby(measures, key=place_of):
        yield Choice(place, _name(next(group)))


def _pages(measures: Iterable[Any]) -> Iterator[list[Any]]:
    """Whole services together, until a page is full."""
    page: list[Any] = []
    for _, group in groupby(measures, key=place_of):
        service = list(group)
        if page and len(page) + len(service) > MEASURES_A_PAGE:
            yield page
            page = []
        page += service
    if page:
        yield page


def _filters(measures: list[Any], show: str, service: str) -> Iterator[Filter]:
    counted = Counter(each.health for each in measures)
    within = {"service": service} if service else {}
    yield Filter("All", len(measures), leads_url(**within), is_chosen=not show)
    for kind, (words, _) in AILMENTS.items():
        url = leads_url(show=kind, **within)
        yield Filter(words, counted[kind], url, is_chosen=kind == show)


def _groups(measures: list[Any], on: date, typed: ServiceForm | None) -> Iterator[ServiceGroup]:
    """The services of a page; two queries, however many."""
    officers = officers_of({each.service_id for each in measures}, on)
    suggested = suggestions(measures, officers)
    for place, group in groupby(measures, key=place_of):
        here = list(group)
        form = typed or ServiceForm(
            here,
            officers[here[0].service_id],
            {each.pk: suggested[each.pk] for each in here if each.pk in suggested},
        )
        directorate = here[0].service.directorate.name if here[0].service else ""
        yield ServiceGroup(place, _name(here[0]), directorate, form)
