"""Where the stories meet Wagtail: actions and screens are registered here."""

from wagtail.actions.registry import action_registry

from shpalta.newsroom.stories.actions import StoryPublish, StoryWithdraw
from shpalta.newsroom.stories.models import Story

action_registry.register(Story, StoryPublish)
action_registry.register(Story, StoryWithdraw)
