"""The page of the grid: fill it, paste into it, save all of it, submit what is ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.grid.pasting import read_pasted
from indicators.grid.reading import Matched, TypedRow, match, typed_rows
from indicators.grid.rows import LABELS, Row, columns_for, row_of
from indicators.grid.saving import GridRefusedError, save_all, submit_all
from indicators.grid.standing import standing
from indicators.models import Return
from indicators.officers.due import Work
from indicators.refs import ref_order
from indicators.returns import rating
from indicators.returns.addresses import key_of
from indicators.returns.asked import person_of
from indicators.returns.checks import Usual, read_ahead, usual
from indicators.returns.months import is_monthly
from indicators.returns.wording import due_words
from indicators.rules import rag
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council, Service

SEASONAL = "by season, on its own page"


@dataclass(frozen=True)
class Grid:
    """A service's returns of a period, with what one may enter and what is known of each."""

    service: Service
    quarter: Quarter
    work: Work
    returns: tuple[Return, ...]
    known: Mapping[int, Usual]
    council: Council

    @classmethod
    def read(cls, request: Request, quarter: Quarter, key: str) -> Self:
        """All in a number of queries that does not grow with the measures; drafts ask some more."""
        services = Service.objects.select_related("directorate")
        service = next((each for each in services if key_of(each) == key), None)
        if service is None:
            message = "There is no such service."
            raise Http404(message)
        if not request.access.may_enter(service):
            message = f"Returns of {service} are entered by its own officers."
            raise PermissionDenied(message)
        returns = _returns(service, quarter)
        if not returns:
            message = f"Nothing is asked of {service} for {quarter.name}."
            raise Http404(message)
        work = Work.read(request.access, today())
        read_ahead(returns)
        known = {each.pk: usual(each) for each in returns}
        return cls(service, quarter, work, returns, known, Council.current())

    @property
    def enterable(self) -> tuple[Return, ...]:
        """Those with boxes: with the officer, not locked, not put together from months."""
        return tuple(
            each for each in self.returns if self.work.can_enter(each) and not is_monthly(each)
        )

    def rows(
        self,
        typed: Mapping[int, Mapping[str, str]] | None = None,
        problems: Mapping[int, Mapping[str, str]] | None = None,
    ) -> tuple[Row, ...]:
        """Each return as a row; `typed` and `problems` by return's id."""
        columns = columns_for(self.returns)
        return tuple(
            row_of(
                each,
                columns,
                can_enter=self.work.can_enter(each),
                usual=self.known[each.pk],
                target=self._target(each),
                found=standing(each, self.council),
                typed=(typed or {}).get(each.pk),
                problems=(problems or {}).get(each.pk),
            )
            for each in self.returns
        )

    def _target(self, return_: Return) -> str:
        if return_.terms.profile == rag.ProfileMethod.SEASONAL:
            return SEASONAL  # its share takes a question for each measure
        ready = rating.rules_terms(return_.terms, return_.period, self.council)
        return rag.rating_bands(ready, rating.place_of(return_.period)).target_words


def _returns(service: Service, quarter: Quarter) -> tuple[Return, ...]:
    found = (
        Return.objects.current()
        .filter(measure__service=service, period__year=quarter.year, period__number=quarter.number)
        .select_related(
            "measure__service__directorate",
            "period",
            "terms__measure",
            "exception_report",
            "entered_by",
            "rating",
        )
        .prefetch_related("terms__period_targets", "confirmations", "exception_report__actions")
    )
    return tuple(sorted(found, key=lambda each: ref_order(each.measure.ref)))


@require_http_methods(["GET", "HEAD", "POST"])
def returns_grid(request: Request, period: Quarter, service: str) -> HttpResponse:
    """A service's returns on one page. What is sent is saved all or not at all."""
    grid = Grid.read(request, period, service)
    if request.method != "POST":
        return _page(request, grid)
    rows = typed_rows(grid.enterable, request.POST, grid.known)
    match request.POST.get("action"):
        case "paste":
            return _pasted(request, grid, rows)
        case "submit":
            return _submitted(request, grid, rows)
        case _:
            return _saved(request, grid, rows)


def _pasted(request: Request, grid: Grid, rows: list[TypedRow]) -> HttpResponse:
    """Put pasted rows into the boxes, beside what was typed; nothing is saved yet."""
    found = match(read_pasted(request.POST.get("pasted", "")), grid.enterable, grid.returns)
    texts = {each.return_.pk: each.texts for each in rows}
    for key, cells in found.texts.items():
        texts[key] = texts.get(key, {}) | cells
    checked = typed_rows(grid.enterable, _as_sent(texts, rows), grid.known)
    problems = {each.return_.pk: each.problems for each in checked}
    return _page(request, grid, texts, problems, pasted=found)


def _as_sent(texts: Mapping[int, Mapping[str, str]], rows: list[TypedRow]) -> dict[str, str]:
    """The texts under the names that their boxes have."""
    sent = {f"seen-{each.return_.pk}": str(each.seen_edit) for each in rows}
    named = {f"{name}-{key}": text for key, cells in texts.items() for name, text in cells.items()}
    return sent | named


def _saved(request: Request, grid: Grid, rows: list[TypedRow]) -> HttpResponse:
    try:
        saved = save_all(rows, by=person_of(request), on=today())
    except GridRefusedError as refused:
        texts = {each.return_.pk: each.texts for each in rows}
        return _page(request, grid, texts, refused.problems, status=422)
    number = len(saved)
    words = f"{number} return{'s' if number != 1 else ''} saved as drafts."
    messages.success(request, words if number else "Nothing differs from what is saved.")
    return redirect(request.path)


def _submitted(request: Request, grid: Grid, rows: list[TypedRow]) -> HttpResponse:
    """Submit what was ready when the page was shown; refused while something is unsaved."""
    if any(each.is_changed for each in rows):
        problem = "Save what you typed first; then submit what is ready."
        texts = {each.return_.pk: each.texts for each in rows}
        return _page(request, grid, texts, status=422, whole=problem)
    ready = {each.return_.pk: each.seen_edit for each in rows if each.return_.is_ready}
    try:
        done = submit_all(ready, by=person_of(request), on=today())
    except GridRefusedError as refused:
        return _page(request, grid, None, refused.problems, status=422)
    number = len(done)
    messages.success(request, f"{number} return{'s are' if number != 1 else ' is'} submitted.")
    return redirect(request.path)


def _page(
    request: Request,
    grid: Grid,
    texts: Mapping[int, Mapping[str, str]] | None = None,
    problems: Mapping[int, Mapping[str, str]] | None = None,
    *,
    pasted: Matched | None = None,
    status: int = 200,
    whole: str = "",
) -> HttpResponse:
    rows = grid.rows(texts, problems)
    wrong = [(row.ref, name, said) for row in rows for name, said in row.errors]
    context: dict[str, Any] = {
        "service": grid.service,
        "quarter": grid.quarter,
        "due": due_words(grid.returns[0].period, today()),
        "columns": [LABELS[each] for each in columns_for(grid.returns)],
        "rows": rows,
        "entered": len(grid.enterable),
        "ready": sum(each.is_ready and each.is_with_officer for each in grid.returns),
        "wrong": wrong,
        "whole": whole,
        "pasted": pasted,
        "unsaved": sum(each.changed for each in rows),
        "page_has_errors": bool(wrong or whole),
    }
    return render(request, "indicators/grid.html", context, status=status)
