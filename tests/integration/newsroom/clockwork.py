"""What tests of the clock share: orders that are due, and a clock that is wound by hand."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shpalta.newsroom.clock.models import PublishOrder
from shpalta.newsroom.clock.running import Clock
from shpalta.newsroom.stories.models import Story


def schedule_url(story: Story) -> str:
    """Give the address of the screen on which the story is scheduled."""
    return reverse("clock_schedule", args=[story.pk])


def withdrawal_url(story: Story) -> str:
    """Give the address of the screen on which the story's withdrawal is set."""
    return reverse("clock_withdraw", args=[story.pk])


def order(story: Story, *, due_in: float = 3600, **fields: Any) -> PublishOrder:
    """Place an order for the newest version, due in so many seconds (negative: overdue)."""
    fields.setdefault("revision", story.latest_revision)
    due_at = timezone.now().replace(microsecond=0) + timedelta(seconds=due_in)
    placed: PublishOrder = PublishOrder.objects.create(story=story, due_at=due_at, **fields)
    return placed


def make_due(placed: PublishOrder, *, ago: float = 1) -> datetime:
    """Let the order be due since so many seconds, as if time had passed."""
    due_at = timezone.now().replace(microsecond=0) - timedelta(seconds=ago)
    PublishOrder.objects.filter(pk=placed.pk).update(due_at=due_at, next_try_at=due_at)
    return due_at


def wind(clock: Clock | None = None) -> None:
    """Let a clock run once through what is due."""
    (clock or Clock()).tick()


def again(placed: PublishOrder) -> PublishOrder:
    """Read the order again."""
    return PublishOrder.objects.get(pk=placed.pk)


def wall(moment: datetime, story: Story) -> str:
    """Write a moment as the form's field does, in the zone of the story's title."""
    local = moment.astimezone(story.edition.title.zone)
    return local.strftime("%Y-%m-%dT%H:%M:%S")


def asked(client: Client, url: str) -> dict[str, Any]:
    """Open a form that asks for a moment, and give what it would send unchanged."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value}
