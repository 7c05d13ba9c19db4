"""Who moderates: who has the right, in the titles that are open to them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import closed_title_ids, titles_open_to

MODERATE = "readers.moderate_comment"


def may_moderate(user: Any) -> bool:
    """Tell whether somebody may look at comments and decide about them at all."""
    return bool(user.has_perm(MODERATE))


def require_moderator(request: HttpRequest) -> None:
    """Let in who may moderate. Raises PermissionDenied."""
    if not may_moderate(request.user):
        raise PermissionDenied


def titles_for(user: Any) -> list[Title]:
    """List the titles in which somebody may moderate, in the order of the house."""
    if not may_moderate(user):
        return []
    return list(titles_open_to(user).order_by("position", "code"))


def has_house(user: Any) -> bool:
    """Tell whether somebody may decide for the whole house: no title of it is closed to them."""
    return may_moderate(user) and not closed_title_ids(user)
