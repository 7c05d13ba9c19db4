"""What redirects refuse."""

from shpalta.core.errors import ShpaltaError


class RedirectRefusedError(ShpaltaError):
    """A redirect cannot be kept as it was written. `field` is where: `path`, `target`, `status`.

    The message is for people, in the active language.
    """

    permanent = True

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
