"""Trust as rows: each reader's level follows from what became of their comments."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from shpalta.readers.locking import lock_rows
from shpalta.readers.models import CommentState, Reader
from shpalta.readers.moderation.trust import TRUSTED, level_for

_LATELY = timedelta(days=1)
_STAYED = Q(comments__state=CommentState.PUBLIC)
_REMOVED = Q(comments__state__in=(CommentState.REMOVED, CommentState.SHUT))


@transaction.atomic
def renew_levels(reader_ids: Iterable[int], now: datetime, *, only_up: bool = False) -> None:
    """Count anew how far some readers are trusted; `only_up`: nobody falls by it."""
    ids = list(reader_ids)
    lock_rows(Reader.objects.filter(pk__in=ids))
    rows = Reader.objects.filter(pk__in=ids).annotate(
        stayed=Count("comments", filter=_STAYED), removed=Count("comments", filter=_REMOVED)
    )
    changed = []
    for row in rows:
        level = level_for(stayed=row.stayed, removed=row.removed, age=now - row.joined_at)
        if level > row.level or (level < row.level and not only_up):
            row.level = level
            changed.append(row)
    Reader.objects.bulk_update(changed, ["level"], batch_size=500)


def grow_trust(now: datetime) -> None:
    """Count anew for those who wrote lately and are not trusted yet: time and comments add up."""
    lately = Reader.objects.filter(
        level__lt=TRUSTED, comments__created_at__gte=now - 8 * _LATELY
    ).distinct()
    renew_levels(lately.values_list("pk", flat=True)[:5000], now, only_up=True)
