"""When a place is raided: a burst of newcomers that its regular people do not explain.

A place is a story (`talk_id`) or a whole title (`talk_id` None). A raid begins by itself, holds
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
class Place:
    """Where a raid is: a story, or a whole title."""

    title_id: int
    talk_id: int | None


@dataclass(frozen=True, slots=True)
class RaidState:
    """A raid that is under way. One that somebody began by hand is ended by hand."""

    raid_id: int
    place: Place
    hot_at: datetime
    is_manual: bool = False


@dataclass(frozen=True, slots=True)
class RaidChanges:
    """What follows from a look at the places: raids begun, still hot, over."""

    begun: tuple[Place, ...]
    hot: tuple[int, ...]
    over: tuple[int, ...]


Count = Callable[[Place, datetime, bool], int]
"""Counts what was written in a place since a moment: by newcomers (True) or by all others."""


def is_burst(place: Place, count: Count, now: datetime, size: int) -> bool:
    """Tell whether newcomers burst into a place; `size`: how many a minute are too many."""
    least = size if place.talk_id is not None else size * _TITLE_FACTOR
    newcomers = count(place, now - WINDOW, True)  # as the type above says
    if newcomers < least:
        return False
    return newcomers > _REGULARS_FACTOR * count(place, now - WINDOW, False)


def look_at_places(
    places: Iterable[Place],
    under_way: Iterable[RaidState],
    count: Count,
    now: datetime,
    size_in: Callable[[int], int],
) -> RaidChanges:
    """Say where raids begin and end. `size_in` gives a title's size of a burst; 0: never one."""
    known = {raid.place: raid for raid in under_way}
    bursts = {
        place
        for place in {*places, *known}
        if (size := size_in(place.title_id)) and is_burst(place, count, now, size)
    }
    return RaidChanges(
        begun=tuple(sorted((place for place in bursts if place not in known), key=_order)),
        hot=tuple(sorted(known[place].raid_id for place in bursts if place in known)),
        over=tuple(sorted(_over(known.values(), bursts, now))),
    )


def _order(place: Place) -> tuple[int, int]:
    return place.title_id, place.talk_id or 0


def _over(raids: Iterable[RaidState], bursts: set[Place], now: datetime) -> Iterator[int]:
    for raid in raids:
        is_calm = raid.place not in bursts and now - raid.hot_at >= CALM
        if is_calm and not raid.is_manual:
            yield raid.raid_id
