"""What can go wrong between the edge and its origin, its store or its configuration."""

from http import HTTPStatus

from shpalta.core.errors import ShpaltaError


class EdgeError(ShpaltaError):
    """The edge cannot do what was asked. The message says what, and what to do."""


class ConfigurationError(EdgeError):
    """An option of the edge cannot be used. The message names it."""


class OriginError(EdgeError):
    """The origin gave no usable answer. `status` is what a reader gets without a stored one."""

    permanent = False

    def __init__(self, message: str, status: int = HTTPStatus.BAD_GATEWAY) -> None:
        super().__init__(message)
        self.status = status


class RefusedError(EdgeError):
    """A request that the edge does not answer; `status` and `fields` are what it gets."""

    def __init__(
        self, status: int, message: str, fields: tuple[tuple[bytes, bytes], ...] = ()
    ) -> None:
        super().__init__(message)
        self.status = status
        self.fields = fields


class StoreError(EdgeError):
    """The disk store cannot be used. The message says why; the edge goes on without it."""
