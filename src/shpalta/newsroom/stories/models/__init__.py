"""Stories, their parts, where they run, and where they stand."""

from shpalta.newsroom.stories.models.parts import Attribution, Byline
from shpalta.newsroom.stories.models.placement import Placement
from shpalta.newsroom.stories.models.places import Exhibit, ListEntry, Showing
from shpalta.newsroom.stories.models.story import Story, StoryQuerySet, Work

__all__ = [
    "Attribution",
    "Byline",
    "Exhibit",
    "ListEntry",
    "Placement",
    "Showing",
    "Story",
    "StoryQuerySet",
    "Work",
]
