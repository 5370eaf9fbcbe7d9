"""Makes text safe for a cell: nothing that a file can't hold, nothing taken for a formula."""

from __future__ import annotations

import re
import unicodedata

from indicators.spreadsheets.words import UNSEEN

#: What Excel holds in a cell, in units of UTF-16.
LONGEST = 32_767
CUT = " … [the rest does not fit in a cell]"
STARTS = ("=", "+", "-", "@")
# What XML 1.0 can't hold: controls, halves of letters, and two that are none.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x000D_ as the letter with that number, so such text is written in its own code.
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def legible(text: str) -> str:
    """The text without what no file can hold, its line ends as one, cut to what a cell holds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _cut(ILLEGAL.sub("", lines))


def _cut(text: str) -> str:
    if _units(text) <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - _units(CUT))]
    return kept.decode("utf-16-le", errors="ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def for_excel(text: str) -> str:
    """The legible text in such letters that Excel shows just these."""
    return _cut(ESCAPE.sub("_x005F_", legible(text)))


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula, in any width of letter."""
    if text.startswith(("\t", "\r", "\n")):
        return True
    if text[:1].isalnum():  # most texts: quickly done
        return False
    seen = unicodedata.normalize("NFKC", text.translate(UNSEEN)).lstrip()
    return seen.startswith(STARTS)


def for_csv(text: str) -> str:
    """The legible text; an apostrophe before what could be taken for a formula."""
    found = legible(text)
    return f"'{found}" if looks_like_formula(found) or looks_like_formula(text) else found
