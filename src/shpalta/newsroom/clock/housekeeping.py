"""What the clock tidies once an hour, when nothing is about to go out."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from shpalta.journal.services import trim
from shpalta.newsroom.clock.beats import forget_old_beats

EVERY = timedelta(hours=1)
QUIET = timedelta(seconds=30)
"""It waits while an order is due within this time, but no longer than one more hour."""

logger = logging.getLogger(__name__)


class Housekeeping:
    """Trims the journal and forgets old signs of life."""

    def __init__(self) -> None:
        self._next_at = timezone.now()

    def do_if_time(self, *, next_due_at: datetime | None) -> bool:
        """Tidy if an hour has passed; `next_due_at` (aware) is when the next order is due.

        Tells whether it did. What fails is logged and tried again in an hour.
        """
        now = timezone.now()
        is_quiet = next_due_at is None or next_due_at - now > QUIET
        if now < self._next_at or not (is_quiet or now > self._next_at + EVERY):
            return False
        self._next_at = now + EVERY
        try:
            trim()
            forget_old_beats()
        except Exception as error:  # noqa: BLE001  tidying must never stop the clock
            logger.error("clock: tidying failed: %s", type(error).__name__)
        return True
