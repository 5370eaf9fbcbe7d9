"""Answers as they are kept with an import: whatever a file or a page says, a database can hold."""

from __future__ import annotations

import json
from collections.abc import Mapping

from indicators.spreadsheets.files.parts import without_controls


def answers_in(file: bytes) -> dict[str, object] | None:
    """The answers in a JSON file; None where it holds no object. ValueError where it is no JSON."""
    try:
        found = json.loads(file.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("it is nested too deeply for answers") from None
    return storable(found) if isinstance(found, dict) else None


def storable(answers: Mapping[str, object]) -> dict[str, object]:
    """Answers by key without what no text may hold; what is neither text nor whole is a text."""
    return {without_controls(key): _storable(each) for key, each in answers.items()}


def _storable(answer: object) -> object:
    """JSON has no word for NaN, and databases none for half a character."""
    is_plain = answer is None or isinstance(answer, int)
    return answer if is_plain else without_controls(str(answer))


def storable_keys(keys: tuple[str, ...] | list[str]) -> list[str]:
    """Keys of rows to leave out, each once."""
    return list(dict.fromkeys(map(without_controls, keys)))
