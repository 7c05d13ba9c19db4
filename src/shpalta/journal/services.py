"""Writing the journal: appending what changed, and letting go of what is old.

An entry is written in the transaction of the change it tells of. What is not committed was never
said; what is committed is never lost.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from shpalta.core.keys import HOUSE
from shpalta.journal.errors import JournalError
from shpalta.journal.models import JournalEntry, JournalMark
from shpalta.journal.numbering import (
    NewEntry,
    find_mark,
    insert_numbered,
    insert_unnumbered,
    number_committed,
    numbers_at_insert,
)

KEEP_DAYS = 7
_HOUSE_KEYS = ("title:", "edition:")
_TRIMMED_AT_ONCE = 2_000
"""Writers wait while entries are deleted, so many are deleted in several transactions."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be appended. `keys` are stale now, `gone` must never be shown again.

    `event`, if any, is what readers hear: docs/reference/journal.md says what it holds.
    """

    keys: tuple[str, ...]
    gone: tuple[str, ...] = ()
    event: Mapping[str, Any] = field(default_factory=dict)


def append(
    *, keys: Iterable[str], gone: Iterable[str] = (), event: Mapping[str, Any] | None = None
) -> None:
    """Append one entry in the transaction of the change.

    `keys` are surrogate keys of `shpalta.core.keys`; those of `gone` count among them. Raises
    JournalError outside of a transaction, and for an entry that names nothing.
    """
    append_many([Draft(tuple(keys), tuple(gone), event or {})])


def append_many(drafts: Sequence[Draft]) -> None:
    """Append many entries, in their order, in the transaction of the change.

    Raises JournalError outside of a transaction, and for an entry that names nothing.
    """
    if not connection.in_atomic_block:
        message = (
            "An entry of the journal belongs to the transaction of the change that it tells of: "
            "append inside transaction.atomic()."
        )
        raise JournalError(message)
    if not drafts:
        return
    now = timezone.now()
    entries = []
    for draft in drafts:
        keys = sorted({*draft.keys, *draft.gone})
        if not keys:
            message = "An entry of the journal names at least one key."
            raise JournalError(message)
        entries.append(NewEntry(now, keys, sorted(set(draft.gone)), draft.event))
    (insert_numbered if numbers_at_insert() else insert_unnumbered)(entries)
    if any(_touches_house(key) for entry in entries for key in entry.keys):
        _renew_house_version()


def _touches_house(key: str) -> bool:
    return key == HOUSE or key.startswith(_HOUSE_KEYS)


def _renew_house_version() -> None:
    # Random and not the next number: after a restored backup the same number could come again
    # for another house. On PostgreSQL the row's lock makes two changes wait for each other.
    find_mark(JournalMark.HOUSE)
    version = secrets.randbits(62) | 1
    JournalMark.objects.filter(pk=JournalMark.HOUSE).update(sequence=version)


def trim(keep_days: float = KEEP_DAYS) -> int:
    """Delete entries older than so many days and give their number; the newest one stays.

    A follower that asks for a deleted position is told to take everything as stale.
    """
    number_committed()
    head = find_mark(JournalMark.HEAD).sequence
    limit = timezone.now() - timedelta(days=keep_days)
    # The time of an entry is taken before its number: a slow transaction can be numbered behind
    # younger ones. Everything before the first young entry goes, so that no gap arises.
    young = JournalEntry.objects.filter(at__gte=limit, sequence__isnull=False)
    first_young = young.order_by("sequence").values_list("sequence", flat=True).first()
    end = min(head, first_young) if first_young is not None else head
    deleted = 0
    while True:
        old = JournalEntry.objects.filter(sequence__lt=end).order_by("sequence")
        ids = list(old.values_list("pk", flat=True)[:_TRIMMED_AT_ONCE])
        if not ids:
            return deleted
        with transaction.atomic():
            deleted += JournalEntry.objects.filter(pk__in=ids).delete()[0]
