"""What the desk of siblings refuses."""

from shpalta.core.errors import ShpaltaError


class SiblingRefusedError(ShpaltaError):
    """A sibling cannot be made, linked, unlinked or marked. The message says why and what to do."""
