"""Where the clock meets Wagtail and the stories' screens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from shpalta.newsroom.clock import describing, screens, views
from shpalta.newsroom.clock.models import PublishOrder
from shpalta.newsroom.stories import notes
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.walls import own

own(PublishOrder, "story__title_id", "order_id")
hooks.register(notes.NOTES, describing.notes_of)
hooks.register(notes.NOTICES, screens.notice_above_editor)
hooks.register(notes.KEPT_REVISIONS, describing.is_ordered)


@hooks.register(notes.STATES)
def scheduled_state() -> notes.ListState:
    """Add "scheduled" to the states of the list's filter."""
    return notes.ListState("scheduled", _("scheduled"), describing.keep_scheduled)


@hooks.register("register_admin_urls")
def clock_urls() -> list[URLPattern]:
    """Add the screens of scheduling."""
    schedule, withdraw = views.ScheduleView, views.ScheduleWithdrawalView
    return [
        path("clock/story/<int:story_id>/", schedule.as_view(), name="clock_schedule"),
        path("clock/story/<int:story_id>/withdraw/", withdraw.as_view(), name="clock_withdraw"),
        path("clock/order/<int:order_id>/cancel/", views.cancel_order, name="clock_cancel"),
    ]


# After the stories' own hook: it names the buttons among which this one is put.
@hooks.register("construct_snippet_action_menu", order=10)
def schedule_action(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Offer to schedule, beside publishing."""
    item = screens.ScheduleItem(order=35)
    if context["model"] is Story and item.is_shown(context | {"request": request}):
        places = [number for number, each in enumerate(items) if each.name == "action-publish"]
        items.insert(places[0] + 1 if places else len(items), item)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def after_saving(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Go on to the schedule where its button was pressed, or put this version into the order."""
    if isinstance(instance, Story):
        if screens.SCHEDULE in request.POST:
            return redirect("clock_schedule", instance.pk)
        if screens.NEWEST in request.POST:
            screens.put_newest_into_order(request, instance)
    return None


@hooks.register("construct_homepage_panels")
def homepage(_request: HttpRequest, panels: list[Any]) -> None:
    """Put what goes out next on the first screen."""
    panels.append(screens.OrdersPanel())


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what is done with orders, for the history of a story."""
    actions.register_action("clock.schedule", _("Schedule"), _("Scheduled"))
    actions.register_action("clock.move", _("Change the schedule"), _("Schedule changed"))
    actions.register_action(
        "clock.newest", _("Schedule the newest version"), _("Newest version scheduled")
    )
    actions.register_action("clock.cancel", _("Cancel an order"), _("Order cancelled"))
