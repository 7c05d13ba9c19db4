"""Bans: who may not write, by the click that banned them, and the way to take it back."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from shpalta.readers.models import Ban, CommentState, ModerationEntry
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
                number=Count("pk"),
                networks=Count("pk", filter=~Q(network="")),
                until=Max("until"),
                at=Min("at"),
                first=Min("pk"),
            )
            .order_by("-at")[:_SHOWN]
        )
        found = list(groups)
        firsts = Ban.objects.select_related("reader", "by", "title").in_bulk(
            [group["first"] for group in found]
        )
        hidden = _hidden([group["batch"] for group in found])
        lines = [
            group
            | {
                "ban": firsts[group["first"]],
                "reason": short_reason(firsts[group["first"]].reason),
                "hidden": hidden.get(group["batch"], 0),
            }
            for group in found
        ]
        return self.render_to_response(self.get_context_data(lines=lines))


def _hidden(batches: list[UUID]) -> dict[UUID, int]:
    """Count the comments that each click has hidden."""
    entries = ModerationEntry.objects.filter(
        batch__in=batches, after=CommentState.SHUT, undone_at=None
    )
    counted = entries.order_by().values("batch").annotate(number=Count("pk"))
    return dict(counted.values_list("batch", "number"))
