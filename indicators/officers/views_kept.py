"""A form that comes without its session: what was typed is kept for who typed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.csrf import csrf_failure as plain_csrf_failure

from indicators.models import Return
from indicators.officers.autosaving import (
    Said,
    again_words,
    signed_out_words,
    somebody_else_words,
)
from indicators.officers.carried import UNCHOSEN, UNDECIDED, slip_in
from indicators.officers.due import edit_url
from indicators.officers.keeping import SLIP, Slip, keep, texts_of
from indicators.officers.sheet import Sheet
from indicators.returns.asked import seen_edit
from organisation.middleware import Request

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[Request, P], HttpResponse]

AUTOSAVE = "autosave/"  # how the addresses end to which forms are sent by themselves
KIND = "kind_of_form"  # where a view holds it
SIGNED_OUT = (
    "You are signed out, so nothing was saved. What you typed is kept for you: sign in, and it is "
    "back in the boxes."
)
SOMEBODY_ELSE = (
    "Nothing was saved: that page was opened by somebody else. What they typed is kept for them, "
    "until they sign in and open the return."
)
NEW_SIGN_IN = (
    "Nothing was saved yet, since you have signed in anew. What you typed is back in the boxes: "
    "save or submit it now."
)
OWN_BOXES = {"csrfmiddlewaretoken", "seen_edit", "seen", UNCHOSEN, "action", SLIP}


@dataclass(frozen=True)
class Kind:
    """What keeping has to know of a kind of form.

    `keeps` keeps what was sent and says at which address it is given back; "" where it could not.
    `shows` names what was sent, for a person who has to copy it.
    """

    keeps: Callable[[HttpRequest, Slip], str]
    shows: Callable[[HttpRequest], Mapping[str, str]]


def kept_without_session(kind: Kind) -> Callable[[View[P]], View[P]]:
    """Let a view see only forms of whoever is signed in; what others typed is kept for them."""

    def guard(view: View[P]) -> View[P]:
        @login_not_required
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST":
                signed_in = request.user.is_authenticated
                page = _page_of(request)
                return view(request, *args, **kwargs) if signed_in else redirect_to_login(page)
            slip = slip_in(request)
            if request.user.is_authenticated and (
                slip is None or slip.person_id == request.user.pk
            ):
                return view(request, *args, **kwargs)
            return _answer(request, slip, kind)

        setattr(guarded, KIND, kind)
        return guarded

    return guard


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of before the last sign-in has an old token, but its slip shows that it is ours."""
    match, slip = request.resolver_match, slip_in(request)
    kind = getattr(match.func, KIND, None) if match else None
    if kind is None or slip is None:
        return plain_csrf_failure(request, reason)
    return _answer(request, slip, kind)


def _answer(request: HttpRequest, slip: Slip | None, kind: Kind) -> HttpResponse:
    """Keep what was typed, and say so: on the page that is still open, or on the next one."""
    if SLIP not in request.POST and not request.user.is_authenticated:
        return redirect_to_login(_page_of(request))  # it came from no page of ours
    back = kind.keeps(request, slip) if slip else ""
    if request.path.endswith(AUTOSAVE):
        return said(request, _words(request, slip, kept=bool(back)), _status(request))
    if slip is None or not back:
        return _give_back(request, kind.shows(request) if slip else _as_sent(request))
    if not request.user.is_authenticated:
        messages.info(request, SIGNED_OUT)
        return redirect_to_login(request.path)
    if request.user.pk == slip.person_id:
        messages.info(request, NEW_SIGN_IN)
        return HttpResponseRedirect(back)
    messages.warning(request, SOMEBODY_ELSE)
    return redirect("/")


def _keep_return(request: HttpRequest, slip: Slip) -> str:
    return_ = Return.objects.with_everything().filter(pk=slip.return_id).first()
    if return_ is None:
        return ""
    texts = texts_of(Sheet.typed(return_, request.POST), request.POST)
    seen = UNDECIDED if UNCHOSEN in request.POST else seen_edit(request)
    kept = keep(slip, texts, seen_edit=seen, now=timezone.now())
    return edit_url(return_) if kept else ""


def _words(request: HttpRequest, slip: Slip | None, *, kept: bool) -> Said:
    back = urlencode({"next": _page_of(request)})
    if not request.user.is_authenticated:
        return signed_out_words(kept=kept, leads=f"{reverse('account_login')}?{back}")
    if slip is not None and slip.person_id == request.user.pk:
        return again_words()
    return somebody_else_words(kept=kept, leads=f"{reverse('account_logout')}?{back}")


def _page_of(request: HttpRequest) -> str:
    """The address of the form's page, also where its form was sent by itself."""
    return request.path.removesuffix(AUTOSAVE)


def _status(request: HttpRequest) -> int:
    return 403 if request.user.is_authenticated else 401


def said(request: HttpRequest, words: Said, status: int = 200) -> HttpResponse:
    """The answer to a form that was sent by itself; no browser or proxy stores it."""
    context = {"said": words}
    response = render(request, "indicators/_return_edit_said.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _give_back(request: HttpRequest, typed: Mapping[str, str]) -> HttpResponse:
    """What can't be kept is shown again to whoever sent it, to be copied."""
    context = {"typed": typed, "back": _page_of(request)}
    response = render(request, "indicators/return_not_kept.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _as_sent(request: HttpRequest) -> dict[str, str]:
    """The texts by the names of their boxes, as words."""
    return {
        name.replace("_", " ").replace("-", " ").capitalize(): str(text)
        for name, text in request.POST.dict().items()
        if str(text).strip() and name not in OWN_BOXES and not name.startswith("said-")
    }


#: The form of a return.
RETURN = Kind(_keep_return, _as_sent)
