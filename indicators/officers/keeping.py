"""Text kept for one person while it can't be saved: for whom, of which page, and for how long."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

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
    return Slip(person.pk, return_.pk, page or new_page())


def new_page() -> str:
    """What tells one opened page from any other."""
    return secrets.token_hex(6)


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


@dataclass(frozen=True)
class Typed:
    """What was typed for one return, on which page, and upon which version of it.

    `is_part`: the page has only some of the return's boxes; the others are as they are saved.
    """

    slip: Slip
    texts: Mapping[str, str]
    seen_edit: int
    is_part: bool = False

    @property
    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        part = {"is_part": True} if self.is_part else {}
        return {"page": self.slip.page, "boxes": dict(self.texts), **part}


def keep(slip: Slip, texts: Mapping[str, str], *, seen_edit: int, now: datetime) -> bool:
    """Keep the texts for the slip's person. `seen_edit`: the version that they had before them."""
    return keep_all([Typed(slip, texts, seen_edit)], now)


@transaction.atomic
def keep_all(typed: Sequence[Typed], now: datetime) -> bool:
    """Keep what one person typed for several returns: all of it or nothing.

    False where that can't be: they left, it is too long, or what they typed on another page is
    kept already, which is never overwritten.
    """
    _old(now).delete()
    people = {each.slip.person_id for each in typed}
    is_here = Person.objects.filter(pk__in=people, is_active=True).count() == len(people)
    if not is_here or any(sum(map(len, each.texts.values())) > LONGEST for each in typed):
        return False
    held = _held(typed)
    elsewhere = [each for each in typed if _is_elsewhere(held.get(each.slip.return_id), each)]
    if any(boxes_of(held[each.slip.return_id]) != each.texts for each in elsewhere):
        return False
    _write([each for each in typed if each not in elsewhere], now)
    return True


def _held(typed: Sequence[Typed]) -> dict[int, KeptEntry]:
    """What is kept of these returns already, by the return's id."""
    found = KeptEntry.objects.select_for_update().filter(
        person__in={each.slip.person_id for each in typed},
        of__in={each.slip.return_id for each in typed},
    )
    return {each.of_id: each for each in found}


def _is_elsewhere(held: KeptEntry | None, typed: Typed) -> bool:
    return held is not None and held.typed.get("page") != typed.slip.page


def _write(typed: Sequence[Typed], now: datetime) -> None:
    KeptEntry.objects.bulk_create(
        (
            KeptEntry(
                person_id=each.slip.person_id,
                of_id=each.slip.return_id,
                typed=each.stored,
                seen_edit=each.seen_edit,
                kept_at=now,
            )
            for each in typed
        ),
        update_conflicts=True,
        unique_fields=("person", "of"),
        update_fields=("typed", "seen_edit", "kept_at"),
    )


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


def is_part(kept: KeptEntry) -> bool:
    """Whether it was typed where only some of the return's boxes are."""
    return bool(kept.typed.get("is_part"))


def page_of(kept: KeptEntry) -> str:
    """The page on which it was typed."""
    return str(kept.typed.get("page", ""))


def _old(now: datetime) -> QuerySet[KeptEntry]:
    return KeptEntry.objects.filter(kept_at__lt=now - KEPT_FOR)
