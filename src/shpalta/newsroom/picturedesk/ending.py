"""The end of rights: readers' pages lose the picture at that second, the newsroom hears before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from shpalta.core import keys
from shpalta.journal.services import Draft, append_many
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import DraftUse
from shpalta.newsroom.stories.models import Exhibit
from shpalta.newsroom.stories.printing import still_printed
from shpalta.newsroom.vocabulary.models import Author

WARNED_BEFORE = timedelta(days=30)
"""How long before the end the newsroom is shown it."""
_AT_ONCE = 100


def tell_ended() -> bool:
    """Announce that the rights in some pictures have ended; say whether there were any.

    A trade of the workshop. Pages know the moment themselves (their `until`); this reaches what
    was kept elsewhere, and what was made by a clock that is a little slow.
    """
    due = Picture.objects.filter(rights_end_at__lte=timezone.now(), end_told=False)
    ids = list(due.order_by("rights_end_at").values_list("pk", flat=True)[:_AT_ONCE])
    if not ids:
        return False
    with change():
        named = [(keys.picture_key(picture_id),) for picture_id in sorted(still_printed(ids))]
        append_many([Draft(keys_of_one, gone=keys_of_one) for keys_of_one in named])
        Picture.objects.filter(pk__in=ids).update(end_told=True)
    return True


@dataclass(frozen=True, slots=True)
class Ending:
    """A picture whose rights end soon or have ended, and whether pages or drafts hold it."""

    picture: Picture
    has_ended: bool
    is_public: bool


def in_use() -> Any:
    """Say of a picture that a story, a draft or an author has it."""
    return (
        Exists(Exhibit.objects.filter(picture=OuterRef("pk")))
        | Exists(DraftUse.objects.filter(picture=OuterRef("pk")))
        | Exists(Author.objects.filter(portrait=OuterRef("pk")))
    )


def ending_soon(now: datetime | None = None) -> "QuerySet[Picture]":
    """Give the pictures whose rights end within 30 days, the first to end first."""
    now = now or timezone.now()
    soon = Picture.objects.filter(rights_end_at__gt=now, rights_end_at__lte=now + WARNED_BEFORE)
    return soon.order_by("rights_end_at", "pk")


def ended_in_use(now: datetime | None = None) -> "QuerySet[Picture]":
    """Give the pictures whose rights ended and that stories still hold, the latest first."""
    ended = Picture.objects.filter(in_use(), rights_end_at__lte=now or timezone.now())
    return ended.order_by("-rights_end_at", "-pk")


def describe_endings(pictures: Collection[Picture]) -> list[Ending]:
    """Say of pictures whether they have ended and whether public pages hold them."""
    now = timezone.now()
    printed = still_printed([picture.pk for picture in pictures])
    return [
        Ending(picture, not picture.may_be_shown(now), picture.pk in printed)
        for picture in pictures
    ]
