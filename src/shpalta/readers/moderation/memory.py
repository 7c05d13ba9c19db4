"""What a judge remembers of the last hours: who wrote how much, where, and what looks alike.

The memory is bounded in time and number. It is fed with comments that are saved, in the order of
their ids, and with nothing else: one that is built anew from the same rows is equal to it.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from shpalta.readers.moderation.letters import fold
from shpalta.readers.moderation.shingles import SHORTEST, Sketch, SketchIndex, bare_text, sketch_of

SPAN = timedelta(hours=6)
MOST = 30_000
"""So many comments are remembered at most."""


@dataclass(frozen=True, slots=True)
class Print:
    """A text as it is compared: hashes of it and of its bare letters, their number, its sketch.

    `whole` tells numbers apart, `bare` does not.
    """

    whole: int
    bare: int
    length: int
    sketch: Sketch

    @property
    def is_short(self) -> bool:
        """Tell whether it is so short that many people write the same by chance."""
        return self.length < SHORTEST


_NO_BLANKS = dict.fromkeys(map(ord, " \n\t.,!?…"))


@lru_cache(maxsize=4096)
def read_text(text: str) -> tuple[str, Print]:
    """Fold a text and take its print; what was read lately is kept."""
    folded = fold(text)
    bare = bare_text(folded)
    whole = hash(folded.translate(_NO_BLANKS))
    return folded, Print(whole, hash(bare), len(bare), sketch_of(bare))


@dataclass(frozen=True, slots=True)
class Seen:
    """A comment as it is remembered. `number` orders them; `is_new` says it is of a newcomer."""

    number: int
    at: datetime
    title_id: int
    talk_id: int
    author: str
    network: str
    is_new: bool
    print: Print


class _Times:
    """Moments by key, kept in order, so that those since a moment are counted quickly."""

    def __init__(self) -> None:
        self._by_key: dict[object, list[datetime]] = {}

    def add(self, key: object, at: datetime) -> None:
        insort(self._by_key.setdefault(key, []), at)

    def discard(self, key: object, at: datetime) -> None:
        times = self._by_key.get(key)
        if times is not None:
            place = bisect_left(times, at)
            if place < len(times) and times[place] == at:
                del times[place]
            if not times:
                del self._by_key[key]

    def since(self, key: object, moment: datetime) -> int:
        times = self._by_key.get(key, ())
        return len(times) - bisect_left(times, moment)

    def last(self, key: object) -> datetime | None:
        times = self._by_key.get(key)
        return times[-1] if times else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Times) and self._by_key == other._by_key

    __hash__ = None  # type: ignore[assignment]


class Memory:
    """The comments of the last hours, found by author, network, place and likeness."""

    def __init__(self, entries: Iterable[Seen] = ()) -> None:
        self._entries: deque[Seen] = deque()
        self._by_number: dict[int, Seen] = {}
        self._times = _Times()
        self._same: dict[tuple[str, int], int] = {}
        self._sketches: SketchIndex[int] = SketchIndex()
        for entry in entries:
            self.add(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Memory) and (
            (self._by_number, self._times, self._same, self._sketches)
            == (other._by_number, other._times, other._same, other._sketches)
        )

    __hash__ = None  # type: ignore[assignment]

    def add(self, entry: Seen) -> None:
        """Remember a comment, and forget what is too long ago or too much."""
        self._entries.append(entry)
        self._by_number[entry.number] = entry
        for key in _keys(entry):
            self._times.add(key, entry.at)
        same = (entry.author, entry.print.whole)
        self._same[same] = self._same.get(same, 0) + 1
        self._sketches.add(entry.number, entry.print.sketch)
        self.forget(entry.at)

    def knows(self, number: int) -> bool:
        """Tell whether a comment is remembered."""
        return number in self._by_number

    def seen(self, number: int) -> Seen | None:
        """Give what is remembered of a comment."""
        return self._by_number.get(number)

    def forget(self, now: datetime) -> None:
        """Forget what is too long ago or too much."""
        while self._entries and (len(self._entries) > MOST or self._entries[0].at < now - SPAN):
            self._drop(self._entries.popleft())

    def _drop(self, entry: Seen) -> None:
        del self._by_number[entry.number]
        for key in _keys(entry):
            self._times.discard(key, entry.at)
        same = (entry.author, entry.print.whole)
        self._same[same] -= 1
        if not self._same[same]:
            del self._same[same]
        self._sketches.discard(entry.number)

    def by_author(self, author: str, since: datetime) -> int:
        """Count what somebody wrote since a moment."""
        return self._times.since(("author", author), since)

    def last_by_author(self, author: str, talk_id: int) -> datetime | None:
        """Say when somebody wrote last under a story."""
        return self._times.last(("author", author, talk_id))

    def by_network(self, network: str, since: datetime) -> int:
        """Count what newcomers of a network wrote since a moment."""
        return self._times.since(("network", network), since)

    def in_talk(self, talk_id: int, since: datetime, *, by_new: bool) -> int:
        """Count what was written under a story since a moment, by newcomers or by all others."""
        return self._times.since(("talk", talk_id, by_new), since)

    def in_title(self, title_id: int, since: datetime, *, by_new: bool) -> int:
        """Count what was written in a title since a moment, by newcomers or by all others."""
        return self._times.since(("title", title_id, by_new), since)

    def has_written(self, author: str, print_: Print) -> bool:
        """Tell whether somebody wrote the very same."""
        return (author, print_.whole) in self._same

    def near(self, print_: Print, keep: Callable[[Seen], bool] = lambda _seen: True) -> set[str]:
        """Give the authors of near-duplicates, a dozen or two of them at most."""
        return {
            entry.author
            for number in self._sketches.near(print_.sketch)
            if keep(entry := self._by_number[number])
        }

    def numbers_near(self, print_: Print, title_id: int) -> set[int]:
        """Give the numbers of near-duplicates in a title."""
        near = self._sketches.near(print_.sketch)
        return {number for number in near if self._by_number[number].title_id == title_id}


def _keys(entry: Seen) -> tuple[object, ...]:
    places = (
        ("author", entry.author),
        ("author", entry.author, entry.talk_id),
        ("talk", entry.talk_id, entry.is_new),
        ("title", entry.title_id, entry.is_new),
    )
    return (*places, ("network", entry.network)) if entry.is_new and entry.network else places
