"""Where a campaign stands in its flight: planned, running, paused, capped, ended; and its pace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """Where a campaign stands."""

    PLANNED = "planned"
    RUNNING = "running"
    PAUSED = "paused"
    CAPPED_TODAY = "capped_today"
    CAPPED = "capped"
    ENDED = "ended"


AT_CAP = frozenset({Stage.CAPPED_TODAY, Stage.CAPPED})
"""Stages that follow from counts: no date tells of them."""


@dataclass(frozen=True, slots=True)
class Flight:
    """When a campaign runs and what it may not exceed; a cap of 0 is none. Moments are aware."""

    starts_at: datetime
    ends_at: datetime | None = None
    is_paused: bool = False
    daily_cap: int = 0
    total_cap: int = 0


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted of a campaign: since the day began in its title's zone, and in all.

    `coming`: what is under way and will be counted even if it stops now. `late`: how much of the
    total an edge kept for long, so that it tells nothing of speed.
    """

    today: int = 0
    total: int = 0
    coming: int = 0
    late: int = 0


def stage_of(flight: Flight, sums: Sums, now: datetime) -> Stage:
    """Tell where a campaign stands at a moment (aware). What is over outweighs what holds it."""
    if flight.ends_at is not None and now >= flight.ends_at:
        return Stage.ENDED
    if flight.total_cap and sums.total + sums.coming >= flight.total_cap:
        return Stage.CAPPED
    if flight.is_paused:
        return Stage.PAUSED
    if now < flight.starts_at:
        return Stage.PLANNED
    if flight.daily_cap and sums.today + sums.coming >= flight.daily_cap:
        return Stage.CAPPED_TODAY
    return Stage.RUNNING


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a campaign is, in parts of one: of its time, and of what it is to reach.

    `ratio` is 1.0 where both are equal; below it the campaign is behind.
    """

    time: float
    goal: float

    @property
    def ratio(self) -> float:
        """Tell how fast it goes, 1.0 being right."""
        return self.goal / self.time if self.time else 1.0


def pace_of(flight: Flight, total: int, now: datetime) -> Pace | None:
    """Compare what was counted with the time that passed; None without an end or a total cap."""
    if flight.ends_at is None or not flight.total_cap or flight.ends_at <= flight.starts_at:
        return None
    passed = min(max(now - flight.starts_at, timedelta()), flight.ends_at - flight.starts_at)
    return Pace(passed / (flight.ends_at - flight.starts_at), total / flight.total_cap)
