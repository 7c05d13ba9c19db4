"""The sums of a fundraiser as a language prints them."""

from dataclasses import dataclass

from shpalta.campaigns.models import Fundraiser
from shpalta.core.money import percent_line, percent_of, sum_line


@dataclass(frozen=True, slots=True)
class Sum:
    """How far a fundraiser is: printed sums, and the part of the goal in percent, at most 100."""

    raised: str
    goal: str
    percent: int
    printed_percent: str


def sum_of(fundraiser: Fundraiser, language: str) -> Sum:
    """Print a fundraiser's sums in a language."""
    percent = percent_of(fundraiser.raised, fundraiser.goal)
    return Sum(
        raised=sum_line(fundraiser.raised, fundraiser.currency, language=language),
        goal=sum_line(fundraiser.goal, fundraiser.currency, language=language),
        percent=min(100, percent),
        printed_percent=percent_line(percent, language=language),
    )
