"""What the clock refuses."""

from shpalta.core.errors import ShpaltaError


class OrderRefusedError(ShpaltaError):
    """An order cannot be given, changed or carried out. The message says why and what to do.

    `field` names the field of the form at which the message belongs, or is empty.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
