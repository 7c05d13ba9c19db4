"""Bringing the index of pictures up to date by itself, after an update that indexes otherwise.

A picture is indexed whenever it is saved, by the recipe of the day. What was saved before is
indexed anew by the workshop, a few at a time, so that saving waits for none of it; where it was
killed it goes on. The search works all the while, and finds by the old recipe what was not reached.
"""

from typing import Any

from django.db import transaction

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.models import IndexState
from shpalta.newsroom.picturedesk.search import RECIPE, index_pictures, unindex_strays

_AT_ONCE = 50
_ONLY_ROW = 1


class _Turn:
    """By which recipe this process has seen the whole index made."""

    recipe = 0


def index_some() -> bool:
    """Index the next pictures if the recipe has changed; say whether there were any.

    A trade of the workshop.
    """
    if _Turn.recipe == RECIPE:
        return False
    with transaction.atomic():
        did_any = _index_next()
    if not did_any:
        _Turn.recipe = RECIPE
    return did_any


def _index_next() -> bool:
    state, _is_new = IndexState.objects.select_for_update().get_or_create(pk=_ONLY_ROW)
    if state.recipe != RECIPE:
        state.recipe, state.reached, state.is_whole = RECIPE, 0, False
    if state.is_whole:
        return False
    pictures: Any = Picture.objects.filter(pk__gt=state.reached).order_by("pk")
    # Locked, so that nobody saves one between its being read and its being indexed.
    some = list(pictures.select_for_update().prefetch_related("tags")[:_AT_ONCE])
    index_pictures(some)
    if some:
        state.reached = some[-1].pk
    else:
        unindex_strays()
        state.is_whole = True
    state.save()
    return bool(some)
