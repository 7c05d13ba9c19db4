"""What other desks ask before a story goes out, whatever way it goes, and what they do then.

The stories do not know the desks above them. Those register a gate under the name given here;
every publishing (the editor, a workflow, an order of the clock, the command line) asks them all.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import hooks

from shpalta.newsroom.stories.models import Story

GATES = "story_publish_gates"
"""A `Gate`."""
CAME_OUT = "stories_came_out"
"""A function of a sequence of stories that have just become public for the first time. What it
writes is part of their publishing."""


class NotYetError(ValidationError):
    """A story may not go out now, but may later just as it is: an order for it is tried again."""


class Gate(Protocol):
    """Refuses stories that must not go out."""

    def __call__(self, stories: Sequence[Story], *, at: datetime, is_prepared: bool) -> None:
        """Raise ValidationError if one of the stories must not go out at `at` (aware).

        `at` may be still to come: then the gate is asked once more at that moment. `is_prepared`
        says that it was asked some seconds ago, and that stories and texts are the same.
        """


def ask_gates(
    stories: Sequence[Story], *, at: datetime | None = None, is_prepared: bool = False
) -> None:
    """Ask every desk whether these stories may go out at `at` (aware; default: now).

    Raises ValidationError.
    """
    moment = at or timezone.now()
    for gate in hooks.get_hooks(GATES):
        gate(stories, at=moment, is_prepared=is_prepared)


def tell_came_out(stories: Sequence[Story]) -> None:
    """Tell every desk that stories have become public for the first time, in the same change."""
    for tell in hooks.get_hooks(CAME_OUT):
        tell(stories)
