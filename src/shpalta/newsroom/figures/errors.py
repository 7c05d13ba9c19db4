"""What can be wrong with counts that are handed in."""

from shpalta.core.errors import ShpaltaError


class FiguresError(ShpaltaError):
    """Counts that cannot be taken. The message says why."""

    permanent = True
