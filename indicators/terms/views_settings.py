"""The council's settings of the cycle, for the performance team and administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from indicators.agreeing import change_council
from indicators.returns.asked import person_of
from indicators.terms.settings_forms import CHANGED_SINCE, SettingsForm, in_words, seen_of
from organisation.clock import today
from organisation.middleware import Request
from organisation.models import Council, Role


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request) -> HttpResponse:
    """The settings, each with what it changes; saved through the deed, on record."""
    if not request.access.roles & {Role.PERFORMANCE, Role.ADMINISTRATOR}:
        message = "The council's settings are for the performance team and administrators."
        raise PermissionDenied(message)
    council = Council.current()
    sent = request.POST if request.method == "POST" else None
    form = SettingsForm(sent, council=council)
    if sent is not None and form.is_valid() and _saved(request, form):
        return redirect("indicators:settings")
    context = {
        "form": form,
        "seen": seen_of(Council.current()),
        "is_performance": request.access.is_performance,
    }
    return render(request, "indicators/settings.html", context)


@transaction.atomic
def _saved(request: Request, form: SettingsForm) -> bool:
    """Save, unless somebody else did in the meantime; say what was done."""
    council = Council.objects.select_for_update().get(pk=Council.current().pk)
    if seen_of(council) != request.POST.get("seen"):
        form.add_error(None, CHANGED_SINCE % in_words(council))
        return False
    form.write(council)
    change_council(council, by=person_of(request), on=today())
    messages.success(request, "The settings are saved.")
    return True
