"""Sense checks of commentary: whether it says what the figure says, and says it anew."""

import re
from difflib import SequenceMatcher

from .known import Check, Doubt, Known, Texts, amount_of
from .sense_claims import claims
from .terms import Figure
from .trend import Comparison, Direction, Verdict, direction
from .vocabulary import Basis

#: A text of fewer words ("On target.") says the same each time without being copied.
WORDS = 6
#: So much of a text, word by word, is nearly all of it.
NEARLY = 0.9
#: A text is looked at as far as this.
READ = 20_000
WORD = re.compile(r"[^\W_]+(?:[.,:/'’-][^\W_]+)*%?")
COMMENTARY = "commentary"


def commentary_doubts(figure: Figure, texts: Texts, known: Known) -> tuple[Doubt, ...]:
    """Return what the commentary sets off, beside its figure and the last one."""
    text = texts.get(COMMENTARY, "")
    found = (
        contradiction(figure, text[:READ], known),
        copied(figure, text, known),
        too_long(text, known),
    )
    return tuple(each for each in found if each is not None)


def contradiction(figure: Figure, text: str, known: Known) -> Doubt | None:
    """Words of improvement beside a figure that got worse, and the other way round."""
    moved = _moved(figure, known)
    if moved is None:
        return None
    verdict, words = moved
    said = claims(text, known.terms.polarity)
    if verdict is Verdict.WORSE and said.better and not said.worse:
        check, quoted, outcome = Check.SAYS_BETTER, said.better, "worse"
    elif verdict is Verdict.BETTER and said.worse and not said.better:
        check, quoted, outcome = Check.SAYS_WORSE, said.worse, "better"
    else:
        return None
    return Doubt(
        check,
        COMMENTARY,
        f"The commentary says “{quoted}”, but the figure went {words}, which is {outcome}. "
        "Check the words and the figure.",
    )


def _moved(figure: Figure, known: Known) -> tuple[Verdict, str] | None:
    """Which way the figure went, unless the same period last year would say the opposite."""
    amount, unit = amount_of(figure, known.unit), known.unit
    yearly = known.terms.basis in {Basis.CUMULATIVE_TOTAL, Basis.ANNUAL}
    base = known.last_year if yearly else known.last
    before = None if base is None else amount_of(base.figure, unit)
    if amount is None or base is None or before is None or unit.kind == "yes_no":
        return None
    verdict = _since(known, figure, base.figure).judgement
    opposite = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}.get(verdict)
    if known.last_year and _since(known, figure, known.last_year.figure).judgement is opposite:
        return None
    words = f"from {unit.short(before)} in {base.quarter.name} to {unit.short(amount)}"
    return verdict, words


def _since(known: Known, now: Figure, then: Figure) -> Direction:
    """The direction of travel between two figures, by the smallest change that counts."""
    return direction(
        known.terms,
        amount_of(now, known.unit),
        amount_of(then, known.unit),
        comparison=Comparison.SAME_PERIOD_LAST_YEAR,
    )


def copied(figure: Figure, text: str, known: Known) -> Doubt | None:
    """The last period's commentary once more, with no figure in it renewed.

    A yearly figure that is returned again until the next one is out may keep its words.
    """
    last = known.last
    if last and known.is_between_yearly_figures and _is_equal(figure, last.figure, known):
        return None
    now, then = _words(text), _words(last.commentary if last else "")
    if last is None or len(now) < WORDS or _figures(now) != _figures(then):
        return None
    alike = SequenceMatcher(None, now, then, autojunk=False)
    if now != then and (alike.quick_ratio() < NEARLY or alike.ratio() < NEARLY):
        return None
    how = "the same as" if now == then else "almost the same as"
    message = f"The commentary is {how} for {last.quarter.name}. Say what is new this period."
    return Doubt(Check.COPIED, COMMENTARY, message)


def _is_equal(now: Figure, then: Figure, known: Known) -> bool:
    return amount_of(now, known.unit) == amount_of(then, known.unit)


def _words(text: str) -> list[str]:
    return [each.casefold() for each in WORD.findall(text[:READ])]


def _figures(words: list[str]) -> list[str]:
    return [each for each in words if any(character.isdigit() for character in each)]


def too_long(text: str, known: Known) -> Doubt | None:
    """Longer than the council wants commentary to be; at the limit is not."""
    over = len(text) - known.limit
    if over <= 0:
        return None
    return Doubt(
        Check.TOO_LONG,
        COMMENTARY,
        f"The commentary has {len(text):,} characters, {over:,} more than the council's limit of "
        f"{known.limit:,}. Shorten it.",
    )
