"""What is worth telling of something that was added: of new terms, what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from indicators.models import Terms
from indicators.returns.recorded_words import field_of
from organisation.models import Change
from organisation.record import hashed, is_typed, shown, values

ADDED = " added"
TERMS_ADDED = "terms added"
TERMS = Terms._meta.label_lower
ALREADY_SAID = {"measure", "terms", "year", "from_quarter", "quarter"}  # by what it is called

Values = Mapping[str, str]  # by field, as the record shows them


def worth_telling(rows: Sequence[Change], before: Values | None) -> list[tuple[Change, str]]:
    """The fields of one deed, each with what it was; `before`: in the terms that held till then."""
    if not rows[0].deed.endswith(ADDED):
        return [(each, each.before) for each in rows if each.field]
    own = [each for each in rows if each.field not in ALREADY_SAID]
    if before is None:
        return [(each, "") for each in own if each.after not in {"", _usual(each)}]
    differing = [each for each in own if before.get(each.field, "") != each.after]
    return [
        (each, "" if is_typed(Terms, each.field) else before.get(each.field, ""))
        for each in differing
    ]


def _usual(change: Change) -> str:
    """What stands in a field where nobody says otherwise, as the record shows it."""
    field = field_of(change.object_type, change.field)
    return shown(field.get_default()) if field is not None and field.has_default() else ""


def replaced(changes: Sequence[Change]) -> dict[int, Values]:
    """For terms added in mid-year, what held before, by the row's time: three queries, or none.

    What was changed of the older terms since is undone, from the record.
    """
    added = {each.object_id: each for each in changes if each.deed == TERMS_ADDED}
    later = Terms.objects.filter(pk__in=added, from_quarter__gt=1) if added else ()
    new = list(later)
    if not new:
        return {}
    years = Terms.objects.filter(
        measure__in={each.measure_id for each in new}, year__in={each.year for each in new}
    )
    old = {each.pk: found for each in new if (found := _before(each, years))}
    since = Change.objects.filter(
        object_type=TERMS, object_id__in={each.pk for each in old.values()}
    ).order_by("-pk")
    return {key: _as_it_was(terms, added[key], list(since)) for key, terms in old.items()}


def _before(new: Terms, years: Iterable[Terms]) -> Terms | None:
    """The terms of the same year that held until the new ones began."""
    same = [
        each
        for each in years
        if (each.measure_id, each.year) == (new.measure_id, new.year)
        and each.from_quarter < new.from_quarter
    ]
    return max(same, key=lambda each: each.from_quarter, default=None)


def _as_it_was(terms: Terms, then: Change, since: Sequence[Change]) -> Values:
    found = {name: _recorded(name, shown(value)) for name, value in values(terms).items()}
    for change in since:
        if change.object_id == terms.pk and change.pk > then.pk and change.field in found:
            found[change.field] = change.before
    return found


def _recorded(name: str, value: str) -> str:
    """A value as it stands in the record: of what people write, the hash."""
    return hashed(value) if is_typed(Terms, name) else value
