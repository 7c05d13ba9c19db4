"""The alarm that stands on every screen of the newsroom while an order needs a person."""

from typing import Any

from django import template

from shpalta.newsroom.clock.beats import clock_status
from shpalta.newsroom.clock.models import PublishOrder

register = template.Library()


@register.inclusion_tag("shpalta/newsroom/clock_alarm.html")
def clock_alarm() -> dict[str, Any]:
    """Give the red banner, or nothing where all is well; one query where nothing is ordered."""
    if not PublishOrder.objects.unsettled().exists():
        return {}
    status = clock_status()
    stands_still = bool(status.waiting) and not status.is_running
    return {"status": status, "stands_still": stands_still}
