"""What a process does again and again, at most once in so many seconds."""

import time
from collections.abc import Callable


class Interval:
    """Tells when something is to be done again; the first time it is at once.

    `clock` gives seconds and never goes back.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._due_at: float | None = None

    def is_due(self) -> bool:
        """Tell whether it is time."""
        return self._due_at is None or self._clock() >= self._due_at

    def begin(self) -> None:
        """Let it rest from now on, until the interval has passed."""
        self._due_at = self._clock() + self._seconds
