"""How financial years stand in addresses: 2017-18."""

from __future__ import annotations

from django.urls import register_converter

from indicators.rules.periods import FinancialYear


class YearConverter:
    """A year's slug; an address with a year such as 2017-19 finds no page."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, text: str) -> FinancialYear:
        return FinancialYear.parse(text)

    def to_url(self, year: FinancialYear | str) -> str:
        return year if isinstance(year, str) else year.slug


register_converter(YearConverter, "year")
