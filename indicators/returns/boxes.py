"""What officers type, read as they mean it: figures, days, texts and quarters."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from indicators.rules.periods import Quarter
from indicators.rules.rag import Unit

NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?|-?\.\d+", re.ASCII)
WHOLE_DIGITS, DECIMAL_PLACES = 14, 6
DAY_FORMATS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %m %Y")


def read_figure(text: str, unit: Unit, called: str = "figure") -> Decimal:
    """Read "59.6%", "1,234", "£1 234" or "−5"; ValidationError says how to write it.

    A % is read only where the measure is a percentage, a £ only where it is money: elsewhere
    they mean that somebody entered another measure's figure.
    """
    typed = re.sub(r"\s", "", text).replace("−", "-")
    if unit.is_percent:
        typed = typed.removesuffix("%")
    if unit.kind == "currency":
        typed = typed.replace("£", "", 1)
    if not NUMBER.fullmatch(typed):
        example = "59.6" if unit.decimals else "1,250"
        message = f"Enter the {called} as a number, for example {example}"
        raise ValidationError(message, code="not_a_number")
    whole, _, places = typed.replace(",", "").partition(".")
    if len(whole.lstrip("-0")) > WHOLE_DIGITS or len(places.rstrip("0")) > DECIMAL_PLACES:
        message = f"Enter a {called} with at most {DECIMAL_PLACES} decimals that fits in the box"
        raise ValidationError(message, code="too_long")
    return Decimal(f"{whole}.{places or 0}")


class FigureBox(forms.CharField):
    """A number in a text box, so that what can't be read is shown again as it was typed."""

    def __init__(
        self, unit: Unit, *, label: str, help_text: str = "", called: str = "figure"
    ) -> None:
        self.unit, self.called = unit, called
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, label=label, help_text=help_text, widget=widget)

    def clean(self, value: object) -> Decimal | None:
        text = super().clean(value)
        return read_figure(text, self.unit, self.called) if text else None

    def prepare_value(self, value: object) -> object:
        return figure_typed(value)


class YesNoBox(forms.ChoiceField):
    """The answer of a yes-or-no measure, kept as 1 or 0."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            required=False,
            label=label,
            help_text=help_text,
            choices=(("1", "Yes"), ("0", "No")),
            widget=forms.RadioSelect,
        )

    def clean(self, value: object) -> Decimal | None:
        text = super().clean(value)
        return Decimal(text) if text else None

    def prepare_value(self, value: object) -> object:
        return figure_typed(value)


def figure_typed(value: object) -> object:
    """A stored figure as somebody would type it: no needless zeros."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class DayBox(forms.DateField):
    """A day, typed as people write days."""

    def __init__(self, *, label: str, help_text: str, required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            input_formats=DAY_FORMATS,
            error_messages={
                "invalid": "Enter a day of the calendar, for example 31 January 2018",
                "required": "Enter the day, for example 31 January 2018",
            },
        )

    def prepare_value(self, value: object) -> object:
        return f"{value:%-d %B %Y}" if isinstance(value, date) else value


class TextBox(forms.CharField):
    """Several lines of text, with line ends as the record keeps them."""

    def __init__(
        self, *, label: str = "", help_text: str = "", rows: int = 4, longest: int | None = None
    ) -> None:
        super().__init__(
            required=False,
            label=label,
            help_text=help_text,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={
                "max_length": "Say it in %(limit_value)d characters; this has %(show_value)d"
            },
        )

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class QuarterBox(forms.TypedChoiceField):
    """One of some quarters, or none where `empty` says what none means."""

    def __init__(self, quarters: list[Quarter], *, label: str, empty: str = "") -> None:
        choices = [(each.slug, f"{each.name} ({each.prose})") for each in quarters]
        super().__init__(
            label=label,
            choices=[("", empty), *choices] if empty else choices,
            coerce=Quarter.parse,
            empty_value=None,
            required=not empty,
        )

    def prepare_value(self, value: object) -> object:
        return value.slug if isinstance(value, Quarter) else value
