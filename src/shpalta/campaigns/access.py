"""Who may do what with campaigns, within the walls of titles."""

from typing import Any

from shpalta.campaigns.models import Campaign
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.walls import is_open_to

VIEW, ADD, CHANGE = (f"campaigns.{action}_campaign" for action in ("view", "add", "change"))
QUIET = "campaigns.add_quietwork"


def may_view(user: Any) -> bool:
    """Tell whether somebody may look at campaigns at all."""
    return bool(user.has_perm(VIEW) or user.has_perm(CHANGE))


def may_change(user: Any, campaign: Campaign) -> bool:
    """Tell whether somebody may change a campaign."""
    return bool(user.has_perm(CHANGE) and is_open_to(user, campaign.title_id))


def may_quiet(user: Any, story: Story) -> bool:
    """Tell whether somebody may say that a story has no advertisements."""
    return bool(user.has_perm(QUIET) and is_open_to(user, story.title_id))
