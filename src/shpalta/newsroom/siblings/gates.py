"""What a machine wrote goes out only after a person confirmed it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shpalta.newsroom.siblings.models import MachineDraft
from shpalta.newsroom.stories.models import Story


def refuse_unconfirmed(stories: Sequence[Story], *, at: datetime, is_prepared: bool) -> None:
    """Raise ValidationError for a machine's text that nobody confirmed, at whatever moment."""
    del at
    ids = [story.pk for story in stories if story.pk]
    # A text that was made since it was prepared is another version: that is prepared anew.
    if is_prepared or not ids:
        return
    if MachineDraft.objects.filter(story_id__in=ids, confirmed_at__isnull=True).exists():
        raise ValidationError(
            _("A machine translated this text, and nobody confirmed it. Read it, then confirm it."),
            code="unconfirmed",
        )
