"""The log: every act, who, when and why. Nothing here changes or deletes a line."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from shpalta.readers.models import CommentState, ModerationEntry
from shpalta.readers.moderation.access import has_house
from shpalta.readers.moderation.items import told_act
from shpalta.readers.moderation.screens.base import ModerationView
from shpalta.readers.moderation.wording import short_reason

_SHOWN = 100
_STATES = dict(CommentState.choices)


class LogView(ModerationView):
    """Lists what was done, the newest first; of one comment where the address names it."""

    page_title = gettext_lazy("Log")
    template_name = "shpalta/moderation/log.html"
    tab = "log"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show a page of it."""
        allowed = Q(title_id__in=self.title_ids)
        if has_house(request.user):
            allowed |= Q(title=None)
        rows = ModerationEntry.objects.filter(allowed).select_related("actor", "comment", "title")
        comment, before = request.GET.get("comment", ""), request.GET.get("before", "")
        if _is_number(comment):
            rows = rows.filter(comment_id=int(comment))
        if _is_number(before):
            rows = rows.filter(pk__lt=int(before))
        found = list(rows.order_by("-pk")[: _SHOWN + 1])
        lines = [
            {
                "entry": entry,
                "told": told_act(entry),
                "reasons": [short_reason(code) for code in entry.reasons],
                "after": _STATES.get(entry.after, ""),
            }
            for entry in found[:_SHOWN]
        ]
        more = found[_SHOWN - 1].pk if len(found) > _SHOWN else None
        context = self.get_context_data(
            lines=lines, more=more, comment=comment if _is_number(comment) else ""
        )
        return self.render_to_response(context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004
