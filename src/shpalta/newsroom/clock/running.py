"""The clock's process: it looks ahead, prepares, and carries out each order at its second.

Whatever fails, fails alone: an order that cannot be carried out waits for its next try while
the others go on. A fault that is no order's ends the process; whoever started it starts it anew,
and what became overdue meanwhile is carried out in order.
"""

import logging
import signal
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from shpalta.newsroom.clock.beats import Pulse
from shpalta.newsroom.clock.housekeeping import Housekeeping
from shpalta.newsroom.clock.models import ON_TIME, OrderState, PublishOrder
from shpalta.newsroom.clock.releasing import Prepared, carry_out, prepare, record_failure

LOOKAHEAD = timedelta(seconds=10)
"""How long before its moment an order is prepared."""
POLL = timedelta(seconds=0.2)
"""How long an order that was just given for this very moment may stay unseen."""
_PULSE = timedelta(seconds=1)
_MOST_AT_ONCE = 500
"""How many orders are held in memory."""
_BUSY_PAUSE = timedelta(seconds=0.05)

logger = logging.getLogger(__name__)


class Clock:
    """One clock. Several may run at once: each order is carried out by one of them."""

    def __init__(self) -> None:
        self._pulse = Pulse()
        self._housekeeping = Housekeeping()
        self._prepared: dict[int, Prepared | None] = {}
        self._alarmed: set[int] = set()
        self._next_beat_at = timezone.now()

    def run(self, stop: threading.Event) -> None:
        """Go on until `stop` is set. A database that does not answer is asked again."""
        while not stop.is_set():
            try:
                close_old_connections()
                pause = self.tick(stop)
            except DatabaseError as error:
                logger.error("clock: the database refused: %s", type(error).__name__)
                self._pulse.last_error = type(error).__name__
                self._prepared.clear()
                connection.close()
                pause = _PULSE
            stop.wait(max(pause.total_seconds(), 0.0))

    def tick(self, stop: threading.Event | None = None) -> timedelta:
        """Do what is due, prepare what will be; give how long there is nothing to do."""
        orders = self._near_orders()
        now = timezone.now()
        due = [order for order in orders if _due_at(order) <= now]
        undone = self._carry_out(due, stop)
        self._beat_if_time()
        if undone:
            return _BUSY_PAUSE
        later = [order for order in orders if _due_at(order) > now]
        moment = min(map(_due_at, later), default=None)
        self._prepare(later, until=moment)
        self._forget(orders)
        if not due:
            self._housekeeping.do_if_time(next_due_at=moment)
        return self._pause(moment)

    def _near_orders(self) -> list[PublishOrder]:
        """Read what is due soon, in the order in which it was promised."""
        near = PublishOrder.objects.waiting().filter(next_try_at__lte=timezone.now() + LOOKAHEAD)
        return list(near.select_related("created_by").order_by("due_at", "pk")[:_MOST_AT_ONCE])

    def _carry_out(self, orders: Iterable[PublishOrder], stop: threading.Event | None) -> int:
        """Carry out one after the other; give how many somebody else held this moment."""
        undone = 0
        for order in orders:
            if stop is not None and stop.is_set():
                break
            try:
                undone += not carry_out(order, self._prepared.pop(order.pk, None))
            except Exception as error:  # noqa: BLE001  whatever it is, the next order must go out
                self._fail(order, error)
            else:
                self._tell_if_late(order)
            self._beat_if_time()
        return undone

    def _fail(self, order: PublishOrder, error: Exception) -> None:
        """Note a failure and, where a person is needed, say so. Names and ids only: embargo."""
        logger.warning(
            "order %d of story %d: failed with %s", order.pk, order.story_id, type(error).__name__
        )
        self._pulse.last_error = f"order {order.pk}: {type(error).__name__}"
        now_is = record_failure(order, error)
        if now_is is not None and now_is.state == OrderState.FAILED:
            logger.error("order %d of story %d: given up", order.pk, order.story_id)
        else:
            self._tell_if_late(order)

    def _tell_if_late(self, order: PublishOrder) -> None:
        """Log once that an order is, or was, later than it may be."""
        late_by = timezone.now() - order.due_at
        if late_by > ON_TIME and order.pk not in self._alarmed:
            self._alarmed.add(order.pk)
            seconds = round(late_by.total_seconds())
            logger.error("order %d of story %d: %d s late", order.pk, order.story_id, seconds)

    def _prepare(self, orders: Iterable[PublishOrder], *, until: datetime | None) -> None:
        """Prepare what is not prepared yet, as long as nothing becomes due."""
        for order in orders:
            if until is not None and timezone.now() >= until:
                return
            if order.pk in self._prepared:
                continue
            try:
                self._prepared[order.pk] = prepare(order)
            except DatabaseError:
                raise
            except Exception:  # noqa: BLE001  it is tried once more, and told, at its moment
                self._prepared[order.pk] = None
            self._beat_if_time()

    def _forget(self, orders: Iterable[PublishOrder]) -> None:
        """Let go of what was prepared for orders that are no longer near."""
        near = {order.pk for order in orders}
        for pk in self._prepared.keys() - near:
            del self._prepared[pk]

    def _beat_if_time(self) -> None:
        if timezone.now() >= self._next_beat_at:
            self._pulse.beat()
            self._next_beat_at = timezone.now() + _PULSE

    def _pause(self, moment: datetime | None) -> timedelta:
        now = timezone.now()
        wakings = [now + POLL, self._next_beat_at]
        return min([*wakings, moment] if moment is not None else wakings) - now


def _due_at(order: PublishOrder) -> datetime:
    return order.next_try_at


def run_clock(stop: threading.Event | None = None) -> None:
    """Run the clock in this process until SIGTERM or SIGINT, or until `stop` is set."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    Clock().run(stop)
