"""What the public may see: the one rule that every door asks.

The rule is stated over plain data so that a view, a feed, a queue or a process without a
database can ask the same question and get the same answer.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a story stands between the first keystroke and the last reader."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """What a door says to a reader who asks for a story by its address."""

    SHOW = "show"
    """It is public (HTTP 200)."""
    NOT_FOUND = "not found"
    """For the public it does not exist, and nothing may hint that it does (HTTP 404)."""
    GONE = "gone"
    """It was public and was withdrawn (HTTP 410, RFC 9110 section 15.5.11)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts about a story that decide who may see it.

    `published_at` is an aware datetime, or None for a story that was never published. Until
    `embargo_until` (aware, or None where nothing was promised) the public sees nothing of it,
    whatever else is said.
    """

    state: State
    published_at: datetime | None
    embargo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlacementStanding:
    """The facts that decide who may see a story of one title in another.

    `story` are the origin's facts: what is not public there is public nowhere. `placed_at` and
    `taken_back_at` are aware datetimes; None: it was not taken back.
    """

    story: Standing
    placed_at: datetime
    taken_back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PictureStanding:
    """The facts about a picture that decide whether the public may see it.

    From `rights_end_at` (aware, or None for rights without an end) on it is shown to nobody, and
    never if `is_not_for_web`.
    """

    rights_end_at: datetime | None = None
    is_not_for_web: bool = False


def may_show_picture(standing: PictureStanding, *, now: datetime) -> bool:
    """Tell whether the rights in a picture let the public see it at the moment `now` (aware)."""
    if standing.is_not_for_web:
        return False
    return standing.rights_end_at is None or now < standing.rights_end_at


def is_embargoed(standing: Standing, *, now: datetime) -> bool:
    """Tell whether a promise not to publish holds at the moment `now` (aware)."""
    return standing.embargo_until is not None and now < standing.embargo_until


def answer_for(standing: Standing, *, now: datetime) -> Answer:
    """Say what the public gets for a story that stands like this at the moment `now` (aware)."""
    if standing.state is State.WITHDRAWN:
        return Answer.GONE
    if (
        standing.state is State.PUBLISHED
        and standing.published_at is not None
        and standing.published_at <= now
        and not is_embargoed(standing, now=now)
    ):
        return Answer.SHOW
    return Answer.NOT_FOUND


def is_public(standing: Standing, *, now: datetime) -> bool:
    """Tell whether the public may see a story that stands like this at the moment `now`."""
    return answer_for(standing, now=now) is Answer.SHOW


def answer_for_placement(placement: PlacementStanding, *, now: datetime) -> Answer:
    """Say what the public gets for a story in a title that took it, at `now` (aware)."""
    answer = answer_for(placement.story, now=now)
    if answer is not Answer.SHOW:
        return answer
    if placement.taken_back_at is not None:
        return Answer.GONE
    return Answer.SHOW if placement.placed_at <= now else Answer.NOT_FOUND
