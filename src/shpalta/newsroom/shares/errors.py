"""What can go wrong when a story is shared."""

from shpalta.core.errors import ShpaltaError


class ShareRefusedError(ShpaltaError):
    """A story cannot run where it was to run. `field` names what is wrong, "" for all of it."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
