"""Whether it is worth waiting for the origin: not while it cannot be reached or says nothing.

The pattern is known as a circuit breaker. Open, it lets one request at a time find out whether
the origin is back; all others are answered with what is there.
"""

from shpalta.edge.follower import elapsed


class Breaker:
    """What one worker knows of its origin. Moments are those of `follower.elapsed`.

    `pause` is for how many seconds an origin that failed is left alone, `patience` how long a
    probe may take before it counts as failed as well.
    """

    def __init__(self, *, pause: float, patience: float) -> None:
        self.is_open = False
        """Whether nobody should wait for the origin who can do without it."""
        self._pause = pause
        self._patience = patience
        self._answered_at = 0.0
        self._probe_at = 0.0

    def answered(self) -> None:
        """Note that the origin answered, whatever it said."""
        self._answered_at = elapsed()
        self.is_open = False

    def unanswered(self, since: float) -> None:
        """Note that what was asked at this moment is without an answer, for now or for good.

        It counts only if nothing else was answered since: one slow page is no silent origin, and
        what was asked before a breakdown says nothing of the time after it.
        """
        if since < self._answered_at:
            return
        soon = elapsed() + self._pause
        self._probe_at = min(soon, self._probe_at) if self.is_open else soon
        self.is_open = True

    def take_probe(self) -> bool:
        """Say whether the caller is the one who may ask now; the next one waits its turn."""
        now = elapsed()
        if now < self._probe_at:
            return False
        self._probe_at = now + max(self._patience, self._pause)
        return True
