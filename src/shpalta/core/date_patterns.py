"""Whether a pattern can print a date line or a day (CLDR, UTS 35: Date Format Patterns)."""

import re
from datetime import datetime
from enum import StrEnum

from babel.dates import parse_pattern, tokenize_pattern

from shpalta.core.errors import ShpaltaError

_SAMPLE = datetime(2024, 4, 10, 23, 37)  # noqa: DTZ001  # a wall clock, printed to see that it prints
_LETTER = re.compile(r"[^\W\d_]")
_SUPPORTED = frozenset("GyuQqMLdEecabBhHKkmsSzZOvVXx")
"""The fields that are about a day or a time of day; weeks of a year and days in it are not ours."""
_DAY, _MONTH, _HOUR, _MINUTE, _HALF = "d", "ML", "hHKk", "m", "abB"
_TWELVE = "hK"


class Flaw(StrEnum):
    """What is wrong with a pattern."""

    QUOTE = "quote"
    FIELD = "field"
    LENGTH = "length"
    NO_DAY = "no_day"
    NO_TIME = "no_time"
    NO_HALF = "no_half"


class DatePatternError(ShpaltaError):
    """A pattern that prints no date line: what is wrong with it, and which part."""

    permanent = True

    def __init__(self, flaw: Flaw, part: str = "") -> None:
        super().__init__(f"{flaw}: {part}" if part else str(flaw))
        self.flaw = flaw
        self.part = part


def check_date_pattern(pattern: str, *, with_time: bool) -> None:
    """Refuse a malformed pattern and one without day and month, or without hours and minutes.

    Raises DatePatternError.
    """
    if pattern.replace("''", "").count("'") % 2:
        raise DatePatternError(Flaw.QUOTE)
    fields = "".join(_field(kind, value) for kind, value in tokenize_pattern(pattern))
    _refuse_bare_letters(pattern)
    try:
        parse_pattern(pattern).apply(_SAMPLE, "en")
    except (ValueError, KeyError, AttributeError, NotImplementedError) as error:
        raise DatePatternError(Flaw.LENGTH, pattern) from error
    if _DAY not in fields or not set(_MONTH) & set(fields):
        raise DatePatternError(Flaw.NO_DAY)
    if with_time and not (set(_HOUR) & set(fields) and _MINUTE in fields):
        raise DatePatternError(Flaw.NO_TIME)
    if set(_TWELVE) & set(fields) and not set(_HALF) & set(fields):
        raise DatePatternError(Flaw.NO_HALF)


def _field(kind: str, value: str | tuple[str, int]) -> str:
    """Give the letter of a field, "" for what is printed as it is."""
    if kind != "field":
        return ""
    letter = value[0]
    if letter not in _SUPPORTED:
        raise DatePatternError(Flaw.FIELD, letter * int(value[1]))
    return letter


def _refuse_bare_letters(pattern: str) -> None:
    """Refuse Latin letters outside quotes that are no field: UTS 35 reserves them."""
    outside = re.sub(r"'[^']*'", "", pattern.replace("''", ""))
    for letter in _LETTER.findall(outside):
        if letter.isascii() and letter not in _SUPPORTED:
            raise DatePatternError(Flaw.FIELD, letter)
