"""The queue's screen: what waits, in waves and one by one, and the acts upon it."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from shpalta.newsroom.names import name_in
from shpalta.readers.models import Comment, CommentState, ModerationEntry
from shpalta.readers.moderation.access import has_house, require_moderator, titles_for
from shpalta.readers.moderation.acting import carry_out, read_asked
from shpalta.readers.moderation.errors import ModerationRefusedError
from shpalta.readers.moderation.items import items_of
from shpalta.readers.moderation.items import told_act as told_entry
from shpalta.readers.moderation.models import RemovalReason
from shpalta.readers.moderation.queue import (
    PAGE,
    STATES,
    WAITING,
    Filters,
    PageEnd,
    narrowed,
    page_of,
    waves,
)
from shpalta.readers.moderation.screens.base import ModerationView, keep_last_act, told_act
from shpalta.readers.moderation.services import UNDO, undo
from shpalta.readers.moderation.wording import HELD_FOR, REMOVED_FOR, short_reason

_MOST_ASKED = 200


class QueueView(ModerationView):
    """What waits for a decision, or what was decided, as the filters say."""

    template_name = "shpalta/moderation/queue.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show a page of it."""
        filters = Filters.read(request.GET.dict())
        after = PageEnd.read(request.GET.get("after", ""))
        rows = narrowed(filters, self.title_ids)
        found = page_of(rows, filters, after)
        shown = found[:PAGE]
        items = items_of(shown)
        is_first = after is None and filters.state == WAITING and not filters.cluster
        more = filters.as_query(after=items[-1].page_end) if len(found) > PAGE else None
        context = self.get_context_data(
            filters=filters,
            query=filters.as_query(),
            items=items,
            waves=waves(rows) if is_first else [],
            upto=max((item.comment_id for item in items), default=0),
            newest=rows.order_by("-pk").values_list("pk", flat=True).first() or 0,
            number=rows.order_by()[: PAGE + 1].count() if not more else None,
            more=f"?{urlencode(more)}" if more else "",
            reasons=removal_reasons(self.title_ids),
            has_house=has_house(request.user),
            states=[(state, _state_words(state)) for state in STATES],
            held_for=[(code, short_reason(code)) for code in HELD_FOR],
            titles=self.titles,
            back=request.get_full_path(),
        )
        return self.render_to_response(context)


def _state_words(state: str) -> str:
    return _("to decide") if state == WAITING else str(CommentState(state).label)


def removal_reasons(title_ids: list[int]) -> list[tuple[str, str]]:
    """List the reasons of removals: the house's own, and those of the titles."""
    language = get_language() or "uk"
    own = RemovalReason.objects.filter(title_id__in=title_ids)
    return [
        *((code, short_reason(code)) for code in REMOVED_FOR),
        *((f"own-{row.pk}", name_in(row.names, language)) for row in own),
    ]


class _ActView(View):
    """Carries out an act, and answers with a page or, to the screen's script, with data."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may moderate."""
        require_moderator(request)
        return super().dispatch(request, *args, **kwargs)

    def act(self, request: HttpRequest, **kwargs: Any) -> tuple[str, UUID | None]:
        """Do it, and give what is told and what can be undone."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it, or say why not."""
        is_script = request.headers.get("X-Requested-With") == "fetch"
        try:
            words, batch = self.act(request, **kwargs)
        except ModerationRefusedError as error:
            if is_script:
                return JsonResponse({"error": str(error)}, status=HTTPStatus.CONFLICT)
            keep_last_act(request, str(error), None)
            return redirect(self._back(request))
        if is_script:
            url = reverse("moderation_undo", args=[batch]) if batch else ""
            return JsonResponse({"told": words, "undo": url})
        keep_last_act(request, words, batch)
        return redirect(self._back(request))

    def _back(self, request: HttpRequest) -> str:
        asked = request.POST.get("back", "")
        is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return asked if is_ours and asked.startswith("/") else reverse("moderation")


class ActView(_ActView):
    """Approves, removes and bans."""

    def act(self, request: HttpRequest, **_kwargs: Any) -> tuple[str, UUID | None]:
        """Do what the form asks for."""
        title_ids = [title.pk for title in titles_for(request.user)]
        asked = read_asked(request.POST, title_ids)
        done = carry_out(asked, request.user)
        return told_act(asked.action.partition("-")[0], done), done.batch


class UndoView(_ActView):
    """Takes back what one click did."""

    def act(self, request: HttpRequest, **kwargs: Any) -> tuple[str, UUID | None]:
        """Take it back, where all of it is in titles that are open."""
        title_ids = {title.pk for title in titles_for(request.user)}
        entries = ModerationEntry.objects.filter(batch=kwargs["batch"])
        touched = set(entries.values_list("title_id", flat=True))
        allowed: set[int | None] = {*title_ids}
        if has_house(request.user):
            allowed.add(None)
        if not touched <= allowed:
            raise ModerationRefusedError(_("There is nothing to undo."))
        done = undo(batch=kwargs["batch"], actor=request.user)
        return told_act(UNDO, done), None


def decided_since(request: HttpRequest) -> JsonResponse:
    """Tell a screen which of its comments were decided meanwhile, and by whom."""
    require_moderator(request)
    asked = [int(one) for one in request.GET.get("ids", "").split(",") if one.isdigit()]
    title_ids = [title.pk for title in titles_for(request.user)]
    rows = Comment.objects.filter(pk__in=asked[:_MOST_ASKED], talk__edition__title_id__in=title_ids)
    gone = rows.exclude(finding__is_open=True).values_list("pk", flat=True)
    entries = ModerationEntry.objects.filter(comment_id__in=list(gone)).select_related("actor")
    told: dict[int, str] = dict.fromkeys(gone, "")
    for entry in entries.order_by("pk"):
        told[entry.comment_id or 0] = told_entry(entry)
    return JsonResponse({"decided": told})
