"""Who may do what with a story. Each screen, bulk action and interface asks this policy."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from shpalta.core.visibility import State
from shpalta.newsroom.stories.models import Story


def can_be_deleted(story: Story) -> bool:
    """Tell whether a story may vanish: only if no reader ever saw it. Others are withdrawn."""
    return story.state == State.DRAFT and story.first_published_at is None


class StoryPolicy(ModelPermissionPolicy):
    """The permissions of groups, and the rule that what was published is never deleted."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Story) -> bool:
        """Tell whether this user may do this with this story."""
        if action == "delete" and not can_be_deleted(instance):
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Story
    ) -> bool:
        """Tell whether this user may do any of these with this story."""
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )
