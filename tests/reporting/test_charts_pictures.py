"""Charts as pictures for documents."""

import struct

import pytest

from reporting.charts import pictures
from reporting.charts.svg import drawing
from tests.reporting.chart_examples import rate_chart


def test_png_is_a_picture_of_the_width_asked_for() -> None:
    made = pictures.png(drawing(rate_chart()), width=760)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", made[16:24]) == (760, 330)


def test_png_has_its_words() -> None:
    bare = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"></svg>'
    words = bare.replace(
        "></svg>", '><text y="20" font-family="Arial, sans-serif">Red</text></svg>'
    )
    assert pictures.png(words, width=90) != pictures.png(bare, width=90)


def test_sans_serif_is_a_family_that_the_machine_has() -> None:
    family = pictures.sans_serif()
    assert family in pictures.FAMILIES
    assert pictures.probe("Ag", family) != pictures.probe("Ag", pictures.UNKNOWN)


def test_png_without_any_font_is_refused_rather_than_wordless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "FAMILIES", ())
    monkeypatch.setattr(pictures, "probe", lambda _words, _family: b"nothing")
    pictures.sans_serif.cache_clear()
    try:
        with pytest.raises(pictures.NoFontError, match="fonts-dejavu-core"):
            pictures.png(drawing(rate_chart()))
    finally:
        pictures.sans_serif.cache_clear()
