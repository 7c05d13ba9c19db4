"""The workshop's trades with pictures: make what is due, take away what is not printed any more."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from shpalta.core.intervals import Interval
from shpalta.newsroom.renditions.choices import Why
from shpalta.newsroom.renditions.errors import UnmakeableError
from shpalta.newsroom.renditions.models import Preparation
from shpalta.newsroom.renditions.services import begin, clear_retired, note_failure, prepare

MOST_TRIES = 6
_FIRST_REST = timedelta(seconds=10)
_CLEARING = Interval(60.0)

logger = logging.getLogger(__name__)


def make_next() -> bool:
    """Make the files of the next picture that is due, and say whether there was one.

    What was begun least often goes first, so that a picture at which the process ends keeps no
    other waiting; then what was asked for last, because somebody waits for it now.
    """
    now = timezone.now()
    due = Preparation.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now), is_due=True)
    picture_id = due.order_by("tries", "-asked_at", "-pk").values_list("pk", flat=True).first()
    if picture_id is None:
        return False
    tries = begin(picture_id)
    if tries > MOST_TRIES:  # the process ended with it, again and again
        note_failure(picture_id, why=Why.UNEXPECTED, retry_at=None)
        return True
    try:
        prepare(picture_id)
    except DatabaseError:
        raise
    except Preparation.DoesNotExist:
        return True
    except UnmakeableError as error:
        logger.warning("picture %s: %s", picture_id, error.why)
        retry_at = None if error.permanent else _next_try(now, tries)
        note_failure(picture_id, why=Why(error.why), retry_at=retry_at)
    except Exception:
        # Whatever one picture does to its decoder, the others are made.
        logger.exception("picture %s could not be made", picture_id)
        note_failure(picture_id, why=Why.UNEXPECTED, retry_at=_next_try(now, tries))
    return True


def _next_try(now: datetime, tries: int) -> datetime | None:
    return None if tries >= MOST_TRIES else now + _FIRST_REST * 3 ** (tries - 1)


def clear_if_time() -> bool:
    """Take away old files if it is time, and say whether there were any."""
    if not _CLEARING.is_due():
        return False
    if clear_retired():
        return True
    _CLEARING.begin()
    return False
