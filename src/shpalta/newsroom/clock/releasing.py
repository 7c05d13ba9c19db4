"""Carrying out one order: everything prepared beforehand, one transaction at the moment itself.

The publishing is `StoryPublish`, the same that every screen uses. What costs time and needs no
transaction (reading the revision, checking that the story can be printed) is done some seconds
before; it is used only if the story's row and the order are still what they were then.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from shpalta.core.visibility import State
from shpalta.newsroom.clock.backoff import is_permanent, pause_after, told
from shpalta.newsroom.clock.errors import OrderRefusedError
from shpalta.newsroom.clock.models import ON_TIME, OrderAction, OrderState, PublishOrder
from shpalta.newsroom.stories.actions import StoryPublish, StoryWithdraw
from shpalta.newsroom.stories.models import Story

Stamp = tuple[Any, ...]

_TEXTS = {"headline", "front_headline", "lead", "body", "lead_caption", "lead_credit"}
_COLUMNS = [field.attname for field in Story._meta.concrete_fields]  # noqa: SLF001  Django's name
_STAMPED = [name for name in _COLUMNS if name not in _TEXTS]
"""The columns that a revision lays itself over. Texts come from the revision alone."""
_ANY = -1
"""Stands in a statement where a story's id will."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A publishing that waits for its moment, and what it was made from."""

    order_id: int
    revision_id: int | None
    stamp: Stamp
    action: StoryPublish


def prepare(order: PublishOrder) -> Prepared | None:
    """Read and check what the order will publish; None for an order to withdraw.

    Raises ValidationError if the revision cannot be published at the moment of the order.
    """
    if order.action != OrderAction.PUBLISH:
        return None
    stamp = _read_stamp(order.story_id)
    if stamp is None:
        raise OrderRefusedError(_("This story was deleted."))
    action = _publishing(order)
    action.prepare()
    return Prepared(order.pk, order.revision_id, stamp, action)


def carry_out(order: PublishOrder, prepared: Prepared | None = None) -> bool:
    """Do what the order says, whole or not at all, and mark it done in the same transaction.

    `order` is due. False if it is no longer what it was (cancelled, moved, done by another
    clock) or if somebody holds its story this moment. Raises what the publishing raises.
    """
    with transaction.atomic():
        # The story first, then its orders: screens lock in this order too.
        stamp = _read_stamp(order.story_id, lock=True)
        now = timezone.now()
        if stamp is None or not _claim(order, now):
            return False
        if order.action == OrderAction.WITHDRAW:
            _withdraw(order)
            return True
        fits = (
            prepared is not None
            and prepared.stamp == stamp
            and prepared.revision_id == order.revision_id
        )
        action = prepared.action if prepared is not None and fits else _publishing(order)
        action.is_free_of_workflow = bool(stamp[-1])
        # Readers are told the moment that was promised, unless that would be untrue.
        action.at = order.due_at if now - order.due_at <= ON_TIME else now
        action.execute(skip_permission_checks=True)
    return True


def record_failure(order: PublishOrder, error: Exception) -> PublishOrder | None:
    """Note that carrying out failed: tried again later, or given up if that cannot help.

    Gives the order as it is now, or None if somebody else changed it meanwhile.
    """
    failures = order.attempts + 1
    changes = {
        "attempts": failures,
        "next_try_at": timezone.now() + pause_after(failures),
        "last_error": told(error),
        "state": OrderState.FAILED if is_permanent(error) else OrderState.WAITING,
    }
    unchanged = PublishOrder.objects.filter(
        pk=order.pk, state=OrderState.WAITING, attempts=order.attempts
    )
    if not unchanged.update(**changes):
        return None
    for name, value in changes.items():
        setattr(order, name, value)
    return order


def _read_stamp(story_id: int, *, lock: bool = False) -> Stamp | None:
    """Read what tells whether a story is still what it was; None if it is gone or held.

    The values are the database's own. The last one says whether the story is in no workflow.
    """
    with connection.cursor() as cursor:
        sql, parameters = _stamp_statement(connection.vendor, lock)
        cursor.execute(sql, [story_id if one == _ANY else one for one in parameters])
        row: Stamp | None = cursor.fetchone()
        return row


@lru_cache(maxsize=4)
def _stamp_statement(_vendor: str, lock: bool) -> tuple[str, tuple[Any, ...]]:
    """Write the statement once: with so many columns that takes longer than asking it."""
    stories = Story.objects.filter(pk=_ANY)
    if lock:
        stories = stories.select_for_update(skip_locked=True, of=("self",))
    # An autosave writes over the newest version and its parts, and moves its time alone.
    saved_at = Revision.objects.filter(pk=OuterRef("latest_revision_id")).values("created_at")
    workflows = WorkflowState.objects.active().filter(
        content_type=ContentType.objects.get_for_model(Story),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    annotated = stories.annotate(saved_at=Subquery(saved_at), is_free=~Exists(workflows))
    query: Any = annotated.values_list(*_STAMPED, "saved_at", "is_free").query
    sql, parameters = query.sql_with_params()
    return sql, parameters


def _claim(order: PublishOrder, now: datetime) -> bool:
    """Mark the order done if it is still the one we know; nobody else can then carry it out."""
    known: dict[str, Any] = {"due_at": order.due_at, "revision_id": order.revision_id}
    unchanged = PublishOrder.objects.waiting().filter(pk=order.pk, due_at__lte=now, **known)
    done = {"state": OrderState.DONE, "done_at": now, "late_by": now - order.due_at}
    return bool(unchanged.update(**done, last_error=""))


def _publishing(order: PublishOrder) -> StoryPublish:
    if order.revision is None:
        raise OrderRefusedError(_("The version that was to go out is no longer there."))
    return StoryPublish(order.revision, user=order.created_by, at=order.due_at)


def _withdraw(order: PublishOrder) -> None:
    story = Story.objects.get(pk=order.story_id)
    if story.state != State.PUBLISHED:
        raise OrderRefusedError(_("This story is not public: there is nothing to withdraw."))
    StoryWithdraw(story, user=order.created_by).execute(skip_permission_checks=True)
