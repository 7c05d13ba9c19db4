"""Cards of what lives elsewhere: made of an address, and looked after."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from shpalta.core.intervals import Interval
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.video.errors import VideoError
from shpalta.newsroom.video.models import Embed
from shpalta.newsroom.video.oembed import (
    GoneError,
    Told,
    UnansweredError,
    ask,
    fetch_still,
    is_askable,
)
from shpalta.newsroom.video.providers import find_place

FIRST_CHECK = timedelta(days=1)
MOST_DAYS = 30
"""A card is looked at after one, two, four … days, at last once in so many."""
_HOURS_OF_DOUBT = (1, 6, 24)
"""When it is asked again after the provider did not have it: only then it is gone."""
RETRY = timedelta(hours=3)
_CHECKING = Interval(20.0)
"""A short pace: the other trades do not wait for it often."""


def find_card(address: str) -> Embed | None:
    """Find the card of an address, however it was pasted."""
    place = find_place(address)
    return Embed.objects.filter(address=place.address).first() if place else None


def fill_in(card: Embed) -> str:
    """Fetch the words that a card lacks, and its player's shape; what somebody typed stays.

    Gives the address of the provider's still, "" for none. Raises VideoError for an address of
    nobody we know.
    """
    place = find_place(card.address)
    if place is None:
        raise VideoError(_("This is no post or video of a known provider."))
    card.address, card.provider = place.address, place.provider
    if not is_askable(place):
        return ""
    try:
        told = ask(place)
    except (UnansweredError, GoneError):
        return ""
    _lay_in(card, told)
    card.checked_at = timezone.now()
    return told.still


def _lay_in(card: Embed, told: Told) -> None:
    text_title = told.text.split("\n", maxsplit=1)[0][:120]
    card.title = card.title or told.title or text_title
    card.author = card.author or told.author
    card.text = card.text or told.text
    card.width, card.height = told.width, told.height


def _picture(card: Embed, content: bytes) -> Picture:
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
    picture = Picture(
        title=_("Still: %(title)s") % {"title": card.title[:200]},
        credit=", ".join(part for part in (card.author, card.get_provider_display()) if part)[:300],
        file=ImageFile(io.BytesIO(content), name=f"still-{card.provider}.jpg"),
        width=width,
        height=height,
        uploaded_by_user=card.added_by,
    )
    picture.save()
    picture.file.close()
    return picture


def complete(card: Embed, *, still: str = "", actor: Any = None) -> None:
    """Make a card ready to be saved: with a copy of the still at an address, and a first check.

    Nothing is locked meanwhile: nobody else waits for the provider.
    """
    place = card.place
    if card.pk is None:
        card.added_by = actor
        card.next_check_at = timezone.now() + FIRST_CHECK
    if still and card.still is None and place is not None:
        content = fetch_still(place, still)
        card.still = _picture(card, content) if content is not None else None


def check_one() -> bool:
    """Look whether the card that waits longest is still there; a trade of the workshop."""
    if not _CHECKING.is_due():
        return False
    _CHECKING.begin()
    due = Embed.objects.filter(next_check_at__lte=timezone.now()).order_by("next_check_at", "pk")
    card = due.first()
    if card is None:
        return False
    check(card)
    return True


def check(card: Embed) -> None:
    """Look whether what a card stands for is still there, and say in the row what was found."""
    now = timezone.now()
    place = card.place
    if place is None or not is_askable(place):
        Embed.objects.filter(pk=card.pk).update(next_check_at=None)
        return
    try:
        ask(place)
    except UnansweredError:
        Embed.objects.filter(pk=card.pk).update(next_check_at=now + RETRY)
        return
    except GoneError:
        _miss(card)
        return
    age = max(1, (now - card.created_at).days)
    card.gone_at, card.failures, card.checked_at = None, 0, now
    card.next_check_at = now + timedelta(days=min(MOST_DAYS, age))
    card.save(update_fields=["gone_at", "failures", "checked_at", "next_check_at"])


def _miss(card: Embed) -> None:
    """Note that the provider has it no more; believe it when it says so again and again."""
    now = timezone.now()
    card.failures += 1
    card.checked_at = now
    is_sure = card.failures > len(_HOURS_OF_DOUBT)
    if is_sure:
        card.gone_at = card.gone_at or now
        card.next_check_at = now + timedelta(days=MOST_DAYS)
    else:
        card.next_check_at = now + timedelta(hours=_HOURS_OF_DOUBT[card.failures - 1])
    card.save(update_fields=["gone_at", "failures", "checked_at", "next_check_at"])
