"""What Wagtail's many ways of saving must not forget: index and uses follow each save."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from taggit.models import TaggedItem
from wagtail.models import Revision

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.search import index_pictures, unindex_picture
from shpalta.newsroom.picturedesk.uses import note_revision
from shpalta.newsroom.stories.models import Story

_UNINDEXED = frozenset({"file_size", "file_hash", "end_told"})


@receiver(post_save, sender=Picture, dispatch_uid="index_saved_picture")
def index_saved_picture(
    instance: Picture, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Index what is said of a picture."""
    if update_fields is None or set(update_fields) - _UNINDEXED:
        index_pictures([instance])


@receiver(m2m_changed, sender=TaggedItem, dispatch_uid="index_tagged_picture")
def index_tagged_picture(instance: Any, action: str, **_kwargs: Any) -> None:
    """Index the keywords, which are rows of their own."""
    if isinstance(instance, Picture) and action.startswith("post_"):
        index_pictures([instance])


@receiver(post_delete, sender=Picture, dispatch_uid="unindex_deleted_picture")
def unindex_deleted_picture(instance: Picture, **_kwargs: Any) -> None:
    """Forget a picture that is gone."""
    unindex_picture(instance.pk)


@receiver(post_save, sender=Revision, dispatch_uid="note_uses_of_version")
def note_uses_of_version(instance: Revision, **_kwargs: Any) -> None:
    """Note which pictures the newest version of a story holds."""
    if instance.content_type.model_class() is Story and "body" in instance.content:
        note_revision(instance)
