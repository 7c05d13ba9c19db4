"""Who may do what with a story. Each screen, bulk action and interface asks this policy."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from shpalta.core.visibility import State
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.walls import is_open_to, keep_open


def can_be_deleted(story: Story) -> bool:
    """Tell whether a story may vanish: only if no reader ever saw it. Others are withdrawn."""
    return story.state == State.DRAFT and story.first_published_at is None


class StoryPolicy(ModelPermissionPolicy):
    """The permissions of groups within the walls of titles; what was published is never deleted."""

    @staticmethod
    def may_be_pointed_to(story_id: Any) -> bool:
        """Tell whether texts of every title may lead to a story: if readers have it."""
        return bool(Story.objects.public().filter(pk=story_id).exists())

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Story) -> bool:
        """Tell whether this user may do this with this story."""
        if action == "delete" and not can_be_deleted(instance):
            return False
        if not is_open_to(user, instance.title_id):
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Story
    ) -> bool:
        """Tell whether this user may do any of these with this story."""
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        """Give the stories with which this user may do any of these."""
        return keep_open(super().instances_user_has_any_permission_for(user, actions), user)
