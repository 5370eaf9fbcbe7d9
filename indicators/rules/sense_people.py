"""Sense checks of texts that are published: whether one seems to hold what tells who somebody is.

A doubt never repeats what it found, for it is kept in the record.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from .known import Check, Doubt, Known, Texts
from .sense_names import names_in

READ = 20_000
#: So many places are named; more are only mentioned.
PLACES = 3
#: The ends of sentences, but not the full stop of a title.
SENTENCE = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bCllr)(?<!\bProf)(?<!\bRev)(?<!\bSt)[.!?]\s+|\n+"
)
EMAIL = re.compile(r"\b[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
NUMBER = re.compile(r"(?<![\w.,£])(?<!\d[ -])[0-9](?:[ \u00a0–-]?[0-9]){9}(?![\w,]|[ -]?\d|\.\d)")
YEARS = re.compile(r"(?:19|20)\d\d[ \u00a0–-](?:19|20)?\d\d[ \u00a0–-]")
#: A private or mobile number; 03 and 08 are the lines that councils publish.
PHONE = re.compile(
    r"(?<![\w.,£])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)[127](?:[ ()-]{0,2}[0-9]){8,9}(?![\w,]|\.\d)"
)
WEIGHTS = range(10, 1, -1)
ELEVEN = 11
LABELS = {"key_risks": "key risks", "recovery_reason": "reason for the recovery"}
ADVICE = {
    Check.NAMES_PERSON: ("a person's name", "Write the post, or “a resident”."),
    Check.HOLDS_EMAIL: ("an e-mail address", "Take it out: texts are published."),
    Check.HOLDS_NHS_NUMBER: ("an NHS number", "Take it out: it tells who somebody is."),
    Check.HOLDS_PHONE: ("a telephone number", "Take it out: texts are published."),
}
Finder = Callable[[str], Iterator[tuple[int, str]]]


def people_doubts(texts: Texts, known: Known) -> tuple[Doubt, ...]:
    """Return a doubt for each kind of personal data, with all the places where it seems to be."""
    finders: dict[Check, Finder] = {
        Check.NAMES_PERSON: lambda text: names_in(text, known.people, known.vocabulary),
        Check.HOLDS_EMAIL: lambda text: _each(EMAIL, text),
        Check.HOLDS_NHS_NUMBER: nhs_numbers,
        Check.HOLDS_PHONE: lambda text: _each(PHONE, text),
    }
    read = {field: text[:READ] for field, text in texts.items()}
    found = (_doubt(check, finder, read) for check, finder in finders.items())
    return tuple(each for each in found if each is not None)


def _doubt(check: Check, finder: Finder, texts: Texts) -> Doubt | None:
    found = ((field, place, hint) for field in texts for place, hint in finder(texts[field]))
    places = list(islice(found, PLACES + 1))
    if not places:
        return None
    what, advice = ADVICE[check]
    listed = ", ".join(
        f"{LABELS.get(field, field.replace('_', ' '))} ({_where(texts[field], place, hint)})"
        for field, place, hint in places[:PLACES]
    )
    more = " and more" if len(places) > PLACES else ""
    return Doubt(check, places[0][0], f"There seems to be {what} in: {listed}{more}. {advice}")


def _where(text: str, place: int, hint: str) -> str:
    """The sentence in which it stands, and its initials where there are any."""
    number = sum(1 for _ in SENTENCE.finditer(text, 0, place)) + 1
    return f"sentence {number}" + (f", “{hint}”" if hint else "")


def _each(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), "") for found in pattern.finditer(text))


def nhs_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Where ten digits stand, with or without gaps, of which the last checks the others."""
    for found in NUMBER.finditer(text):
        digits = re.sub(r"[^0-9]", "", found.group())
        if is_nhs_number(digits) and not YEARS.match(found.group()):
            yield found.start(), ""


def is_nhs_number(digits: str) -> bool:
    """Whether the tenth of ten digits is the check digit of the nine before it, modulo 11."""
    if len(digits) != len(WEIGHTS) + 1 or not (digits.isascii() and digits.isdigit()):
        return False
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return (ELEVEN - weighed % ELEVEN) % ELEVEN == int(digits[-1])
