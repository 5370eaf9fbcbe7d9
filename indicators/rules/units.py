"""How a figure is rounded and printed in the measure's own unit."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

#: Kinds whose values may fall below zero unless the unit says otherwise.
SIGNED_KINDS = frozenset({"currency", "days"})


def step(decimals: int) -> Decimal:
    """Return the smallest difference that shows at so many decimals: 0.1 at one decimal."""
    return Decimal(1).scaleb(-decimals)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half-up (away from zero), as officers do: 79.95 is 80.0 at one decimal."""
    return value.quantize(step(decimals), rounding=ROUND_HALF_UP)


def rounded_up(value: Decimal, decimals: int) -> Decimal:
    """Return the lowest printable figure that is not below the value."""
    return value.quantize(step(decimals), rounding=ROUND_CEILING)


def rounded_down(value: Decimal, decimals: int) -> Decimal:
    """Return the highest printable figure that is not above the value."""
    return value.quantize(step(decimals), rounding=ROUND_FLOOR)


def plain(value: Decimal) -> str:
    """Print a number with thousands separators and no needless zeros: 80.00 is 80."""
    text = f"{value:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Unit:
    """What a figure counts, its printed suffix and its decimals.

    ``kind`` is one of percent, count, rate, currency, days, duration, ratio, yes_no;
    ``signed`` says whether values can fall below zero (by default money and days late can);
    ``per`` is what numerator / denominator is multiplied by (100 for a percentage, else 1).
    """

    kind: str
    suffix: str = ""
    decimals: int = 0
    signed: bool | None = None
    per: Decimal | None = None

    @property
    def is_percent(self) -> bool:
        """Whether gaps are percentage points."""
        return self.kind == "percent"

    @property
    def can_be_negative(self) -> bool:
        """Whether values below zero are possible."""
        return self.kind in SIGNED_KINDS if self.signed is None else self.signed

    @property
    def multiplier(self) -> Decimal:
        """Return what turns numerator / denominator into the figure."""
        return self.per or Decimal(100 if self.is_percent else 1)

    def round(self, value: Decimal) -> Decimal:
        """Round half-up to the measure's decimals."""
        return rounded(value, self.decimals)

    def number(self, value: Decimal) -> str:
        """Print the bare figure at the measure's decimals: 59.6, 11,310."""
        figure = self.round(value)
        return f"{abs(figure) if figure.is_zero() else figure:,f}"

    def format(self, value: Decimal) -> str:
        """Print a figure with its whole unit: 59.6 per 10,000, 8.8%, 11,310."""
        return self._dress(self.number(value), self._whole_suffix)

    def short(self, value: Decimal) -> str:
        """Print a figure as sentences do: a rate's "per 10,000" stays with the title."""
        return self._dress(self.number(value), self._sentence_suffix)

    def target(self, value: Decimal) -> str:
        """Print a target as sentences do, without needless zeros: 80%, 45.7."""
        return self._dress(plain(value), self._sentence_suffix)

    def gap(self, value: Decimal) -> str:
        """Print a difference: 47.2 percentage points, 4.2, £652."""
        return self._difference(self.number(value))

    def width(self, value: Decimal) -> str:
        """Print a tolerance as it was given: 5 percentage points, 0.5."""
        return self._difference(plain(value))

    def _difference(self, number: str) -> str:
        if self.is_percent:
            return f"{number} percentage {'point' if number == '1' else 'points'}"
        return number if self.kind == "yes_no" else self._dress(number, self._sentence_suffix)

    @property
    def _whole_suffix(self) -> str:
        return self.suffix or {"percent": "%", "days": " days"}.get(self.kind, "")

    @property
    def _sentence_suffix(self) -> str:
        return "" if self.kind == "rate" else self._whole_suffix

    def _dress(self, number: str, suffix: str) -> str:
        if self.kind == "yes_no" and number in {"0", "1"}:
            return "Yes" if number == "1" else "No"
        if self.kind == "currency":
            sign, amount = ("-", number[1:]) if number.startswith("-") else ("", number)
            return f"{sign}£{amount}{suffix}"
        return f"{number} day" if (number, suffix) == ("1", " days") else f"{number}{suffix}"
