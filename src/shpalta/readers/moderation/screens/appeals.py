"""Appeals that wait for a decision, the oldest first."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from shpalta.readers.models import Appeal, AppealState
from shpalta.readers.moderation.acting import LONGEST_NOTE
from shpalta.readers.moderation.appealing import decide_appeal, must_be_another
from shpalta.readers.moderation.errors import ModerationRefusedError
from shpalta.readers.moderation.items import items_of
from shpalta.readers.moderation.screens.base import ModerationView, keep_last_act, told_act
from shpalta.readers.moderation.services import DECLINE, GRANT
from shpalta.readers.reasons import reason_words

_SHOWN = 50


class AppealsView(ModerationView):
    """Shows appeals with what was decided, and takes the second decision."""

    page_title = gettext_lazy("Appeals")
    template_name = "shpalta/moderation/appeals.html"
    tab = "appeals"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show what is open, and the last ones that were decided."""
        return self.render()

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Decide one."""
        appeal_id, grants = request.POST.get("appeal", ""), request.POST.get("act") == GRANT
        known = self._appeals().filter(pk=int(appeal_id) if appeal_id.isdigit() else 0)
        if not known.exists():
            raise Http404
        try:
            act = decide_appeal(
                appeal_id=int(appeal_id),
                grants=grants,
                answer=request.POST.get("answer", "").strip()[:LONGEST_NOTE],
                actor=request.user,
            )
        except ModerationRefusedError as error:
            return self.render(str(error), HTTPStatus.CONFLICT)
        keep_last_act(request, told_act(GRANT if grants else DECLINE, act), None)
        return redirect("moderation_appeals")

    def _appeals(self) -> Any:
        return Appeal.objects.filter(comment__talk__edition__title_id__in=self.title_ids)

    def render(self, error: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        """Show the appeals, and why one could not be decided."""
        rows = self._appeals().select_related(
            *("comment__reader", "comment__finding", "comment__talk__edition__title"),
            *("comment__answers", "comment__parent", "decided_by"),
        )
        waiting = list(rows.filter(state=AppealState.OPEN).order_by("pk")[:_SHOWN])
        items = items_of([appeal.comment for appeal in waiting])
        shown = [
            {
                "appeal": appeal,
                "item": item,
                "told": reason_words(appeal.comment.reasons),
                "must_be_another": must_be_another(appeal, self.request.user),
            }
            for appeal, item in zip(waiting, items, strict=True)
        ]
        decided = rows.exclude(state=AppealState.OPEN).order_by("-decided_at")[:10]
        context = self.get_context_data(appeals=shown, decided=decided, error=error)
        return self.render_to_response(context, status=status)
