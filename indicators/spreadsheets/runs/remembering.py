"""What a council said of its own words, kept with the import that was told and used by the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from indicators.models import ColumnName, ImportRun
from organisation.models import Person
from organisation.record import Edit, record, save

LONGEST = 200
LEARNED, BEFORE = "learned", "known_before"


def remembered(kind: str) -> dict[str, str]:
    """The headings that are known of a kind of table, as compared, and the field of each."""
    return dict(ColumnName.objects.filter(kind=kind).values_list("heading", "field"))


def remember(run: ImportRun, *, by: Person | None, on: date) -> None:
    """Keep what was said in an import that is saved, and what was known before it."""
    learned: Mapping[str, str] = run.summary.get(LEARNED, {})
    known = {each.heading: each for each in _known(run)}
    before: dict[str, str | None] = {}
    for heading, name in learned.items():
        there = known.get(heading)
        if len(heading) > LONGEST or (there and there.field == name):
            continue
        before[heading] = there.field if there else None
        thing = there or ColumnName(kind=run.kind, heading=heading)
        thing.field = name
        save(thing, by=by, on=on)
    if before:
        run.summary[BEFORE] = before
        run.save(update_fields=["summary"])


def forget(run: ImportRun, *, by: Person | None, on: date) -> None:
    """As it was before an import that is undone, unless it was said otherwise since."""
    learned = run.summary.get(LEARNED, {})
    before: Mapping[str, str | None] = run.summary.get(BEFORE, {})
    for each in _known(run):
        if each.heading not in before or each.field != learned.get(each.heading):
            continue
        earlier = before[each.heading]
        if earlier is None:
            edits = [Edit("deleted", str(each), "", text=True)]
            record("heading that is known deleted", each, by=by, on=on, edits=edits)
            each.delete()
        else:
            each.field = earlier
            save(each, by=by, on=on)


def _known(run: ImportRun) -> list[ColumnName]:
    """What is known of the headings that an import named; locked until it ends."""
    headings = list(run.summary.get(LEARNED, {}))
    if not headings:
        return []
    found = ColumnName.objects.select_for_update().filter(kind=run.kind, heading__in=headings)
    return list(found.order_by("heading"))
