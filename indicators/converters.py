"""How quarters stand in addresses: 2017-18-q3, 2017-18-outturn."""

from __future__ import annotations

from django.urls import register_converter

from indicators.rules.periods import Quarter


class QuarterConverter:
    """A quarter's slug; an address with a year such as 2017-19 finds no page."""

    regex = r"\d{4}-\d{2}-(?:q[1-4]|outturn)"

    def to_python(self, text: str) -> Quarter:
        return Quarter.parse(text)

    def to_url(self, quarter: Quarter | str) -> str:
        return quarter if isinstance(quarter, str) else quarter.slug


register_converter(QuarterConverter, "quarter")
