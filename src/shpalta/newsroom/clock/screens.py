"""What the clock adds to the screens of others: notices, an action, a panel."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.snippets.action_menu import ActionMenuItem

from shpalta.newsroom.clock import services
from shpalta.newsroom.clock.beats import clock_status
from shpalta.newsroom.clock.describing import coming_orders, open_orders, told_moment
from shpalta.newsroom.clock.errors import OrderRefusedError
from shpalta.newsroom.clock.models import OrderAction, OrderState, PublishOrder
from shpalta.newsroom.clock.views import may_schedule
from shpalta.newsroom.stories.models import Story

SCHEDULE = "action-schedule"
NEWEST = "action-newest"
"""Names of buttons that save the story first."""
_SHOWN = 20


class ScheduleItem(ActionMenuItem):
    """Save, and choose when the story goes out."""

    name = SCHEDULE
    label = gettext_lazy("Schedule…")
    icon_name = "history"
    template_name = "shpalta/newsroom/schedule_item.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it to who may publish."""
        may_publish = context["request"].user.has_perm("stories.publish_story")
        return may_publish and context["view"] != "revisions_revert" and super().is_shown(context)


class OrdersPanel(Component):
    """What goes out next, what failed, and whether the clock runs."""

    name = "orders"
    order = 20
    template_name = "shpalta/newsroom/orders_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read the orders."""
        request = parent_context["request"]
        rows = coming_orders(_SHOWN, user=request.user)
        status = clock_status()
        return {
            "request": request,
            "rows": rows,
            "status": status,
            "more": max(0, status.waiting + status.failed - len(rows)),
            "may_schedule": request.user.has_perm("stories.publish_story"),
        }


def notice_above_editor(request: HttpRequest, story: Story) -> SafeString | None:
    """Say above the editor what is ordered for the story, and under which embargo it is."""
    now = timezone.now()
    title = story.edition.title
    orders = [_told_order(order, story) for order in open_orders(story.pk)]
    embargo = story.embargo_until if story.embargo_until and story.embargo_until > now else None
    if not orders and embargo is None:
        return None
    context = {
        "story": story,
        "orders": orders,
        "embargo": told_moment(embargo, title) if embargo else "",
        "may_schedule": may_schedule(request.user, story),
    }
    return render_to_string("shpalta/newsroom/schedule_notice.html", context, request)


def _told_order(order: PublishOrder, story: Story) -> dict[str, Any]:
    revision: Any = order.revision
    title = story.edition.title
    return {
        "order": order,
        "due": told_moment(order.due_at, title),
        "saved": told_moment(revision.created_at, title) if revision is not None else "",
        "is_withdrawal": order.action == OrderAction.WITHDRAW,
        "is_failed": order.state == OrderState.FAILED,
        "has_newer": revision is not None and revision.pk != story.latest_revision_id,
        "is_embargoed": bool(story.embargo_until and order.due_at < story.embargo_until),
    }


def put_newest_into_order(request: HttpRequest, story: Story) -> None:
    """After the story was saved: let what was saved go out. Says how it went."""
    order = story.orders.waiting().filter(action=OrderAction.PUBLISH).first()
    if order is None or not may_schedule(request.user, story):
        messages.error(request, _("This story is not scheduled any more."))
        return
    try:
        order = services.put_newest_version(order_id=order.pk, actor=request.user)
    except OrderRefusedError as error:
        messages.error(request, str(error))
        return
    moment = told_moment(order.due_at, story.edition.title)
    messages.success(request, _("This version goes out on %(moment)s.") % {"moment": moment})
