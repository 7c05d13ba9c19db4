"""The columns of the lists of campaigns and placements."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from shpalta.campaigns.counting import counts_of
from shpalta.campaigns.models import Campaign, Placement
from shpalta.core.flights import Stage
from shpalta.newsroom.clock.due import printed_moment
from shpalta.newsroom.names import name_in
from shpalta.newsroom.titles.walls import is_open_to


def flight_of(campaign: Campaign) -> tuple[str, str]:
    """Print when a campaign begins and ends, in its title's zone; the end is "" without one."""
    facts: dict[str, Any] = {
        "zone": campaign.title.zone,
        "language": get_language() or "uk",
        "now": timezone.now(),
    }
    end = printed_moment(campaign.ends_at, **facts) if campaign.ends_at else ""
    return printed_moment(campaign.starts_at, **facts), end


def add_counts_to(campaigns: Sequence[Campaign]) -> None:
    """Put onto each campaign, as `counts`, what was counted of it; two queries for all."""
    found = counts_of([campaign.pk for campaign in campaigns])
    for campaign in campaigns:
        campaign.counts = found[campaign.pk]


def campaigns_in(placement: Any) -> list[Campaign]:
    """List the campaigns that are booked into a placement; needs them read along."""
    return list(placement.campaigns.all())


class StageColumn(Column):
    """Planned, running, paused, at a cap, ended."""

    cell_template_name = "shpalta/campaigns/stage_cell.html"

    def __init__(self) -> None:
        super().__init__("stage", label=_("State"), sort_key="stage", width="14%")

    def get_cell_context_data(self, instance: Campaign, parent_context: Any) -> dict[str, Any]:
        """Add what the badge shows."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["is_running"] = instance.stage == Stage.RUNNING
        return context


class FlightColumn(Column):
    """From when until when."""

    cell_template_name = "shpalta/campaigns/flight_cell.html"

    def __init__(self) -> None:
        super().__init__("flight", label=_("Flight"), sort_key="starts_at", width="20%")

    def get_cell_context_data(self, instance: Campaign, parent_context: Any) -> dict[str, Any]:
        """Add both moments."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["begins"], context["ends"] = flight_of(instance)
        return context


class CountsColumn(Column):
    """Impressions and clicks, and how far it is from its cap."""

    cell_template_name = "shpalta/campaigns/counts_cell.html"

    def __init__(self) -> None:
        super().__init__("counts", label=_("Impressions and clicks"), width="18%")


class SizesColumn(Column):
    """What fits into a placement."""

    cell_template_name = "shpalta/campaigns/sizes_cell.html"

    def __init__(self) -> None:
        super().__init__("sizes", label=_("Sizes"), width="22%")


class NowColumn(Column):
    """What runs in a placement now."""

    cell_template_name = "shpalta/campaigns/now_cell.html"

    def __init__(self) -> None:
        super().__init__("now", label=_("Runs now"), width="24%")

    def get_cell_context_data(self, instance: Placement, parent_context: Any) -> dict[str, Any]:
        """Name the campaigns; needs them read along."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        running = [row for row in campaigns_in(instance) if row.stage == Stage.RUNNING]
        # What another title booked here is told by what readers see of it.
        context["campaigns"] = [row for row in running if is_open_to(user, row.title_id)]
        context["foreign"] = [
            name_in(row.advertiser, get_language() or "uk")
            for row in running
            if not is_open_to(user, row.title_id)
        ]
        context["is_unsold"] = instance.is_active and all(row.kind == "house" for row in running)
        return context
