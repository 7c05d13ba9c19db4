"""Opening and closing the comments under one story."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from shpalta.journal.services import append
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.readers.models import Moderating, Opening, Talk
from shpalta.readers.sums import key_of


def find_or_new(edition: Edition, number: int) -> Talk:
    """Give the talk under a story; one that nobody has begun is not saved."""
    known = Talk.objects.filter(edition_id=edition.pk, number=number).first()
    return known or Talk(edition=edition, number=number)


@transaction.atomic
def set_talk(
    *,
    story: Story,
    opening: Opening,
    moderating: str,
    actor: Any,
    edition: Edition | None = None,
) -> Talk:
    """Decide for one story whether comments are open and when a moderator looks.

    `moderating` is a `Moderating`, or "" for what the title's rules say. `edition`: one that took
    the story from a sister and has comments of its own under it.
    """
    talk, _is_new = Talk.objects.select_related("edition__title").get_or_create(
        edition=edition or story.edition, number=story.work_id
    )
    if moderating and moderating not in Moderating.values:
        moderating = ""
    if (talk.opening, talk.moderating) == (opening, moderating):
        return talk
    is_seen = talk.opening != opening
    talk.opening, talk.moderating = opening, moderating
    talk.save(update_fields=["opening", "moderating"])
    if is_seen:
        append(keys=[key_of(talk)])
    data = {"opening": opening, "moderating": moderating, "edition": str(talk.edition)}
    log(story, "readers.talk", user=actor, data=data)
    return talk
