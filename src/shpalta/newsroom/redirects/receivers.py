"""What follows from signals: a deleted story leaves a stone at its address."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from shpalta.newsroom.redirects.tombstones import bury
from shpalta.newsroom.stories.models import Story


@receiver(post_delete, sender=Story)
def story_deleted(instance: Story, **_facts: Any) -> None:
    """Keep the address of what was public gone."""
    bury(instance)
