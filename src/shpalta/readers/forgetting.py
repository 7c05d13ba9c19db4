"""Forgetting where comments came from, some days after they were written."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shpalta.core.intervals import Interval
from shpalta.readers.models import Comment

_TURN = Interval(600.0)
AT_ONCE = 1_000


def forget_if_time() -> bool:
    """Forget some if it is time; a trade of the workshop."""
    if not _TURN.is_due():
        return False
    number = forget_networks()
    if number < AT_ONCE:
        _TURN.begin()
    return number > 0


@transaction.atomic
def forget_networks() -> int:
    """Empty the networks of old comments, so many at once, and give their number."""
    limit = timezone.now() - timedelta(days=settings.SHPALTA_ADDRESS_DAYS)
    old = Comment.objects.exclude(network="").filter(created_at__lt=limit).order_by("pk")
    # What somebody is changing at this moment is left for the next turn: nobody waits for this.
    free = old.select_for_update(skip_locked=True, no_key=True)
    ids = list(free.values_list("pk", flat=True)[:AT_ONCE])
    return Comment.objects.filter(pk__in=ids).update(network="") if ids else 0
