"""The workshop's process: it does what must not be done while somebody waits for a page.

What there is to do stands in the rows it is done to (a picture without its renditions, a video
that was not looked at yet), so that nothing is lost when the process is killed: the piece is
begun again. `settings.SHPALTA_WORK` names the trades; each is a function that does one piece of
its waiting work and says whether there was any.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils.module_loading import import_string

Trade = Callable[[], bool]

IDLE_SECONDS = 0.25
"""How long work may lie unseen."""
LONGEST_REST = 60.0
"""How long a trade that keeps failing is left alone."""

logger = logging.getLogger(__name__)


class Bench:
    """One trade, and how long it rests after failures."""

    def __init__(self, name: str, trade: Trade) -> None:
        self.name = name
        self._trade = trade
        self._failures = 0
        self._rests_until = 0.0

    def work(self) -> bool:
        """Do one piece and say whether there was any. Raises DatabaseError, and nothing else."""
        if time.monotonic() < self._rests_until:
            return False
        try:
            did = self._trade()
        except DatabaseError:
            raise
        except Exception as error:
            rest = min(2.0**self._failures, LONGEST_REST)
            self._failures += 1
            self._rests_until = time.monotonic() + rest
            logger.error(
                "workshop: %s failed (%s), resting for %.0f s",
                self.name,
                type(error).__name__,
                rest,
                exc_info=error,
            )
            return False
        self._failures = 0
        return did


def benches() -> list[Bench]:
    """Set up a bench for each trade that the settings name."""
    return [Bench(name, import_string(name)) for name in settings.SHPALTA_WORK]


def work_until(stop: threading.Event, trades: Sequence[Bench]) -> None:
    """Go on until `stop` is set. A database that does not answer is asked again."""
    while not stop.is_set():
        try:
            close_old_connections()
            did_any = False
            for bench in trades:
                if stop.is_set():
                    return
                did_any = bench.work() or did_any
        except DatabaseError as error:
            logger.error("workshop: the database refused: %s", type(error).__name__)
            connection.close()
            did_any = False
        if not did_any:
            stop.wait(IDLE_SECONDS)


def run_workshop() -> None:
    """Work in this process until SIGTERM or SIGINT; the piece under way is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work_until(stop, benches())
