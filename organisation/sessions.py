"""How long a session lasts: so long after the last deed, never past a limit, with a warning."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from organisation.middleware import NextStep, Request

BEGAN, ACTIVE = "session began", "last active"  # what a session remembers, in Unix time


@dataclass(frozen=True)
class Left:
    """Seconds until a session ends; `can_stay`: asking for more gives more."""

    seconds: int
    can_stay: bool


class SessionLimits:
    """End what has lasted too long; renew it with each request that is somebody's doing."""

    def __init__(self, get_response: NextStep) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and left(request).seconds <= 0:
            logout(request)
        request.is_idle = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated and not request.is_idle:  # type: ignore[attr-defined]
            renew(request)
        return response


def renew(request: HttpRequest) -> None:
    """Count from now; the limit goes on counting from sign-in."""
    now = int(time.time())
    request.session.setdefault(BEGAN, now)
    request.session[ACTIVE] = now


def left(request: HttpRequest, active: int | None = None) -> Left:
    """How long the session lasts if nothing more is done; `active`: counted from then."""
    now = int(time.time())
    since: int = request.session.get(ACTIVE, now) if active is None else active
    idle = since + settings.SESSION_COOKIE_AGE - now
    limit: int = request.session.get(BEGAN, now) + settings.SESSION_LIMIT - now
    return Left(min(idle, limit), can_stay=idle < limit)


def session(request: HttpRequest) -> dict[str, Any]:
    """For every page: how long its session lasts from now, where somebody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"session_left": left(request, int(time.time()))}


@require_GET
def session_left(request: Request) -> JsonResponse:
    """How long is left, for the warning; asking renews nothing."""
    request.is_idle = True
    return _as_json(left(request))


@require_GET
def session_stay(request: Request) -> JsonResponse:
    """Stay signed in: renewed, like every request."""
    renew(request)
    return _as_json(left(request))


def _as_json(found: Left) -> JsonResponse:
    return JsonResponse({"seconds": found.seconds, "can_stay": found.can_stay})
