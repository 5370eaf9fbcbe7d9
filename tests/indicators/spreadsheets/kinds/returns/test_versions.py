"""What the column Version says, and that it is told from anything else."""

from __future__ import annotations

import pytest

from indicators.spreadsheets.kinds.returns.versions import Version, print_of
from indicators.spreadsheets.kinds.returns.vocabulary import TO_FILL

COLUMNS = dict.fromkeys(TO_FILL, "") | {"value": "82.5", "commentary": "'=Two\nlines."}


def test_version_is_read_back() -> None:
    version = Version.of(3, COLUMNS)
    assert Version.parse(f" {version} ") == version
    assert str(version).startswith("v3-")


@pytest.mark.parametrize("text", ["", "3", "v3", "v-1-8f2c1a9b", "v3-8F2C1A9B", "v3-8f2c", "today"])
def test_anything_else_is_no_version(text: str) -> None:
    assert Version.parse(text) is None


def test_print_is_the_same_whatever_a_program_does_to_spaces() -> None:
    changed = COLUMNS | {"commentary": "=Two \r\nlines.\u00ad"}
    assert print_of(changed) == print_of(COLUMNS)


@pytest.mark.parametrize("name", TO_FILL)
def test_print_is_another_once_a_cell_says_something_else(name: str) -> None:
    assert print_of(COLUMNS | {name: "9"}) != print_of(COLUMNS)
