"""How far an author is known: it grows with comments that stayed and with time, and falls."""

from dataclasses import dataclass
from datetime import timedelta

NEW, KNOWN, TRUSTED = 1, 2, 3
"""As in `shpalta.readers.models.TrustLevel`; guests have no history and stay below."""
REMOVAL_COSTS = 5
"""One comment that was removed takes away as much as so many that stayed have given."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a level asks: comments that stayed, and days since the first visit."""

    level: int
    stayed: int
    days: int


STEPS = (Step(TRUSTED, 20, 7), Step(KNOWN, 3, 1))


def level_for(*, stayed: int, removed: int, age: timedelta) -> int:
    """Give the level of an account: `stayed` comments are public, `removed` were taken away."""
    left = stayed - REMOVAL_COSTS * removed
    for step in STEPS:
        if left >= step.stayed and age >= timedelta(days=step.days):
            return step.level
    return NEW
