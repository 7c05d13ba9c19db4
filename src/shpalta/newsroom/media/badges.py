"""What a list of pictures says over one of them, and how an app says something of its own there."""

from dataclasses import dataclass

CRITICAL, WARNING, NOTICE = LEVELS = ("critical", "warning", "notice")
"""How loud a badge is, the loudest first."""

BADGES = "picture_badges"
"""A hook: functions of a list of pictures that give a `Badge` by the picture's id."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two over a picture; `level` says how loud."""

    text: str
    level: str
    reason: str = ""
    """A sentence that says why, if there is more to say."""
