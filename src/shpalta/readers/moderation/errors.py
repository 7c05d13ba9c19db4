"""What can go wrong when a moderator decides."""

from shpalta.core.errors import ShpaltaError


class ModerationRefusedError(ShpaltaError):
    """A decision cannot be taken; the message says why, for whoever wanted to take it."""

    permanent = True
