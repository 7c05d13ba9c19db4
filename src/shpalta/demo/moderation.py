"""What moderators have before them in the demo: lists of words, a short queue, an appeal."""

import tomllib
from datetime import timedelta

from django.utils import timezone

from shpalta.demo.house import House
from shpalta.demo.reading import FOLDER, Entry
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition
from shpalta.readers.models import Appeal, Comment, CommentState, Reader, Talk
from shpalta.readers.moderation.ruling import set_reasons, set_words

SPOKEN_OF = "naberezhna"
"""The title whose readers write."""


def add_demo_moderation(house: House) -> None:
    """Give the house mild lists of words, and one title something to decide."""
    content = tomllib.loads((FOLDER / "moderation.toml").read_text())
    for words in content["words"]:
        set_words(title_id=None, actor=None, **words)
    title = house.editions[SPOKEN_OF, "uk"].title
    set_reasons(title_id=title.pk, names=content["reason"], actor=None)
    for place, entry in enumerate(content["held"]):
        edition = house.editions[SPOKEN_OF, entry["language"]]
        _comment(entry, edition, CommentState.HELD, minutes=3 * place + 2)
    _appeal(content["appeal"], house.editions[SPOKEN_OF, content["appeal"]["language"]])


def _comment(entry: Entry, edition: Edition, state: CommentState, *, minutes: int) -> Comment:
    """Add a comment that the public does not see under the edition's newest story."""
    story = Story.objects.public().filter(edition=edition).order_by("-published_at")[0]
    talk, _is_new = Talk.objects.get_or_create(edition=edition, number=story.work_id)
    return Comment.objects.create(
        talk=talk,
        name=entry["name"],
        guest_key=f"demo-{entry['name']}"[:32],
        network=f"demo-{entry['network']}" if "network" in entry else "",
        text=entry["text"],
        state=state,
        reasons=entry["reasons"],
        created_at=timezone.now() - timedelta(minutes=minutes),
    )


def _appeal(entry: Entry, edition: Edition) -> None:
    reader = Reader.objects.create(
        name=entry["name"], joined_at=timezone.now() - timedelta(days=40)
    )
    comment = _comment(entry, edition, CommentState.REMOVED, minutes=90)
    comment.reader, comment.guest_key = reader, ""
    comment.decided_at = timezone.now() - timedelta(minutes=60)
    comment.save(update_fields=["reader", "guest_key", "decided_at"])
    Appeal.objects.create(comment=comment, text=entry["said"])
