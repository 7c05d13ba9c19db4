"""Sums of a fundraiser as a language prints them."""

from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_percent

from shpalta.campaigns.models import Fundraiser

_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Sum:
    """How far a fundraiser is: printed sums, and the part of the goal in percent, at most 100."""

    raised: str
    goal: str
    percent: int
    printed_percent: str


def sum_of(fundraiser: Fundraiser, language: str) -> Sum:
    """Print a fundraiser's sums in a language (CLDR)."""
    part = fundraiser.raised / fundraiser.goal
    return Sum(
        raised=printed_sum(fundraiser.raised, fundraiser.currency, language),
        goal=printed_sum(fundraiser.goal, fundraiser.currency, language),
        percent=min(100, int(part * _WHOLE)),
        # Rounded down: 99.9 % is not all of it.
        printed_percent=str(format_percent(int(part * _WHOLE) / 100, locale=language)),
    )


def printed_sum(amount: Decimal, currency: str, language: str) -> str:
    """Print a sum in a language, without a fraction where it has none."""
    pattern = str(Locale.parse(language, sep="-").currency_formats["standard"].pattern)
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    return str(
        format_currency(amount, currency, locale=language, format=pattern, currency_digits=False)
    )
