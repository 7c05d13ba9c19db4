"""What publishing and withdrawing by hand mean for orders: they are settled by it."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published, unpublished

from shpalta.newsroom.clock.services import cancel_all_of, cancel_publishing_of
from shpalta.newsroom.stories.models import Story


@receiver(published, sender=Story, dispatch_uid="settle_publish_order")
def settle_publish_order(instance: Story, **_kwargs: Any) -> None:
    """Cancel what waits: an older version must not replace the one that is out now."""
    cancel_publishing_of(instance.pk)


@receiver(unpublished, sender=Story, dispatch_uid="settle_orders_of_withdrawn")
def settle_orders_of_withdrawn(instance: Story, **_kwargs: Any) -> None:
    """Cancel what waits: a withdrawn story must not come back by itself."""
    cancel_all_of(instance.pk)
