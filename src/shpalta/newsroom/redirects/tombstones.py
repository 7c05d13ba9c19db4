"""Addresses of stories that were public and whose rows are gone."""

from shpalta.core.visibility import State
from shpalta.newsroom.redirects.models import Tombstone
from shpalta.newsroom.stories.models import Story


def bury(story: Story) -> None:
    """Keep the address of a deleted story gone, if readers ever could have it."""
    if story.state != State.DRAFT:
        Tombstone.objects.get_or_create(edition_id=story.edition_id, number=story.number)


def is_buried(*, edition_id: int, number: int) -> bool:
    """Tell whether a story of this number was public in an edition and deleted later."""
    return Tombstone.objects.filter(edition_id=edition_id, number=number).exists()
