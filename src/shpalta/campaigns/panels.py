"""What the first screen says of campaigns: what runs, what stopped or ends soon, what is unsold."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from shpalta.campaigns.models import Campaign, Placement
from shpalta.campaigns.queries import unsold
from shpalta.core.flights import AT_CAP, Stage
from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import titles_open_to

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class TitleToday:
    """A title's campaigns now."""

    title: Title
    running: int
    stopped: tuple[Campaign, ...]
    ending: tuple[Campaign, ...]
    unsold: tuple[Placement, ...]


def today_of(title: Title) -> TitleToday:
    """Read what is to be known of a title's campaigns. Two queries."""
    soon = timezone.now() + SOON
    rows = list(Campaign.objects.filter(title=title).exclude(stage=Stage.ENDED).order_by("ends_at"))
    running = [row for row in rows if row.stage == Stage.RUNNING]
    return TitleToday(
        title=title,
        running=len(running),
        stopped=tuple(row for row in rows if row.stage in AT_CAP),
        ending=tuple(row for row in running if row.ends_at is not None and row.ends_at < soon),
        unsold=tuple(unsold(title.pk)),
    )


class CampaignsPanel(Component):
    """The titles that are open to who looks, each with its campaigns."""

    name = "campaigns"
    order = 40
    template_name = "shpalta/campaigns/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read them."""
        titles = titles_open_to(parent_context["request"].user)
        placed = titles.filter(campaign_placements__isnull=False).distinct()
        return {"titles": [today_of(title) for title in placed]}
