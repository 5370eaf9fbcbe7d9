"""The words of a history: what was done, and whence it came."""

from __future__ import annotations

import re

#: Deeds whose name in the record says less than these words.
DEEDS = {
    "return put under other terms": "Put under other terms",
    "return closed without a figure": "Closed without a figure",
    "text redacted": "Personal data removed",
    "period target added": "Target for a quarter added",
    "period target changed": "Target for a quarter changed",
    "period target deleted": "Target for a quarter deleted",
}
ORIGINS = {
    "form": "typed on a page",
    "grid": "typed in the grid",
    "administration": "typed in the administration",
    "program": "made by the program itself",
}
HASH = re.compile(r"\s*sha256:[0-9a-f]{64}$")


def deed(name: str) -> str:
    """What was done: "return sent back" is Sent back, since a history says of what."""
    words = DEEDS.get(name) or name.removeprefix("return ")
    return words[:1].upper() + words[1:]


def origin(name: str) -> str:
    """How it came about: "import targets.xlsx sha256:…" is "import of targets.xlsx"."""
    words = HASH.sub("", name)
    if words.startswith("import "):
        return f"import of {words.removeprefix('import ')}"
    if words.startswith("command "):
        command, _, file = words.removeprefix("command ").partition(" ")
        return f"made by a command ({command}{f', {file}' if file else ''})"
    return ORIGINS.get(words, words)
