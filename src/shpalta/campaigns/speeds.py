"""How fast campaigns are counted, so that one stops at its cap and not a turn later.

A count is old when it is read: a view takes a second to be one, lies in the edge's spool for a
moment, and waits for the next turn. What is under way already comes in after the stop. So a
campaign is stopped when what is counted and what is under way reach the cap, at the speed just
seen. Nothing of this outlives the process: after a start the first turns stop at what is counted.
"""

from dataclasses import dataclass
from datetime import datetime

REACH_SECONDS = 1.75
"""How much is under way, in seconds of views: one until a view is one, a quarter in the spool (it
is sent twice a second), and half of the turn that would come too late."""
RECENT_SECONDS = 5.0
"""Between two turns; after a longer pause nothing is known of the speed."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The last turn at which a campaign ran; `rate` in counts a second."""

    at: datetime
    day: datetime
    total: int
    rate: float


class Speeds:
    """What was counted of campaigns at the last turns, by id."""

    def __init__(self) -> None:
        self._last: dict[int, _Last] = {}

    def note(self, campaign_id: int, total: int, *, day: datetime, now: datetime) -> None:
        """Note what was counted in all of a campaign that runs; `day` is its day's beginning.

        Speeds are smoothed: the edges' batches come now two, now three to a turn.
        """
        last = self._last.get(campaign_id)
        passed = (now - last.at).total_seconds() if last else 0.0
        rate = 0.0
        if last is not None and 0 < passed <= RECENT_SECONDS:
            seen = max(0, total - last.total) / passed
            rate = (last.rate + seen) / 2 if last.rate else seen
        self._last[campaign_id] = _Last(now, day, total, rate)

    def coming(self, campaign_id: int, *, day: datetime) -> int:
        """Give how much of a campaign is under way. While it is held it keeps its speed of the day.

        Else it would run on as soon as nobody sees it any more.
        """
        last = self._last.get(campaign_id)
        return int(last.rate * REACH_SECONDS) if last is not None and last.day == day else 0
