"""Bans: of authors, guests and networks; what they hide, and how a wave of them is taken back."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shpalta.readers.models import Ban, Comment, CommentState, ModerationEntry
from shpalta.readers.moderation.hindsight import of_newcomers
from shpalta.readers.moderation.journalling import log_moves
from shpalta.readers.moderation.lifting import renew_shut
from shpalta.readers.moderation.services import BAN, Act
from shpalta.readers.moderation.standing import raise_version
from shpalta.readers.states import move_comments

_AT_ONCE = 500
_SHUTS = (CommentState.PUBLIC, CommentState.HELD)


@dataclass(frozen=True, slots=True)
class Banned:
    """Who is banned by one click: readers, keys of guests, networks."""

    reader_ids: frozenset[int] = frozenset()
    guest_keys: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()


def authors_of(comment_ids: Sequence[int]) -> Banned:
    """Give the authors of comments."""
    readers: set[int] = set()
    guests: set[str] = set()
    for start in range(0, len(comment_ids), _AT_ONCE):
        rows = Comment.objects.filter(pk__in=comment_ids[start : start + _AT_ONCE])
        for reader_id, guest_key in rows.values_list("reader_id", "guest_key"):
            if reader_id:
                readers.add(reader_id)
            elif guest_key:
                guests.add(guest_key)
    return Banned(frozenset(readers), frozenset(guests))


def networks_of(comment_ids: Sequence[int]) -> Banned:
    """Give the networks that comments came from, as far as they are still known."""
    networks: set[str] = set()
    for start in range(0, len(comment_ids), _AT_ONCE):
        rows = Comment.objects.filter(pk__in=comment_ids[start : start + _AT_ONCE])
        networks.update(rows.exclude(network="").values_list("network", flat=True))
    return Banned(networks=frozenset(networks))


@transaction.atomic
def ban(
    *,
    who: Banned,
    actor: Any,
    title_ids: Collection[int | None],
    reason: str,
    note: str = "",
    days: int | None = None,
) -> Act:
    """Let somebody write no more in some titles (None: the house) for so many days, or for good.

    What they wrote there and is public or waits is hidden until the ban is lifted; of a network
    that is what newcomers wrote in the last two days.
    """
    now, batch = timezone.now(), uuid.uuid4()
    until = now + timedelta(days=days) if days else None
    # In the order of `shpalta.readers.locking`: the talks of all titles before all else.
    moved = move_comments(ids=_hidden(who, title_ids), state=CommentState.SHUT)
    shared = {"reason": reason, "note": note, "until": until, "by": actor, "batch": batch}
    rows = [row for title_id in title_ids for row in _rows(who, title_id=title_id, **shared)]
    Ban.objects.bulk_create(rows)
    ModerationEntry.objects.bulk_create(_entry(row) for row in rows)
    renew_shut(who.reader_ids, now)
    raise_version()
    log_moves(moved, action=BAN, actor=actor, reasons=[reason], note=note, batch=batch)
    return Act(batch, len(moved))


def _rows(who: Banned, **shared: Any) -> list[Ban]:
    return [
        *(Ban(reader_id=reader_id, **shared) for reader_id in sorted(who.reader_ids)),
        *(Ban(guest_key=key, **shared) for key in sorted(who.guest_keys)),
        *(Ban(network=network, **shared) for network in sorted(who.networks)),
    ]


def _entry(row: Ban) -> ModerationEntry:
    """Write of a new ban what the log says."""
    return ModerationEntry(
        title_id=row.title_id,
        actor=row.by,
        action=BAN,
        reader_id=row.reader_id,
        reasons=[row.reason] if row.reason else [],
        note=row.note,
        batch=row.batch,
    )


def _hidden(who: Banned, title_ids: Collection[int | None]) -> Iterable[int]:
    comments = Comment.objects.filter(state__in=_SHUTS)
    named = [title_id for title_id in title_ids if title_id is not None]
    if len(named) == len(title_ids):
        comments = comments.filter(talk__edition__title_id__in=named)
    lately = comments.filter(created_at__gte=timezone.now() - timedelta(days=2))
    found: set[int] = set()
    for rows, column, values in (
        (comments, "reader_id", sorted(who.reader_ids)),
        (comments, "guest_key", sorted(who.guest_keys)),
        (lately.filter(of_newcomers()), "network", sorted(who.networks)),
    ):
        for start in range(0, len(values), _AT_ONCE):
            part = rows.filter(**{f"{column}__in": values[start : start + _AT_ONCE]})
            found.update(part.values_list("pk", flat=True))
    return found
