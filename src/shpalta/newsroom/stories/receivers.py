"""What Wagtail's many ways of saving must not forget: the search index follows each save."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.search import TEXT_FIELDS, index_stories, unindex_story


@receiver(post_save, sender=Story, dispatch_uid="index_saved_story")
def index_saved_story(
    instance: Story, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Index what was written to the row; a save of other columns leaves the text as it was."""
    if update_fields is None or TEXT_FIELDS & set(update_fields):
        index_stories([instance])


@receiver(post_delete, sender=Story, dispatch_uid="unindex_deleted_story")
def unindex_deleted_story(instance: Story, **_kwargs: Any) -> None:
    """Forget the words of a story that is gone."""
    unindex_story(instance)
