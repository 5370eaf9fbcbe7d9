"""Sense checks before a return is submitted: what looks wrong, and can be right with a reason.

The same figure, texts and history always give the same doubts in the same words, at most one of
each code: a reason that somebody gave holds for as long as the words that it answers.
"""

from .known import Check, Doubt, Earlier, Known, Texts
from .sense_figures import figure_doubts
from .sense_people import people_doubts
from .sense_words import commentary_doubts
from .terms import Figure

__all__ = ["Check", "Doubt", "Earlier", "Known", "doubts"]

#: In which order texts are read, whatever the order in which they come.
FIELDS = ("commentary", "cause", "key_risks", "mitigation", "recovery_reason", "actions")


def doubts(figure: Figure, texts: Texts, known: Known) -> tuple[Doubt, ...]:
    """Return what looks wrong about a figure and the texts beside it (docs/method.md 13).

    ``texts`` are by field, those of ``FIELDS`` and any other.
    """
    read = {field: texts[field].replace("\r\n", "\n").strip() for field in _in_order(texts)}
    return (
        *figure_doubts(figure, known),
        *commentary_doubts(figure, read, known),
        *people_doubts(read, known),
    )


def _in_order(texts: Texts) -> list[str]:
    """Those of ``FIELDS`` first, then others by name."""
    ranks = {field: rank for rank, field in enumerate(FIELDS)}
    return sorted(texts, key=lambda each: (ranks.get(each, len(ranks)), each))
