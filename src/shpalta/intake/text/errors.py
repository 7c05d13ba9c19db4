"""Why a piece of copy is refused."""

from shpalta.core.errors import ShpaltaError


class CopyError(ShpaltaError):
    """This copy cannot be read as a story; the message says why and what to do."""
