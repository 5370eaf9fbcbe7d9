"""Texts as people type them into workbooks: cleaned, compared, and their odd letters told apart."""

from __future__ import annotations

import re
import unicodedata

# Zero-width spaces, soft hyphens and marks that turn the direction of writing: unseen by the
# reader, so they may not decide what a text means. (The joiner inside emoji is left alone.)
UNSEEN = dict.fromkeys(
    [0x00AD, 0x200B, 0x2060, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
MOST_LISTED = 40
FEWEST_IN_SPAN = 3
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
PLAIN = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        "&": " and ",
    }
)
# Cyrillic, Greek and Cherokee capitals that look like Latin ones; a small final sigma like a c.
LOOKALIKES = str.maketrans(
    {
        "\u0410": "A", "\u0412": "B", "\u0415": "E", "\u041a": "K", "\u041c": "M",
        "\u041d": "H", "\u041e": "O", "\u0420": "P", "\u0421": "C", "\u0422": "T",
        "\u0423": "Y", "\u0425": "X", "\u0405": "S", "\u0406": "I", "\u0408": "J",
        "\u0391": "A", "\u0392": "B", "\u0395": "E", "\u0396": "Z", "\u0397": "H",
        "\u0399": "I", "\u039a": "K", "\u039c": "M", "\u039d": "N", "\u039f": "O",
        "\u03a1": "P", "\u03a4": "T", "\u03a5": "Y", "\u03a7": "X", "\u03f9": "C",
        "\u03a3": "C", "\u13a2": "T", "\u13f4": "B", "\u13df": "C",
    }
)  # fmt: skip


def clean(text: str) -> str:
    """The text without unseen characters and outer space; its line breaks stay."""
    seen = text.translate(UNSEEN).replace("\r\n", "\n").replace("\r", "\n")
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in seen.split("\n"))
    return "\n".join(lines).strip()


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    if text.isascii():  # there is nothing unseen in it
        return " ".join(text.split())
    return " ".join(clean(text).split())


def plain(text: str) -> str:
    """The text as it is compared: case, dashes, quotes, "&" and spacing don't count."""
    folded = unicodedata.normalize("NFKC", text).translate(PLAIN).casefold()
    return one_line(folded)


def slug(text: str) -> str:
    """The text as part of a question's key."""
    return re.sub(r"[^a-z0-9]+", "-", plain(text)).strip("-")


def latin(text: str) -> str:
    """Capitals, with the look-alikes of other alphabets turned into Latin letters."""
    line = one_line(text)
    if line.isascii():
        return line.upper()
    return unicodedata.normalize("NFKC", line).upper().translate(LOOKALIKES)


def listed(items: list[str], word: str = "and") -> str:
    """Items in a sentence: "2, 3 and 27"."""
    if len(items) < 2:  # noqa: PLR2004
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def spanned(items: list[str]) -> str:
    """Numbers or cells in a sentence, three or more in a row as a span: "1 to 4, 6 and 7"."""
    runs: list[list[str]] = []
    for item in items:
        if runs and _follows(runs[-1][-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    pieces = [[f"{run[0]} to {run[-1]}"] if len(run) >= FEWEST_IN_SPAN else run for run in runs]
    return shortened([piece for each in pieces for piece in each])


def _follows(one: str, other: str) -> bool:
    """Whether "E6" follows on "E5", or "2" on "1"."""
    first, second = (re.fullmatch(r"([A-Z]*)(\d+)", each) for each in (one, other))
    if not first or not second:
        return False
    return first[1] == second[1] and int(first[2]) + 1 == int(second[2])


def shortened(items: list[str]) -> str:
    """Items in a sentence, the first forty of them."""
    if len(items) <= MOST_LISTED:
        return listed(items)
    return f"{', '.join(items[:MOST_LISTED])} and {len(items) - MOST_LISTED} more"
