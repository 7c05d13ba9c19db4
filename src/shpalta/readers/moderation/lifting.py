"""What bans mean for readers' rows: a reader is shut while a ban of the whole house holds."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from shpalta.readers.locking import lock_rows
from shpalta.readers.models import Ban, Reader


def bans_at(now: datetime) -> Q:
    """Give the condition of bans that hold."""
    return Q(lifted_at__isnull=True) & (Q(until__isnull=True) | Q(until__gt=now))


@transaction.atomic
def renew_shut(reader_ids: Iterable[int], now: datetime) -> None:
    """Let `is_shut` of some readers say what their bans say."""
    ids = list(reader_ids)
    holding = Ban.objects.filter(bans_at(now), title__isnull=True, reader=OuterRef("pk"))
    rows = Reader.objects.filter(pk__in=ids)
    lock_rows(rows)
    rows.filter(Exists(holding), is_shut=False).update(is_shut=True)
    rows.filter(~Exists(holding), is_shut=True).update(is_shut=False)


def end_bans(now: datetime) -> None:
    """Open the readers whose bans have run out."""
    ended = Ban.objects.filter(until__lte=now, lifted_at__isnull=True, reader__is_shut=True)
    renew_shut(ended.values_list("reader_id", flat=True), now)
