"""What each request carries: the person's access, where changes come from, no caching."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from organisation.access import Access, access_of
from organisation.clock import today
from organisation.record import ADMINISTRATION, FORM, coming_from

NextStep = Callable[[HttpRequest], HttpResponse]


class Request(HttpRequest):
    """A signed-in request, for annotations."""

    access: Access
    is_idle: bool  # nobody's doing, so the session is not renewed


class AccessMiddleware:
    """Put `request.access` in place and name the origin of whatever is changed."""

    def __init__(self, get_response: NextStep) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        request.access = (  # type: ignore[attr-defined]
            access_of(person, today()) if person.is_authenticated else Access(person_id=0)
        )
        origin = ADMINISTRATION if request.path.startswith("/admin/") else FORM
        with coming_from(origin, uuid.uuid4().hex):
            return self.get_response(request)


class NoStore:
    """Pages of a signed-in person are kept by no browser or proxy (shared computers)."""

    def __init__(self, get_response: NextStep) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
