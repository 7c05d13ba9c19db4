"""Galleries: pictures to leaf through, and the words of their buttons."""

from typing import Any

from django.templatetags.static import static

from shpalta.newsroom.stories.body_pictures import items_of
from shpalta.press.pages.story import Gallery
from shpalta.press.pictures import Album
from shpalta.press.structured import as_json
from shpalta.press.words import say

SCRIPT = "shpalta/press/gallery.js"


def script_url() -> str:
    """Give the address of the script of pages that have a gallery."""
    return static(SCRIPT)


def build_gallery(value: Any, album: Album, position: int) -> Gallery | None:
    """Make a gallery of the pictures that are there; None where none is."""
    items = [item for item in items_of(value.get("pictures")) if isinstance(item, dict)]
    views = (
        album.find(
            item.get("picture"),
            alt=str(item.get("alt") or ""),
            caption=str(item.get("caption") or ""),
            credit=str(item.get("credit") or ""),
        )
        for item in items
    )
    pictures = tuple(view for view in views if view is not None)
    if not pictures:
        return None
    words = {
        "previous": say("Previous picture"),
        "next": say("Next picture"),
        "whole": say("Full screen"),
        "close": say("Close"),
    }
    return Gallery(
        id=f"gallery-{position + 1}",
        heading=str(value.get("heading") or "").strip(),
        pictures=pictures,
        words_json=as_json(words),
        # Where a story begins with it, its first picture is what readers wait for.
        leads=position == 0,
    )
