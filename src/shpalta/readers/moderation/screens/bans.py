"""Bans: who may not write, by the click that banned them, and the way to take it back."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from shpalta.newsroom.titles.models import Title
from shpalta.readers.models import Ban, Comment, CommentState, ModerationEntry
from shpalta.readers.moderation.access import has_house
from shpalta.readers.moderation.lifting import bans_at
from shpalta.readers.moderation.screens.base import ModerationView
from shpalta.readers.moderation.wording import short_reason

_SHOWN = 50


class BansView(ModerationView):
    """Lists the bans that hold, one line a click."""

    page_title = gettext_lazy("Bans")
    template_name = "shpalta/moderation/bans.html"
    tab = "bans"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show them."""
        allowed = Q(title_id__in=self.title_ids)
        if has_house(request.user):
            allowed |= Q(title=None)
        groups = (
            Ban.objects.filter(allowed, bans_at(timezone.now()))
            .order_by()
            .values("batch")
            .annotate(
                readers=Count("reader", distinct=True),
                guests=Count("guest_key", distinct=True, filter=~Q(guest_key="")),
                networks=Count("network", distinct=True, filter=~Q(network="")),
                until=Max("until"),
                at=Min("at"),
                first=Min("pk"),
            )
            .order_by("-at")[:_SHOWN]
        )
        found = list(groups)
        firsts = Ban.objects.select_related("reader", "by").in_bulk(
            [group["first"] for group in found]
        )
        batches = [group["batch"] for group in found]
        hidden, titles = _hidden(batches), _titles(batches, allowed)
        names = _guests_names([ban.guest_key for ban in firsts.values() if ban.guest_key])
        lines = [
            group
            | {
                "ban": firsts[group["first"]],
                "guest": names.get(firsts[group["first"]].guest_key, ""),
                "number": group["readers"] + group["guests"] + group["networks"],
                "titles": titles[group["batch"]],
                "reason": short_reason(firsts[group["first"]].reason),
                "hidden": hidden.get(group["batch"], 0),
            }
            for group in found
        ]
        return self.render_to_response(self.get_context_data(lines=lines))


def _titles(batches: list[UUID], allowed: Q) -> dict[UUID, list[Title]]:
    """List the titles in which the bans of each click hold; none: the whole house."""
    found: dict[UUID, list[Title]] = {batch: [] for batch in batches}
    rows = Ban.objects.filter(allowed, batch__in=batches, title__isnull=False)
    pairs = set(rows.values_list("batch", "title_id"))
    titles = Title.objects.in_bulk({title_id for _batch, title_id in pairs})
    for title in sorted(titles.values(), key=lambda one: (one.position, one.code)):
        for batch in batches:
            if (batch, title.pk) in pairs:
                found[batch].append(title)
    return found


def _guests_names(guest_keys: list[str]) -> dict[str, str]:
    """Give the names under which guests wrote last."""
    rows = Comment.objects.filter(guest_key__in=guest_keys).order_by("pk")
    return dict(rows.values_list("guest_key", "name"))


def _hidden(batches: list[UUID]) -> dict[UUID, int]:
    """Count the comments that each click has hidden."""
    entries = ModerationEntry.objects.filter(
        batch__in=batches, after=CommentState.SHUT, undone_at=None
    )
    counted = entries.order_by().values("batch").annotate(number=Count("pk"))
    return dict(counted.values_list("batch", "number"))
