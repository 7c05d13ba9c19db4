"""What readers send, and what they are answered: plain data between doors and the writer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shpalta.readers.passes import Pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A comment that somebody sent: a new one, a new wording of `edits`, or that it `removes`.

    `host` and `prefix` say in which edition, `number` under which story, `answers` to which
    comment. `network` is of `shpalta.readers.network`; `at` is aware.
    """

    holder: Pass
    host: str
    prefix: str
    network: str
    at: datetime
    number: int = 0
    text: str = ""
    answers: int | None = None
    edits: int | None = None
    removes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """A reaction that somebody sent; `kind` is a `ReactionKind`, "" takes it back."""

    holder: Pass
    comment_id: int
    kind: str
    at: datetime


class Result(StrEnum):
    """What became of what was sent."""

    PUBLISHED = "published"
    HELD = "held"
    REFUSED = "refused"
    REMOVED = "removed"
    PROBLEM = "problem"
    """Nothing was saved; `reasons` hold the one problem (`shpalta.readers.problems`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a reader is told, once it is saved."""

    result: Result
    comment_id: int = 0
    reasons: tuple[str, ...] = ()
    wait_seconds: int = 0
    name: str = ""
    reactions: tuple[tuple[str, int], ...] = ()


def problem(code: str) -> Answered:
    """Tell that nothing was saved, and why."""
    return Answered(result=Result.PROBLEM, reasons=(code,))
