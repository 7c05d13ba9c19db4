"""What every save and publishing means for siblings: they learn that this story changed."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import published

from shpalta.newsroom.siblings.steps import begin_marks_of, tell_siblings
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.search import TEXT_FIELDS

_COMPARED = TEXT_FIELDS | {"lead_caption", "lead_credit", "lead_picture"}


@receiver(post_save, sender=Story, dispatch_uid="tell_siblings_of_save")
def tell_siblings_of_save(
    instance: Story, created: bool, update_fields: frozenset[str] | None = None, **_kwargs: Any
) -> None:
    """Compare what was written with what the siblings know."""
    if not created and (update_fields is None or _COMPARED & set(update_fields)):
        tell_siblings(instance)


@receiver(published, sender=Story, dispatch_uid="begin_marks_of_published")
def begin_marks_of_published(instance: Story, **_kwargs: Any) -> None:
    """From its first publishing on, a story's siblings watch it."""
    begin_marks_of(instance)
