"""Who may take stories, and for which editions."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from shpalta.newsroom.stories.models import Placement
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.titles.walls import is_open_to, titles_open_to


def may_take(user: Any) -> bool:
    """Tell whether somebody may bring stories before readers at all."""
    return bool(user.has_perm("stories.publish_story"))


def editions_for(user: Any) -> list[Edition]:
    """List the editions for which somebody may take stories, in the order of the house."""
    if not may_take(user):
        return []
    editions = Edition.objects.filter(title__in=titles_open_to(user)).select_related("title")
    return list(editions.order_by("title__position", "title__code", "position"))


def edition_for(user: Any, edition_id: int) -> Edition:
    """Find an edition for somebody who may take stories for it. Raises Http404."""
    for edition in editions_for(user):
        if edition.pk == edition_id:
            return edition
    raise Http404


def placement_for(user: Any, placement_id: int) -> Placement:
    """Find a placement for somebody who may change it. Raises Http404, PermissionDenied."""
    rows = Placement.objects.select_related("story__edition__title", "edition__title", "rubric")
    placement = rows.filter(pk=placement_id).first()
    if placement is None or not is_open_to(user, placement.edition.title_id):
        raise Http404
    if not may_take(user):
        raise PermissionDenied
    return placement
