"""When a raid is under way: a burst of newcomers that regular people do not explain.

Its target is a story (`talk_id`) or a whole title (`talk_id` None). A raid begins by itself, holds
what newcomers write there while it lasts, and ends by itself after a calm.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
CALM = timedelta(minutes=10)
"""So long no burst may be seen until a raid is over."""
_TITLE_FACTOR = 3
"""A title has several stories: its burst is so many times that of one."""
_REGULARS_FACTOR = 2
"""News brings newcomers too, but regular people along with them."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a raid is: a story, or a whole title."""

    title_id: int
    talk_id: int | None


@dataclass(frozen=True, slots=True)
class RaidState:
    """A raid that is under way. One that somebody began by hand is ended by hand."""

    raid_id: int
    target: Target
    hot_at: datetime
    is_manual: bool = False


@dataclass(frozen=True, slots=True)
class RaidChanges:
    """What follows from a look at targets: raids begun, still hot, over."""

    begun: tuple[Target, ...]
    hot: tuple[int, ...]
    over: tuple[int, ...]


Count = Callable[[Target, datetime, bool], int]
"""Counts what was written there since a moment: by newcomers (True) or by all others."""


def is_burst(target: Target, count: Count, now: datetime, size: int) -> bool:
    """Tell whether newcomers burst in; `size`: how many a minute are too many."""
    least = size if target.talk_id is not None else size * _TITLE_FACTOR
    newcomers = count(target, now - WINDOW, True)  # as the type above says
    if newcomers < least:
        return False
    return newcomers > _REGULARS_FACTOR * count(target, now - WINDOW, False)


def _without(count: Count, apart: Iterable[Target]) -> Count:
    """Count what is written in a title but for some of its stories."""
    apart = list(apart)

    def counted(target: Target, since: datetime, by_new: bool) -> int:
        stories = [one for one in apart if one.title_id == target.title_id]
        return count(target, since, by_new) - sum(count(one, since, by_new) for one in stories)

    return counted


def look_at_targets(
    targets: Iterable[Target],
    under_way: Iterable[RaidState],
    count: Count,
    now: datetime,
    size_in: Callable[[int], int],
) -> RaidChanges:
    """Say where raids begin and end. `size_in` gives a title's size of a burst; 0: never one."""
    known = {raid.target: raid for raid in under_way}
    looked_at = {*targets, *known}
    bursts: set[Target] = set()
    # Stories first: what bursts into a few of them is no raid on the rest of the title.
    for target in sorted(looked_at, key=lambda one: one.talk_id is None):
        size = size_in(target.title_id)
        apart = {one for one in {*bursts, *known} if one.talk_id and not target.talk_id}
        if size and is_burst(target, _without(count, apart), now, size):
            bursts.add(target)
    return RaidChanges(
        begun=tuple(sorted((target for target in bursts if target not in known), key=_order)),
        hot=tuple(sorted(known[target].raid_id for target in bursts if target in known)),
        over=tuple(sorted(_over(known.values(), bursts, now))),
    )


def _order(target: Target) -> tuple[int, int]:
    return target.title_id, target.talk_id or 0


def _over(raids: Iterable[RaidState], bursts: set[Target], now: datetime) -> Iterator[int]:
    for raid in raids:
        is_calm = raid.target not in bursts and now - raid.hot_at >= CALM
        if is_calm and not raid.is_manual:
            yield raid.raid_id
