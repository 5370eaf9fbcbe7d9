"""The progress board: what has come in, what is late, what was asked of whom."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indicators.board.board import board, board_url
from indicators.board.board_asked import asked
from indicators.board.board_list import choices, narrowed, refuse_unless_known, title
from indicators.board.board_reds import reds, response
from indicators.board.board_rows import rows
from indicators.board.board_standing import asked_in
from indicators.board.leads_health import ailing
from indicators.models import Period
from indicators.rules.periods import Quarter
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

BOARD, ASKED = "indicators:board", "indicators:board-asked"
RETURNS_A_PAGE = 50


@require_safe
def board_now(request: Request) -> HttpResponse:
    """The board of the open period whose due date is nearest; with none open, of the newest."""
    _for_followers(request)
    periods = list(Period.objects.newest_first())
    if not periods:
        context = {"sees_all": request.access.is_performance}
        return render(request, "indicators/board_none.html", context)
    still_open = [each for each in periods if each.is_open] or periods[:1]
    nearest = min(still_open, key=lambda each: abs(each.due_on - today()))
    return redirect(board_url(nearest.quarter))


@require_safe
def progress_board(request: Request, period: Quarter) -> HttpResponse:
    """How far a period has got; with `service`, `state` or `person` the list of those returns."""
    _for_followers(request)
    if "period" in request.GET:
        return _switched(request, BOARD)
    stored, context = _period(request, period, BOARD)
    asked_for = {name: request.GET.get(name, "") for name in ("service", "state", "person")}
    if any(asked_for.values()):
        return _list(request, stored, asked_for, context)
    returns, on = asked_in(stored, request.access), today()
    context |= {
        "board": board(stored, returns, on),
        "response": response(reds(returns, Council.current()), stored),
        "ailments": ailing(request.access, on),
        "asked_url": reverse(ASKED, args=(period,)),
    }
    return render(request, "indicators/board.html", context)


@require_safe
def board_asked(request: Request, period: Quarter) -> HttpResponse:
    """What was asked of whom, in a period and over its year."""
    _for_followers(request)
    if "period" in request.GET:
        return _switched(request, ASKED)
    stored, context = _period(request, period, ASKED)
    context |= {
        "asked": asked(stored, request.access, today()),
        "year": period.financial_year.label,
        "board_url": board_url(period),
    }
    return render(request, "indicators/board_asked.html", context)


def _list(
    request: Request, stored: Period, asked_for: dict[str, str], context: dict[str, Any]
) -> HttpResponse:
    """The returns that a number counts, a page of them at a time."""
    returns, on = asked_in(stored, request.access), today()
    known = choices(returns, stored)
    refuse_unless_known(known, **asked_for)
    found = narrowed(returns, on, **asked_for)
    page = Paginator(found, RETURNS_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "title": title(len(found), stored, asked_for["state"]),
        "rows": rows(list(page.object_list), stored, request.access, on),
        "page": page,
        "chosen": asked_for,
        "person": found[0].measure.lead if found and asked_for["person"] else "nobody",
        "choices": known,
        "board_url": board_url(stored.quarter),
    }
    return render(request, "indicators/board_list.html", context)


def _for_followers(request: Request) -> None:
    if not (request.access.is_performance or request.access.approves):
        message = "The progress board is for the performance team and for approvers."
        raise PermissionDenied(message)


def _switched(request: HttpRequest, name: str) -> HttpResponse:
    """Where the switcher sends its reader: each period has an address of its own."""
    try:
        return redirect(name, Quarter.parse(request.GET["period"]))
    except ValueError as error:
        raise Http404(str(error)) from error


def _period(request: Request, quarter: Quarter, name: str) -> tuple[Period, dict[str, Any]]:
    """The period, and what its page says of it with the way to the others."""
    periods = list(Period.objects.newest_first())
    quarters = [each.quarter for each in periods]
    if quarter not in quarters:
        message = f"{quarter.name} was never opened."
        raise Http404(message)
    place = quarters.index(quarter)
    return periods[place], {
        "quarter": quarter,
        "is_open": periods[place].is_open,
        "action": reverse(name, args=(quarter,)),
        "quarters": quarters,
        "earlier": quarters[place + 1] if place + 1 < len(quarters) else None,
        "later": quarters[place - 1] if place else None,
        "sees_all": request.access.is_performance,
    }
