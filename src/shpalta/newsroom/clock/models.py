"""What is to happen at which moment, and whether the clock that makes it happen runs."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from shpalta.newsroom.stories.models import Story

ON_TIME = timedelta(seconds=60)
"""An order that was carried out within this time counts as punctual; after it, people are told."""


class OrderAction(models.TextChoices):
    """What an order does to its story."""

    PUBLISH = "publish", _("publish")
    WITHDRAW = "withdraw", _("withdraw")


class OrderState(models.TextChoices):
    """How far an order has come."""

    WAITING = "waiting", pgettext_lazy("order", "waiting")
    DONE = "done", pgettext_lazy("order", "done")
    FAILED = "failed", pgettext_lazy("order", "failed")
    CANCELLED = "cancelled", pgettext_lazy("order", "cancelled")


def keep_while_waiting(collector: Any, field: Any, orders: Any, using: str) -> None:
    """Let a revision go only when no order waits to publish it, or its story goes too.

    For Django's `on_delete`; raises RestrictedError in the end, as models.RESTRICT does.
    """
    waiting = orders.filter(state=OrderState.WAITING)
    if waiting:
        models.RESTRICT(collector, field, waiting, using)
    models.SET_NULL(collector, field, orders.exclude(state=OrderState.WAITING), using)


class OrderQuerySet(models.QuerySet["PublishOrder"]):
    """Publish orders, asked for by where they stand."""

    def waiting(self) -> Self:
        """Keep what is still to be done."""
        return self.filter(state=OrderState.WAITING)

    def overdue(self, now: datetime) -> Self:
        """Keep what should have been done more than `ON_TIME` before `now`."""
        return self.waiting().filter(due_at__lt=now - ON_TIME)

    def unsettled(self) -> Self:
        """Keep what waits, and what failed and was not set aside yet."""
        return self.filter(state__in=[OrderState.WAITING, OrderState.FAILED])


class PublishOrder(models.Model):
    """An order to publish one version of a story, or to withdraw the story, at a moment.

    It names the revision that was there when it was given: what is written later goes out only
    if somebody puts it into the order.
    """

    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="orders", verbose_name=_("story")
    )
    action = models.CharField(
        _("action"), max_length=16, choices=OrderAction, default=OrderAction.PUBLISH
    )
    revision = models.ForeignKey(
        Revision, on_delete=keep_while_waiting, null=True, blank=True, related_name="+"
    )
    """What goes out; None in an order to withdraw."""
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(
        _("state"), max_length=16, choices=OrderState, default=OrderState.WAITING
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    """How often it was tried and failed."""
    next_try_at = models.DateTimeField()
    """When the clock takes it up: `due_at`, later after a failure."""
    done_at = models.DateTimeField(null=True, blank=True)
    late_by = models.DurationField(null=True, blank=True)
    """How long after `due_at` it was carried out."""
    last_error = models.TextField(blank=True)

    objects = OrderQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("publish order")
        verbose_name_plural = _("publish orders")
        constraints = [
            models.UniqueConstraint(
                fields=["story", "action"],
                condition=models.Q(state="waiting"),
                name="one_waiting_order_per_story",
            ),
            models.CheckConstraint(
                name="done_order_has_a_time",
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="order_due"),
            models.Index(fields=["state", "next_try_at"], name="order_next_try"),
        ]

    def __str__(self) -> str:
        return f"{self.action} story {self.story_id} at {self.due_at:%Y-%m-%d %H:%M:%S %Z}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Save the order; a new one is taken up when it is due."""
        if self.next_try_at is None:
            self.next_try_at = self.due_at
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    @property
    def was_late(self) -> bool:
        """Tell whether it was carried out later than `ON_TIME` after it was due."""
        return self.late_by is not None and self.late_by > ON_TIME


class ClockBeat(models.Model):
    """A sign of life of one clock process, renewed every second."""

    process = models.CharField(max_length=200, unique=True)
    """Host and process id."""
    started_at = models.DateTimeField()
    at = models.DateTimeField(db_index=True)
    pending = models.PositiveIntegerField(default=0)
    """How many orders wait."""
    overdue = models.PositiveIntegerField(default=0)
    """How many of them should have been done more than `ON_TIME` ago."""
    last_error = models.CharField(max_length=300, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sign of life of the clock")
        verbose_name_plural = _("signs of life of the clock")

    def __str__(self) -> str:
        return f"{self.process} {self.at:%Y-%m-%d %H:%M:%S}"
