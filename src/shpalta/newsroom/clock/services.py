"""Giving, changing and taking back orders: what the screens call."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from shpalta.core.visibility import State
from shpalta.newsroom.clock.errors import OrderRefusedError
from shpalta.newsroom.clock.models import OrderAction, OrderState, PublishOrder
from shpalta.newsroom.stories.actions import StoryPublish
from shpalta.newsroom.stories.models import Story


@transaction.atomic
def order_publishing(
    *, story_id: int, revision_id: int, due_at: datetime, actor: Any
) -> PublishOrder:
    """Order that this version goes out at `due_at` (aware); an order that waits already is moved.

    Raises OrderRefusedError for a moment that has passed or lies under embargo, and
    ValidationError if this version could not be printed.
    """
    story = _locked(story_id)
    revision = story.revisions.filter(pk=revision_id).first()
    if revision is None:
        raise OrderRefusedError(_("This version is no longer there. Save the story once more."))
    due_at = _checked_moment(due_at)
    if story.embargo_until is not None and due_at < story.embargo_until:
        message = _("The story is under embargo until then: choose a later moment.")
        raise OrderRefusedError(message, field="due_at")
    _check_printable(revision, due_at)
    return _placed(story, OrderAction.PUBLISH, due_at, actor, revision)


@transaction.atomic
def order_withdrawal(*, story_id: int, due_at: datetime, actor: Any) -> PublishOrder:
    """Order that the story is withdrawn at `due_at` (aware); an order that waits is moved.

    Raises OrderRefusedError for a moment that has passed, or if nothing will be public by then.
    """
    story = _locked(story_id)
    due_at = _checked_moment(due_at)
    will_be_out = story.orders.waiting().filter(action=OrderAction.PUBLISH, due_at__lt=due_at)
    if story.state != State.PUBLISHED and not will_be_out.exists():
        message = _("The story will not be public at that moment.")
        raise OrderRefusedError(message, field="due_at")
    return _placed(story, OrderAction.WITHDRAW, due_at, actor, None)


@transaction.atomic
def put_newest_version(*, order_id: int, actor: Any) -> PublishOrder:
    """Let the story's newest version go out instead of the one that the order names.

    Raises OrderRefusedError if the order does not wait any more, ValidationError if the newest
    version could not be printed.
    """
    order = _locked_order(order_id)
    revision = order.story.latest_revision
    if order.action != OrderAction.PUBLISH or revision is None:
        raise OrderRefusedError(_("This order publishes no version."))
    if order.revision_id == revision.pk:
        return order
    _check_printable(revision, order.due_at)
    order.revision = revision
    order.save(update_fields=["revision"])
    _log(order, "clock.newest", actor)
    return order


@transaction.atomic
def cancel_order(*, order_id: int, actor: Any) -> PublishOrder:
    """Take an order back, or set aside one that failed.

    Raises OrderRefusedError if it was carried out or cancelled already.
    """
    order = _locked_order(order_id, or_failed=True)
    order.state = OrderState.CANCELLED
    order.save(update_fields=["state"])
    _log(order, "clock.cancel", actor)
    return order


def cancel_publishing_of(story_id: int) -> int:
    """Cancel what waits to be published of a story that was published just now; give how many."""
    return _cancelled(
        PublishOrder.objects.unsettled().filter(story_id=story_id, action=OrderAction.PUBLISH)
    )


def cancel_all_of(story_id: int) -> int:
    """Cancel everything that waits for a story that was withdrawn just now; give how many."""
    return _cancelled(PublishOrder.objects.unsettled().filter(story_id=story_id))


def _cancelled(orders: Any) -> int:
    return int(orders.update(state=OrderState.CANCELLED))


def _locked(story_id: int) -> Story:
    """Lock the story: the clock and every screen do so before they touch its orders."""
    story = Story.objects.select_for_update().filter(pk=story_id).first()
    if story is None:
        raise OrderRefusedError(_("This story was deleted."))
    return story


def _locked_order(order_id: int, *, or_failed: bool = False) -> PublishOrder:
    story_id = PublishOrder.objects.filter(pk=order_id).values_list("story_id", flat=True).first()
    if story_id is None:
        raise OrderRefusedError(_("This order is no longer there."))
    story = _locked(story_id)
    order = PublishOrder.objects.select_for_update().get(pk=order_id)
    open_states = {OrderState.WAITING, OrderState.FAILED} if or_failed else {OrderState.WAITING}
    if order.state not in open_states:
        raise OrderRefusedError(_("This order was carried out or cancelled already."))
    order.story = story
    return order


def _checked_moment(due_at: datetime) -> datetime:
    due_at = due_at.replace(microsecond=0)
    if due_at <= timezone.now():
        raise OrderRefusedError(_("This moment has passed."), field="due_at")
    return due_at


def _check_printable(revision: Revision, due_at: datetime) -> None:
    StoryPublish(revision, at=due_at).check(skip_permission_checks=True)


def _placed(
    story: Story, action: OrderAction, due_at: datetime, actor: Any, revision: Revision | None
) -> PublishOrder:
    """Place a new order, or move the one that waits; one that failed is settled by it."""
    story.orders.filter(action=action, state=OrderState.FAILED).update(state=OrderState.CANCELLED)
    order = story.orders.waiting().filter(action=action).first()
    is_new = order is None
    order = order or PublishOrder(story=story, action=action, created_by=actor)
    order.due_at = order.next_try_at = due_at
    order.revision = revision
    order.attempts = 0
    order.last_error = ""
    order.save()
    _log(order, "clock.schedule" if is_new else "clock.move", actor)
    return order


def _log(order: PublishOrder, action: str, actor: Any) -> None:
    log(
        instance=order.story,
        action=action,
        user=actor,
        revision=order.revision,
        data={"action": str(order.action), "due_at": order.due_at.isoformat()},
        content_changed=False,
    )
