"""How often somebody may do something: counted in the memory of this process."""

import time
from collections import OrderedDict
from threading import Lock

_MOST_KNOWN = 50_000


class Pace:
    """So many times within so many seconds, by key; who is forgotten first was here longest ago."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times = times
        self._seconds = seconds
        self._known: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def allows(self, key: str, now: float | None = None) -> bool:
        """Count one more and say whether it still is within the bounds (a leaky bucket)."""
        now = time.monotonic() if now is None else now
        with self._lock:
            level, at = self._known.pop(key, (0.0, now))
            level = max(0.0, level - (now - at) * self._times / self._seconds) + 1.0
            is_allowed = level <= self._times
            self._known[key] = (min(level, float(self._times)), now)
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        return is_allowed
