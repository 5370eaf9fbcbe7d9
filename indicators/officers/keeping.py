"""Text kept for one person while it can't be saved: for whom, of which page, and for how long."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet

from indicators.models import KeptEntry, Return
from indicators.officers.doubting import SAID
from indicators.officers.sheet import Sheet
from organisation.models import Person

SLIP = "page"  # the box of the form in which its slip stands
SLIP_LASTS = timedelta(days=3)  # a weekend
KEPT_FOR = timedelta(days=7)
LONGEST = 100_000
SALT = "indicators.officers.keeping"


@dataclass(frozen=True)
class Slip:
    """What a form carries, signed: for whom it was made, of which return, and which page it is."""

    person_id: int
    return_id: int
    page: str

    @property
    def signed(self) -> str:
        """The slip as it stands in the form."""
        return signing.dumps(astuple(self), salt=SALT)


def new_slip(person: Person, return_: Return, page: str = "") -> Slip:
    """A slip for a page that is opened, or that goes on with the text of `page`."""
    return Slip(person.pk, return_.pk, page or secrets.token_hex(6))


def read_slip(signed: str) -> Slip | None:
    """The slip that a form came with; None where it is forged, too old or not there."""
    try:
        return Slip(*signing.loads(signed, salt=SALT, max_age=SLIP_LASTS))
    except signing.BadSignature:
        return None


def texts_of(sheet: Sheet, data: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the boxes that the form has, as it was typed; nothing else of `data`."""
    names = [box.html_name for form in sheet.parts for box in form]
    names += [f"{SAID}{code}" for code in sheet.reasons.fields]
    return {name: data[name].replace("\0", "") for name in names if name in data}


@transaction.atomic
def keep(slip: Slip, texts: Mapping[str, str], *, seen_edit: int, now: datetime) -> bool:
    """Keep the texts for the slip's person. `seen_edit`: the version that they had before them.

    False where that can't be: they left, it is too long, or what they typed on another page is
    kept already, which is never overwritten.
    """
    _old(now).delete()
    is_here = Person.objects.filter(pk=slip.person_id, is_active=True).exists()
    if not is_here or sum(map(len, texts.values())) > LONGEST:
        return False
    held = _of(slip).select_for_update().first()
    if held is not None and held.typed.get("page") != slip.page:
        return boxes_of(held) == texts
    KeptEntry.objects.update_or_create(
        person_id=slip.person_id,
        of_id=slip.return_id,
        defaults={
            "typed": {"page": slip.page, "boxes": dict(texts)},
            "seen_edit": seen_edit,
            "kept_at": now,
        },
    )
    return True


def let_go(slip: Slip, now: datetime) -> None:
    """Delete what this page left, since it is saved or dropped, and what is too old."""
    mine = Q(person=slip.person_id, of=slip.return_id, typed__page=slip.page)
    KeptEntry.objects.filter(mine | Q(kept_at__lt=now - KEPT_FOR)).delete()


def kept_for(person: Person, return_: Return, now: datetime) -> KeptEntry | None:
    """What is kept of this return for this person, if anything."""
    mine = KeptEntry.objects.filter(person=person, of=return_, kept_at__gte=now - KEPT_FOR)
    return mine.first()


def boxes_of(kept: KeptEntry) -> dict[str, str]:
    """The texts by the names of their boxes."""
    return dict(kept.typed.get("boxes", {}))


def _of(slip: Slip) -> QuerySet[KeptEntry]:
    return KeptEntry.objects.filter(person=slip.person_id, of=slip.return_id)


def _old(now: datetime) -> QuerySet[KeptEntry]:
    return KeptEntry.objects.filter(kept_at__lt=now - KEPT_FOR)
