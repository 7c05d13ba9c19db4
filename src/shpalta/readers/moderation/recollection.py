"""The judge's memory kept in step with the rows: fed by what is saved, and built anew from it.

Whatever process saved a comment, the next look finds it; what was rolled back leaves no trace,
and after a crash the memory is what the rows of the last hours say.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from shpalta.readers.models import Comment, TalkRules, TrustLevel
from shpalta.readers.moderation.memory import MOST, SPAN, Memory, Seen, read_text

_OVERLAP = 200
"""Several writers may commit out of the order of their ids: the latest are looked at again."""
_AT_ONCE = 1000
_COLUMNS = (
    *("pk", "created_at", "talk__edition__title_id", "talk_id", "reader_id", "guest_key"),
    *("network", "reader__level", "text"),
)
_USUAL_TRUST = 2


class Recollection:
    """A memory, and how far it has read."""

    def __init__(self) -> None:
        self.memory = Memory()
        self._last = 0

    def catch_up(self, now: datetime) -> list[int]:
        """Read what was saved since the last look, and give its ids."""
        rows = list(self._unread(now))
        if not rows:
            self.memory.forget(now)
            return []
        trusted_from = dict(TalkRules.objects.values_list("title_id", "trusted_from"))
        for entry in _seen_rows(rows, trusted_from):
            self.memory.add(entry)
        self._last = max(self._last, *(row[0] for row in rows))
        return [row[0] for row in rows]

    def _unread(self, now: datetime) -> Iterable[tuple[Any, ...]]:
        comments = Comment.objects.exclude(text="").values_list(*_COLUMNS)
        if self._last:
            rows = comments.filter(pk__gt=self._last - _OVERLAP).order_by("pk")
            return (row for row in rows if not self.memory.knows(row[0]) and row[1] >= now - SPAN)
        latest = []
        for row in comments.order_by("-pk")[:MOST].iterator(chunk_size=_AT_ONCE):
            if row[1] < now - SPAN:
                break
            latest.append(row)
        return reversed(latest)


def _seen_rows(rows: Iterable[tuple[Any, ...]], trusted_from: Mapping[int, int]) -> Iterator[Seen]:
    for pk, at, title_id, talk_id, reader_id, guest_key, network, level, text in rows:
        needed = trusted_from.get(title_id, _USUAL_TRUST)
        yield Seen(
            number=pk,
            at=at,
            title_id=title_id,
            talk_id=talk_id,
            author=f"r:{reader_id}" if reader_id else f"g:{guest_key}",
            network=network,
            is_new=reader_id is None or (level or TrustLevel.GUEST) < needed,
            print=read_text(text)[1],
        )
