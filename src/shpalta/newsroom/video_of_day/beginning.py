"""The moment at which another video becomes that of the day: told to the caches.

A cache that keeps the part drops it at its second by itself (`until`); this tells those that
cannot know, and takes what is no longer shown away from everybody.
"""

from django.db import connection, transaction
from django.utils import timezone

from shpalta.journal.services import append_many
from shpalta.newsroom.video_of_day.announcements import DAY_VIDEOS, draft_of
from shpalta.newsroom.video_of_day.models import DayVideo


def announce_begun() -> bool:
    """Announce an entry that has begun; a trade of the workshop. Say whether there was any."""
    rows = DayVideo.objects.filter(begun_at__isnull=True, begins_at__lte=timezone.now())
    due = rows.order_by("begins_at", "pk").first()
    if due is None:
        return False
    with transaction.atomic():
        # One workshop alone gets the row.
        if not rows.filter(pk=due.pk).update(begun_at=timezone.now()):
            return False
        before = DayVideo.objects.filter(edition_id=due.edition_id, begins_at__lt=due.begins_at)
        last = before.order_by("-begins_at", "-pk").values_list("pk", flat=True).first()
        ids = [due.pk] if last is None else [due.pk, last]
        sides = DAY_VIDEOS.read(ids, lock=connection.in_atomic_block)
        append_many([draft_of(sides.values())])
    return True
