"""The page of the grid: fill it, paste into it, save all of it, submit what is ready."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from indicators.grid.asked import returns_of, service_at
from indicators.grid.kept import (
    GRID,
    Back,
    given_back,
    keep_rows,
    let_go_rows,
    rows_in,
    slip_of,
)
from indicators.grid.pasting import read_pasted
from indicators.grid.reading import Matched, TypedRow, checked_row, match, typed_rows
from indicators.grid.rows import LABELS, Row, columns_for, row_of
from indicators.grid.saving import GridRefusedError, save_all, submit_all, who_saved
from indicators.grid.standing import standing
from indicators.models import Return
from indicators.officers.autosaving import aside_words
from indicators.officers.due import Work
from indicators.officers.restoring import clock
from indicators.officers.views_kept import kept_without_session, said
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
        service = service_at(key)
        if not request.access.may_enter(service):
            message = f"Returns of {service} are entered by its own officers."
            raise PermissionDenied(message)
        returns = returns_of(service, quarter)
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
        typed: Iterable[TypedRow] = (),
        problems: Mapping[int, Mapping[str, str]] | None = None,
    ) -> tuple[Row, ...]:
        """Each return as a row; `problems` by return's id."""
        columns = columns_for(self.returns)
        by_id = {row.return_.pk: row for row in typed}
        return tuple(
            row_of(
                each,
                columns,
                can_enter=self.work.can_enter(each),
                usual=self.known[each.pk],
                target=self._target(each),
                found=standing(each, self.council),
                typed=by_id.get(each.pk),
                problems=(problems or {}).get(each.pk),
            )
            for each in self.returns
        )

    def _target(self, return_: Return) -> str:
        if return_.terms.profile == rag.ProfileMethod.SEASONAL:
            return SEASONAL  # its share takes a question for each measure
        ready = rating.rules_terms(return_.terms, return_.period, self.council)
        return rag.rating_bands(ready, rating.place_of(return_.period)).target_words


@kept_without_session(GRID)
@require_http_methods(["GET", "HEAD", "POST"])
def returns_grid(request: Request, period: Quarter, service: str) -> HttpResponse:
    """A service's returns on one page. What is sent is saved all or not at all."""
    grid = Grid.read(request, period, service)
    if request.method != "POST":
        return _opened(request, grid)
    rows = typed_rows(grid.enterable, request.POST, grid.known)
    match request.POST.get("action"):
        case "paste":
            return _pasted(request, grid, rows)
        case "submit":
            return _submitted(request, grid, rows)
        case "drop":
            let_go_rows(slip_of(request), rows, timezone.now())
            return redirect(request.path)
        case _:
            return _saved(request, grid, rows)


@kept_without_session(GRID)
@require_POST
def returns_grid_autosave(request: Request, period: Quarter, service: str) -> HttpResponse:
    """Keep what is being typed; nothing of it is saved before the button says so."""
    grid = Grid.read(request, period, service)
    rows = rows_in(grid.enterable, request.POST)
    now = timezone.now()
    kept = keep_rows(slip_of(request), rows, now)
    request.is_idle = not kept
    return said(request, aside_words(kept=kept, now=now))


def _opened(request: Request, grid: Grid) -> HttpResponse:
    """As it is saved, or with what this person typed and could not save."""
    back = given_back(grid.enterable, person_of(request), timezone.now())
    if back is None:
        return _page(request, grid)
    behind = {key: {"": who_saved(row.return_)} for key, row in back.behind.items()}
    return _page(request, grid, back.rows, behind, back=back)


def _pasted(request: Request, grid: Grid, rows: list[TypedRow]) -> HttpResponse:
    """Put pasted rows into the boxes, beside what was typed; nothing is saved yet."""
    found = match(read_pasted(request.POST.get("pasted", "")), grid.enterable, grid.returns)
    put = [replace(row, texts=row.texts | found.texts.get(row.return_.pk, {})) for row in rows]
    checked = [checked_row(row, grid.known[row.return_.pk]) for row in put]
    problems = {row.return_.pk: row.problems for row in checked}
    return _page(request, grid, checked, problems, pasted=found)


def _saved(request: Request, grid: Grid, rows: list[TypedRow]) -> HttpResponse:
    try:
        saved = save_all(rows, by=person_of(request), on=today())
    except GridRefusedError as refused:
        return _page(request, grid, rows, refused.problems, status=422)
    let_go_rows(slip_of(request), rows, timezone.now())
    number = len(saved)
    words = f"{number} return{'s' if number != 1 else ''} saved as drafts."
    messages.success(request, words if number else "Nothing differs from what is saved.")
    return redirect(request.path)


def _submitted(request: Request, grid: Grid, rows: list[TypedRow]) -> HttpResponse:
    """Submit what was ready when the page was shown; refused while something is unsaved."""
    if any(each.is_changed for each in rows):
        problem = "Save what you typed first; then submit what is ready."
        return _page(request, grid, rows, status=422, whole=problem)
    ready = {each.return_.pk: each.seen_edit for each in rows if each.return_.is_ready}
    try:
        done = submit_all(ready, by=person_of(request), on=today())
    except GridRefusedError as refused:
        return _page(request, grid, (), refused.problems, status=422)
    number = len(done)
    messages.success(request, f"{number} return{'s are' if number != 1 else ' is'} submitted.")
    return redirect(request.path)


def _page(
    request: Request,
    grid: Grid,
    typed: Sequence[TypedRow] = (),
    problems: Mapping[int, Mapping[str, str]] | None = None,
    *,
    pasted: Matched | None = None,
    back: Back | None = None,
    status: int = 200,
    whole: str = "",
) -> HttpResponse:
    """The grid with what was `typed`, which is kept until it is saved or dropped."""
    slip, now = slip_of(request), timezone.now()
    is_held = back is not None or not typed or keep_rows(slip, typed, now)
    rows = grid.rows(typed, problems)
    wrong = [(row.ref, name, said) for row in rows for name, said in row.errors]
    context: dict[str, Any] = {
        "service": grid.service,
        "service_key": key_of(grid.service),
        "quarter": grid.quarter,
        "due": due_words(grid.returns[0].period, today()),
        "columns": [LABELS[each] for each in columns_for(grid.returns)],
        "rows": rows,
        "entered": len(grid.enterable),
        "ready": sum(each.is_ready and each.is_with_officer for each in grid.returns),
        "wrong": wrong,
        "whole": whole,
        "pasted": pasted,
        "restored": back,
        "slip": slip,
        "is_held": is_held,
        "now": clock(now),
        "unsaved": sum(each.changed for each in rows),
        "page_has_errors": bool(wrong or whole),
    }
    return render(request, "indicators/grid.html", context, status=status)
