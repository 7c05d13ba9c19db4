"""Clusters of comments that wait: near-duplicates are decided about at once."""

from collections import OrderedDict
from dataclasses import dataclass, field

from shpalta.readers.moderation.memory import Print
from shpalta.readers.moderation.shingles import SketchIndex

MOST = 30_000


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a comment was put, and the clusters that turned out to be the same as that."""

    cluster: str
    merged: frozenset[str] = frozenset()


@dataclass
class Clusters:
    """Comments that wait, by likeness. A cluster has the name of its first comment."""

    _index: SketchIndex[int] = field(default_factory=SketchIndex)
    _cluster_of: "OrderedDict[int, str]" = field(default_factory=OrderedDict)
    _members: dict[str, set[int]] = field(default_factory=dict)
    _whole: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._cluster_of)

    def put(self, number: int, print_: Print, cluster: str) -> None:
        """Put a comment where it was found to belong before."""
        self._cluster_of[number] = cluster
        self._members.setdefault(cluster, set()).add(number)
        self._whole[print_.bare] = cluster
        self._index.add(number, print_.sketch)
        while len(self._cluster_of) > MOST:
            oldest, its = self._cluster_of.popitem(last=False)
            self._index.discard(oldest)
            self._members[its].discard(oldest)
            if not self._members[its]:
                del self._members[its]
        if len(self._whole) > 2 * MOST:
            self._whole.clear()

    def join(self, number: int, print_: Print) -> Joined:
        """Find where a comment belongs and put it there."""
        found = {self._cluster_of[other] for other in self._index.near(print_.sketch)}
        # Short texts have no sketch: what is the same to the letter belongs together.
        if print_.length and (same := self._whole.get(print_.bare)) is not None:
            found.add(same)
        cluster = min(found, key=lambda name: (len(name), name)) if found else str(number)
        merged = frozenset(found - {cluster})
        for other in merged:
            self._merge(other, cluster)
        self.put(number, print_, cluster)
        return Joined(cluster, merged)

    def _merge(self, other: str, cluster: str) -> None:
        numbers = self._members.pop(other, set())
        self._members.setdefault(cluster, set()).update(numbers)
        for number in numbers:
            self._cluster_of[number] = cluster
        for whole, name in self._whole.items():
            if name == other:
                self._whole[whole] = cluster
