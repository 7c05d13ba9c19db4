"""Who may do what with the editions of a story."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.permissions import policy_registry

from shpalta.newsroom.stories.models import Story


def may(user: Any, action: str, story: Story) -> bool:
    """Tell whether this user may do this (`view`, `change`, `publish`) with a story."""
    policy = policy_registry.get(story)
    return bool(policy.user_has_permission_for_instance(user, action, story))


def story_for(user: Any, story_id: int, action: str) -> Story:
    """Read a story for somebody who may do this with it.

    Raises Http404, PermissionDenied.
    """
    stories = Story.objects.select_related("edition__title", "latest_revision")
    story = get_object_or_404(stories, pk=story_id)
    if not may(user, action, story):
        raise PermissionDenied
    return story


def check_making(user: Any) -> None:
    """Raise PermissionDenied for who may not begin stories."""
    if not user.has_perm("stories.add_story"):
        raise PermissionDenied
