"""Reading stories: the only ways in which a public page may come by them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from shpalta.core.visibility import State

if TYPE_CHECKING:
    from shpalta.newsroom.stories.models import Story


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories, and the one filter that leaves the public ones."""

    def public(self, now: datetime | None = None) -> "StoryQuerySet":
        """Keep what `shpalta.core.visibility.is_public` allows at `now` (aware; default: now)."""
        return self.filter(state=State.PUBLISHED, published_at__lte=now or timezone.now())
