"""How fast campaigns are counted, so that one stops at its cap and not a turn later.

A count is old when it is read: a view takes a second to be one, lies in the edge's spool for a
moment, and waits for the next turn. What is under way already comes in after the stop. So a
campaign is stopped when what is counted and what is under way reach the cap, at the speed just
seen. Nothing of this outlives the process: after a start the first turns stop at what is counted.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

REACH_SECONDS = 1.75
"""How much is under way, in seconds of views: one until a view is one, a quarter in the spool (it
is sent twice a second), and half of the turn that would come too late."""
RECENT_SECONDS = 5.0
"""Between two turns; after a longer pause nothing is known of the speed."""
MOST_GROWTH = 3
"""Above the slower of two turns: an edge sends its batches one, two or three to a turn."""
QUIET = timedelta(seconds=10)
"""Without new counts: whatever was under way at a stop has come in."""
PATIENCE = timedelta(minutes=1)
"""After a stop, where pages that stay open go on being counted one by one."""

CapId = tuple[int, str]
"""A campaign's id and what its caps count: views and clicks have speeds of their own."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The last turn at which a campaign ran, and what was counted since.

    `rate` and `seen` (in that turn alone) are in counts a second.
    """

    at: datetime
    day: datetime
    total: int
    seen: float
    rate: float
    latest: int
    latest_at: datetime
    is_settled: bool = False


class Speeds:
    """What was counted at the last turns of campaigns that have caps."""

    def __init__(self) -> None:
        self._last: dict[CapId, _Last] = {}

    def note(self, cap: CapId, total: int, *, day: datetime, now: datetime) -> None:
        """Note what was counted in all of a campaign that runs; `day` is its day's beginning.

        Speeds are smoothed. What comes in one turn alone is no speed: an edge sends at once what
        it kept while the press was away.
        """
        last = self._last.get(cap)
        passed = (now - last.at).total_seconds() if last else 0.0
        seen = rate = 0.0
        if last is not None and 0 < passed <= RECENT_SECONDS:
            seen = max(0, total - last.total) / passed
            mean = (last.rate + seen) / 2 if last.rate else seen
            rate = min(mean, MOST_GROWTH * min(seen, last.seen))
        self._last[cap] = _Last(now, day, total, seen, rate, latest=total, latest_at=now)

    def watch(self, cap: CapId, total: int, *, now: datetime) -> None:
        """Note what was counted in all of a campaign that its caps hold.

        Once all has come in that was under way, the speed was no greater than that tells.
        """
        last = self._last.get(cap)
        if last is None:
            return
        if total != last.latest:
            last = replace(last, latest=total, latest_at=now)
        if now - last.latest_at >= QUIET or now - last.at >= PATIENCE:
            came = max(0, last.latest - last.total)
            last = replace(last, rate=min(last.rate, came / REACH_SECONDS), is_settled=True)
        self._last[cap] = last

    def unsettled(self) -> AbstractSet[int]:
        """Give the ids of the campaigns of which something may still be under way."""
        known = self._last.items()
        return {campaign_id for (campaign_id, _unit), last in known if not last.is_settled}

    def coming(self, cap: CapId, *, day: datetime) -> int:
        """Give how much of a campaign is under way.

        A campaign that was stopped at its daily cap keeps the speed it had that day, as far as
        `watch` saw it come in: were it taken for standing still, it would be let run again at
        the next turn.
        """
        last = self._last.get(cap)
        return int(last.rate * REACH_SECONDS) if last is not None and last.day == day else 0
