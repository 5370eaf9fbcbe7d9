"""Rows that were typed and not saved: kept for who typed them, and given back to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from indicators.grid.asked import returns_of, service_at
from indicators.grid.pasting import FIGURE, read_pasted
from indicators.grid.reading import YES_NO, TypedRow, match, sent_rows
from indicators.grid.rows import FIGURES, LABELS, as_answer
from indicators.models import KeptEntry, Return
from indicators.officers.carried import slip_in
from indicators.officers.keeping import (
    KEPT_FOR,
    Slip,
    Typed,
    boxes_of,
    is_part,
    keep_all,
    new_page,
    page_of,
)
from indicators.officers.restoring import moment
from indicators.officers.views_kept import Kind
from indicators.returns.asked import NO_SUCH, person_of
from organisation.models import Person

NO_REASON = {"no_value_reason": "", "expected_on": ""}


def slip_of(request: HttpRequest) -> Slip:
    """The slip of the page that this person sent, else a new one; it is of no single return."""
    person, sent = person_of(request), slip_in(request)
    if sent is not None and (sent.person_id, sent.return_id) == (person.pk, NO_SUCH):
        return sent
    return Slip(person.pk, NO_SUCH, new_page())


@transaction.atomic
def keep_rows(slip: Slip, rows: Iterable[TypedRow], now: datetime) -> bool:
    """Keep the rows that differ from what is saved: all of them, or nothing and False."""
    sent = list(rows)
    let_go_rows(slip, [row for row in sent if not row.is_changed], now)
    return keep_all([_typed(slip, row) for row in sent if row.is_changed], now)


def _typed(slip: Slip, row: TypedRow) -> Typed:
    own = replace(slip, return_id=row.return_.pk, page=row.page or slip.page)
    return Typed(own, _texts(row), row.seen_edit, is_part=True)


def _texts(row: TypedRow) -> dict[str, str]:
    """As the boxes of the return's own page have it."""
    texts = {name: text.replace("\0", "") for name, text in row.texts.items()}
    if row.return_.measure.figure_unit.kind == "yes_no":
        answer = texts.get(FIGURE, "")
        texts[FIGURE] = str(YES_NO.get(answer.strip().casefold(), answer))
    return texts | (NO_REASON if any(texts.get(name, "").strip() for name in FIGURES) else {})


def let_go_rows(slip: Slip, rows: Iterable[TypedRow], now: datetime) -> None:
    """Delete what this page kept of these rows, since it is saved or dropped, and what is old."""
    asked = list(rows)
    KeptEntry.objects.filter(
        person=slip.person_id,
        of__in=[row.return_.pk for row in asked],
        typed__page__in={slip.page, *(row.page for row in asked)},
    ).delete()
    KeptEntry.objects.filter(kept_at__lt=now - KEPT_FOR).delete()


@dataclass(frozen=True)
class Back:
    """Rows that are given back, and when the last of them was kept."""

    rows: tuple[TypedRow, ...]
    until: str

    @cached_property
    def behind(self) -> dict[int, TypedRow]:
        """Those that somebody saved since, by the return's id."""
        return {row.return_.pk: row for row in self.rows if row.seen_edit != row.return_.edit}


def given_back(returns: Iterable[Return], person: Person, now: datetime) -> Back | None:
    """What this person typed on a grid for these returns, if it differs from what is saved."""
    by_id = {each.pk: each for each in returns}
    kept = KeptEntry.objects.filter(person=person, of__in=by_id, kept_at__gte=now - KEPT_FOR)
    found = [(each, _back(by_id[each.of_id], each)) for each in kept if is_part(each)]
    changed = [(each, row) for each, row in found if row.is_changed]
    if not changed:
        return None
    last = max(each.kept_at for each, _ in changed)
    return Back(tuple(row for _, row in changed), moment(last))


def _back(return_: Return, kept: KeptEntry) -> TypedRow:
    texts = {name: text for name, text in boxes_of(kept).items() if name in LABELS}
    if return_.measure.figure_unit.kind == "yes_no":
        texts[FIGURE] = as_answer(texts.get(FIGURE, ""))
    return TypedRow(return_, texts, kept.seen_edit, page=page_of(kept))


# Without a session


def _keep_grid(request: HttpRequest, slip: Slip) -> str:
    """Keep all rows of a page that was sent, with what stood in the box for pasting."""
    kept = keep_rows(slip, rows_in(_returns(request), request.POST), timezone.now())
    return reverse("indicators:returns-grid", kwargs=_asked(request)) if kept else ""


def rows_in(returns: Iterable[Return], sent: Mapping[str, str]) -> list[TypedRow]:
    """The rows that were sent, those pasted and not yet put into their boxes too."""
    known = list(returns)
    rows = sent_rows(known, sent)
    pasted = sent.get("pasted", "")
    if not pasted.strip():
        return rows
    texts = match(read_pasted(pasted), [row.return_ for row in rows], known).texts
    return [replace(row, texts=row.texts | texts.get(row.return_.pk, {})) for row in rows]


def _shown(request: HttpRequest) -> dict[str, str]:
    """What was typed, by box and measure."""
    return {
        f"{LABELS[name]}, {row.return_.measure.ref} {row.return_.measure.name}": text
        for row in rows_in(_returns(request), request.POST)
        if row.is_changed
        for name, text in row.texts.items()
        if text.strip()
    }


def _asked(request: HttpRequest) -> dict[str, Any]:
    return dict(request.resolver_match.kwargs) if request.resolver_match else {}


def _returns(request: HttpRequest) -> tuple[Return, ...]:
    asked = _asked(request)
    return returns_of(service_at(asked["service"]), asked["period"])


#: The form of a grid.
GRID = Kind(_keep_grid, _shown)
