"""What other desks say of stories on the stories' own screens.

The stories do not know the desks above them (the clock). Those say what they have to say through
Wagtail's hooks, under the names given here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from wagtail import hooks

from shpalta.newsroom.stories.models import Placement, Story

NOTES = "story_notes"
"""A function of a sequence of stories: a mapping from their ids to their notes."""
NOTICES = "story_notices"
"""A function of a request and a story: the HTML of what to say above its editor, or nothing."""
PLACEMENT_NOTICES = "placement_notices"
"""A function of a request and a placement: the HTML of what to say where it is changed, or
nothing."""
STATES = "story_states"
"""A function that gives a `ListState`: one more state to filter the list by."""
KEPT_REVISIONS = "kept_story_revisions"
"""A function of a revision's id: whether an autosave must leave that revision as it is."""


@dataclass(frozen=True, slots=True)
class Note:
    """A few words beside a story's state; `is_alarming` ones are red."""

    text: str
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class ListState:
    """A state that is not the story's own: its code in the address, its name, whom it keeps."""

    code: str
    label: Any
    keep: Callable[["QuerySet[Story]"], "QuerySet[Story]"]


def add_notes(stories: Sequence[Story]) -> None:
    """Put onto each story, as `notes`, what other desks say of it; one query for each desk."""
    said: list[Mapping[int, Sequence[Note]]] = [fn(stories) for fn in hooks.get_hooks(NOTES)]
    for story in stories:
        story.notes = [note for notes in said for note in notes.get(story.pk, ())]


def notices_for(request: Any, story: Story) -> list[SafeString]:
    """List what other desks say above the story's editor."""
    return [html for fn in hooks.get_hooks(NOTICES) if (html := fn(request, story))]


def notices_for_placement(request: Any, placement: Placement) -> list[SafeString]:
    """List what other desks say where it is changed how a sister's story runs."""
    told = (fn(request, placement) for fn in hooks.get_hooks(PLACEMENT_NOTICES))
    return [html for html in told if html]


def list_states() -> Iterable[ListState]:
    """List the states that other desks add to the filter of the list."""
    return [fn() for fn in hooks.get_hooks(STATES)]


def is_kept(revision_id: int) -> bool:
    """Tell whether a desk needs this revision just as it is."""
    return any(fn(revision_id) for fn in hooks.get_hooks(KEPT_REVISIONS))
