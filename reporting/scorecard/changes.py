"""Every change of a return, from the record: when, which post, what, from and to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Model

from indicators.models import NoValueReason, Quality, Return, State
from indicators.rules.rag import Status
from organisation.models import Change
from reporting.scorecard import words

REMOVED = "(text removed)"
SUBMITTED = "return submitted"
#: Fields that are stored by a name, each name in words.
WORDS: dict[str, dict[str, str]] = {
    "state": dict(State.choices),
    "rating": {each.value: each.word for each in Status},
    "quality": dict(Quality.choices),
    "no_value_reason": dict(NoValueReason.choices),
}


@dataclass(frozen=True)
class FieldChange:
    """One field, as it was and as it became."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Deed:
    """What somebody did at one time, with every field that it changed."""

    when: str
    who: str
    what: str
    why: str
    fields: tuple[FieldChange, ...]


def deeds_on(return_: Return, *, unapproved: bool) -> tuple[Deed, ...]:
    """What the record says of a return and of changes to its terms, newest first: four queries.

    Whoever may not see what is unapproved sees the record from the submission that was approved:
    drafts are the service's own.
    """
    found = _about(return_)
    if not unapproved:
        found = _since_submission(return_, found)
    changed_terms = [each for each in _about(return_.terms) if each.before]
    together = sorted([*found, *changed_terms], key=lambda each: each.pk)
    grouped = [_deed(list(rows)) for _, rows in groupby(together, key=_one_deed)]
    return tuple(reversed(grouped))


def _about(thing: Model) -> list[Change]:
    return list(Change.objects.about(thing).select_related("person").prefetch_related("texts"))


def _since_submission(return_: Return, found: list[Change]) -> list[Change]:
    """From the first row of the last submission; nothing while it is not approved."""
    if return_.state != State.APPROVED:
        return []
    start = len(found)
    sent = False
    for index in reversed(range(len(found))):
        if found[index].deed == SUBMITTED:
            start, sent = index, True
        elif sent:
            break
    return found[start:]


def _one_deed(change: Change) -> tuple[object, ...]:
    return (change.deed, change.object_type, change.person_id, change.on, change.request_id)


def _deed(rows: list[Change]) -> Deed:
    first = rows[0]
    return Deed(
        when=words.day(first.on),
        who=first.post or (str(first.person) if first.person else "The system"),
        what=first.deed[:1].upper() + first.deed[1:],
        why=next((why for each in rows if (why := _text(each, "why"))), ""),
        fields=tuple(
            FieldChange(
                each.field.replace("_", " "),
                _in_words(each.field, _text(each, "before")),
                _in_words(each.field, _text(each, "after")),
            )
            for each in rows
            if each.field
        ),
    )


def _in_words(field: str, value: str) -> str:
    """A stored name as people say it: Sent back rather than SENT_BACK."""
    return WORDS.get(field, {}).get(value, value)


def _text(change: Change, part: str) -> str:
    """What stands in the record, or the text kept apart for it; a redacted text says so."""
    kept = next((each for each in change.texts.all() if each.part == part), None)
    if kept is None:
        return str(getattr(change, part))
    return kept.text or REMOVED
