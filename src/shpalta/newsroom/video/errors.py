"""What can go wrong with videos."""

from shpalta.core.errors import ShpaltaError


class VideoError(ShpaltaError):
    """A file cannot be taken, or a card cannot be made. The message says why, for people."""
