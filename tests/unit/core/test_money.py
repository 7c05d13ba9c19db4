"""Sums are printed as each language prints them, without coins."""

from decimal import Decimal

import pytest

from shpalta.core.money import percent_line, percent_of, sum_line


@pytest.mark.parametrize(
    ("language", "currency", "printed"),
    [
        ("uk", "UAH", "1 250 000 ₴"),
        ("ru", "UAH", "1 250 000 ₴"),
        ("en", "USD", "$1,250,000"),
        ("en", "UAH", "UAH 1,250,000"),
        ("pl", "PLN", "1 250 000 zł"),
        ("uk", "EUR", "1 250 000 EUR"),
    ],
)
def test_a_sum_is_printed_by_the_language_s_rules(
    language: str, currency: str, printed: str
) -> None:
    found = sum_line(Decimal("1250000.99"), currency, language=language)
    assert found.replace("\N{NO-BREAK SPACE}", " ") == printed


def test_parts_are_rounded_down_so_that_a_goal_is_not_reached_before_it_is() -> None:
    assert percent_of(Decimal("1999999.99"), Decimal(2_000_000)) == 99
    assert percent_of(Decimal(2_300_000), Decimal(2_000_000)) == 115
    assert percent_of(Decimal(5), Decimal(0)) == 0
    assert percent_line(63, language="uk") == "63%"
    assert percent_line(63, language="ru") == "63\N{NO-BREAK SPACE}%"
