"""When a failed order is tried again."""

from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from shpalta.core.errors import ShpaltaError
from shpalta.newsroom.stories.gates import NotYetError

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 5, 15, 60))
"""How long to wait after the first, the second … failure; after more, the last of them."""


def pause_after(failures: int) -> timedelta:
    """Give how long to wait after so many failures (at least 1)."""
    return PAUSES[min(failures, len(PAUSES)) - 1]


def is_permanent(error: Exception) -> bool:
    """Tell whether trying the same again cannot help."""
    if isinstance(error, ShpaltaError):
        return error.permanent
    if isinstance(error, NotYetError):
        return False
    return isinstance(error, ValidationError | PermissionDenied | ObjectDoesNotExist)


def told(error: Exception) -> str:
    """Say for the newsroom's screen what went wrong."""
    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    return text or type(error).__name__
