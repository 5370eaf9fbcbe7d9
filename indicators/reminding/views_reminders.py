"""The performance team's page of reminders: what goes out today, as it reads, and what went."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from indicators.models import Message
from indicators.reminding.broken_off import release, take_as_arrived
from indicators.reminding.pages import (
    carrier_in_words,
    failed_rows,
    habits_in_words,
    lately_rows,
    letter_row,
    unfinished_rows,
)
from indicators.reminding.preview import Preview, differences, preview
from indicators.reminding.sending import Outcome, send
from indicators.returns.asked import NO_SUCH, person_of, whole_number
from indicators.returns.refusals import RefusedError
from indicators.returns.wording import day
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council

SECONDS = 8  # and 20 for an answer of the mail server: a web server gives a request about 30
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SEND, AGAIN, ARRIVED = "send", "again", "arrived"


def _for_performance_team(request: Request) -> None:
    if not request.access.is_performance:
        raise PermissionDenied("Reminders are sent by the performance team.")


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: Request) -> HttpResponse:
    """What would go out today, each message as it reads, and what was sent lately."""
    _for_performance_team(request)
    if request.method != "POST":
        return _page(request, preview(today()), [])
    action = request.POST.get("action", "")
    if action in {AGAIN, ARRIVED}:
        return _decide(request, action)
    if action != SEND:
        raise Http404("No such deed.")
    held = preview(today())
    if changes := differences(request.POST.get("seal", ""), held.letters):
        return _page(request, held, changes)
    _say(request, send(held.letters, by=person_of(request), seconds=SECONDS), len(held.letters))
    return redirect("indicators:reminders")


@require_GET
def reminder_html(request: Request) -> HttpResponse:
    """One message of today in its HTML form, alone: `to` is the person, by default the first."""
    _for_performance_team(request)
    held, to = preview(today()).letters, request.GET.get("to", "")
    found = next((each for each in held if to in {"", str(each.person.pk)}), None)
    if found is None:
        raise Http404("There is nothing to tell this person today.")
    response = HttpResponse(found.html)
    response["Content-Security-Policy"] = _policy(found.html)
    return response


def _policy(html: str) -> str:
    """Lets the message have its own style, and nothing else."""
    styles = (hashlib.sha256(each.encode()).digest() for each in STYLE.findall(html))
    hashes = " ".join(f"'sha256-{b64encode(each).decode()}'" for each in styles)
    closed = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return f"default-src 'none'; style-src {hashes}; {closed}"


def _decide(request: Request, action: str) -> HttpResponse:
    """What a person says of a message that broke off."""
    asked = request.POST.get("message", "")
    message = Message.objects.filter(pk=whole_number(asked, NO_SUCH)).first()
    if message is None:
        raise Http404("No such message.")
    by, on, now = person_of(request), today(), timezone.now()
    try:
        if action == ARRIVED:
            take_as_arrived(message, by=by, on=on, now=now)
            messages.success(request, f"The message to {message.address} counts as sent.")
        else:
            release(message, by=by, on=on, now=now)
            _send_again(request, message)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("indicators:reminders")


def _send_again(request: Request, message: Message) -> None:
    """Tell the person what holds now, which may be less than what the message said."""
    theirs = [each for each in preview(today()).letters if each.person.pk == message.to_id]
    if theirs:
        _say(request, send(theirs, by=person_of(request)), 1)
    else:
        messages.success(request, f"There is nothing to tell {message.address} any more.")


def _say(request: Request, outcomes: Iterable[Outcome], of: int) -> None:
    """How many went, which did not, and how many are left."""
    done = list(outcomes)
    sent = sum(each.is_sent for each in done)
    if sent or not done:
        rest = of - len(done)
        more = f" {rest} are left: press the button again." if rest else ""
        messages.success(request, f"{_counted(sent)} sent.{more}")
    if wrong := [each for each in done if each.error]:
        number = f"{len(wrong)} message{'' if len(wrong) == 1 else 's'}"
        messages.error(request, f"{number} did not go out. {wrong[0].error}")
    for each in done:
        if each.message is None:
            told = "was told the same by another run meanwhile"
            messages.info(request, f"{each.letter.person.name} {told}.")


def _counted(number: int) -> str:
    return "1 message is" if number == 1 else f"{number} messages are"


def _page(request: Request, held: Preview, changes: list[str]) -> HttpResponse:
    context = {
        "day": day(held.on),
        "letters": [letter_row(each) for each in held.letters],
        "seal": held.seal,
        "changes": changes,
        "page_has_errors": bool(changes),
        "untold": held.untold,
        "habits": habits_in_words(Council.current()),
        "carrier": carrier_in_words(),
        "unfinished": unfinished_rows(timezone.now()),
        "failed": failed_rows(held.on),
        "lately": lately_rows(),
    }
    return render(request, "indicators/reminders.html", context)
