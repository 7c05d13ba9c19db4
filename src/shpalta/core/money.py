"""Sums of money and their parts, as a language prints them (CLDR)."""

import re
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, format_percent

_HUNDRED = 100
_NO_BREAK = "\N{NO-BREAK SPACE}"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@lru_cache(maxsize=32)
def _whole_pattern(language: str) -> str:
    """Give the language's pattern of sums, without the digits after the point."""
    return str(_locale(language).currency_formats["standard"].pattern).replace(".00", "")


def sum_line(amount: Decimal, currency: str, *, language: str) -> str:
    """Print a sum in whole units, rounded down: `1 250 000 ₴`. `currency` as in ISO 4217."""
    printed = format_currency(
        amount.to_integral_value(ROUND_DOWN),
        currency,
        format=_whole_pattern(language),
        locale=_locale(language),
        currency_digits=False,
    )
    # A code of letters does not touch the digits (UTS 35, part 3, currency spacing).
    return re.sub(rf"{re.escape(currency)}(?=[0-9])", currency + _NO_BREAK, printed)


def percent_of(part: Decimal, whole: Decimal) -> int:
    """Give how many whole percent a part is; 0 of nothing. It may be more than 100."""
    return int(part * _HUNDRED // whole) if whole > 0 else 0


def percent_line(percent: int, *, language: str) -> str:
    """Print whole percent: `63 %`, `63%`."""
    return format_percent(Decimal(percent) / _HUNDRED, locale=_locale(language))
