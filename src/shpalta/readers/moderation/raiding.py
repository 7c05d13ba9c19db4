"""Raids as rows: begun and ended by the rules or by hand, and noted while they are hot."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shpalta.readers.models import ModerationEntry
from shpalta.readers.moderation.models import Raid
from shpalta.readers.moderation.raids import Target
from shpalta.readers.moderation.standing import raise_version

_NOTED_EVERY = timedelta(seconds=15)


@transaction.atomic
def begin_raids(targets: Iterable[Target], at: datetime, *, by: Any = None) -> list[Raid]:
    """Begin to hold what newcomers write there; where that is so already, nothing."""
    begun = []
    for target in targets:
        raid, is_new = Raid.objects.get_or_create(
            title_id=target.title_id,
            talk_id=target.talk_id,
            ended_at=None,
            defaults={"began_at": at, "hot_at": at, "by": by},
        )
        if is_new:
            begun.append(raid)
            _log(raid, "raid-on", by)
    if begun:
        raise_version()
    return begun


def note_heat(raid_ids: Iterable[int], at: datetime) -> None:
    """Note that raids are still hot: a write every some seconds."""
    for raid_id in sorted(raid_ids):
        Raid.objects.filter(pk=raid_id, hot_at__lt=at - _NOTED_EVERY).update(hot_at=at)


@transaction.atomic
def end_raids(raid_ids: Iterable[int], *, by: Any = None) -> None:
    """End raids: what newcomers write is not held for that any more."""
    under_way = Raid.objects.filter(pk__in=list(raid_ids), ended_at__isnull=True)
    rows = list(under_way.order_by("pk"))
    for raid in rows:
        raid.ended_at = timezone.now()
        raid.save(update_fields=["ended_at"])
        _log(raid, "raid-off", by)
    if rows:
        raise_version()


def _log(raid: Raid, action: str, by: Any) -> None:
    ModerationEntry.objects.create(
        title_id=raid.title_id, actor=by, action=action, note=f"{raid.talk_id or ''}"
    )
