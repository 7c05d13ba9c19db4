"""Which titles somebody sees on the meter, and who sets their rules."""

from typing import Any

from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import titles_open_to


def titles_for(user: Any) -> list[Title]:
    """List the titles that are open to somebody."""
    if not user.has_perm("stories.view_story"):
        return []
    return list(titles_open_to(user))


def may_set_rule(user: Any) -> bool:
    """Tell whether somebody may change what a title asks of its editions."""
    return bool(user.has_perm("titles.change_title"))
