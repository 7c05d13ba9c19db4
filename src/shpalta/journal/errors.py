"""What can go wrong in the journal."""

from shpalta.core.errors import ShpaltaError


class JournalError(ShpaltaError):
    """The journal was used wrongly. The message says how and what to do."""
