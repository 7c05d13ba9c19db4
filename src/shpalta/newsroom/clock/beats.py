"""The clock's signs of life: written by the clock, read by screens and by `/-/status`."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from shpalta.newsroom.clock.models import ON_TIME, ClockBeat, OrderState, PublishOrder

SILENCE = timedelta(seconds=30)
"""After so much silence the clock counts as standing still."""
_FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClockStatus:
    """How the clock is: `last_beat_at` is aware, None if it never ran; counts are orders."""

    now: datetime
    last_beat_at: datetime | None
    waiting: int
    overdue: int
    failed: int
    next_due_at: datetime | None

    @property
    def seconds_ago(self) -> int | None:
        """How many seconds ago the clock gave its last sign of life."""
        if self.last_beat_at is None:
            return None
        return max(0, round((self.now - self.last_beat_at).total_seconds()))

    @property
    def is_running(self) -> bool:
        """Whether a sign of life came lately."""
        return self.last_beat_at is not None and self.now - self.last_beat_at <= SILENCE


def clock_status(now: datetime | None = None) -> ClockStatus:
    """Read how the clock is, for `/-/status` and for the screens; two small queries."""
    now = now or timezone.now()
    waiting = Q(state=OrderState.WAITING)
    counts = PublishOrder.objects.unsettled().aggregate(
        waiting=Count("pk", filter=waiting),
        overdue=Count("pk", filter=waiting & Q(due_at__lt=now - ON_TIME)),
        failed=Count("pk", filter=Q(state=OrderState.FAILED)),
        next_due_at=Min("due_at", filter=waiting),
    )
    last = ClockBeat.objects.aggregate(last=Max("at"))["last"]
    return ClockStatus(now=now, last_beat_at=last, **counts)


class Pulse:
    """The signs of life of this process."""

    def __init__(self) -> None:
        self.process = f"{socket.gethostname()}:{os.getpid()}"
        self.started_at = timezone.now()
        self.last_error = ""

    def beat(self) -> None:
        """Say that this process lives, how many orders wait and how many are overdue."""
        now = timezone.now()
        waiting = PublishOrder.objects.waiting()
        ClockBeat.objects.update_or_create(
            process=self.process,
            defaults={
                "started_at": self.started_at,
                "at": now,
                "pending": waiting.count(),
                "overdue": waiting.overdue(now).count(),
                "last_error": self.last_error,
            },
        )


def forget_old_beats() -> None:
    """Forget processes that have been silent for a day."""
    ClockBeat.objects.filter(at__lt=timezone.now() - _FORGOTTEN_AFTER).delete()
