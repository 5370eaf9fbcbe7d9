"""Takes a draft that holds nothing back to where it was before anybody entered anything."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from indicators.models import Return, State
from indicators.returns.entering import NOTHING, entry_of, refuse_unless_enterable
from indicators.returns.refusals import locked
from organisation.models import Person
from organisation.record import Edit, record


@transaction.atomic
def as_not_started(return_: Return, *, by: Person, on: date) -> Return:
    """An empty draft as not started; any other return stays as it is.

    Refused as entering it is: when it is closed, locked or not this person's.
    """
    stored = locked(return_)
    if stored.state != State.DRAFT or entry_of(stored) != NOTHING or stored.is_correction:
        return stored
    refuse_unless_enterable(stored, by, on)
    stored.state, stored.entered_by, stored.is_ready = State.NOT_STARTED, None, False
    stored.edit += 1
    stored.save()
    edits = [Edit("state", State.DRAFT, State.NOT_STARTED)]
    record("return taken back to not started", stored, by=by, on=on, edits=edits)
    return stored
