"""What all screens of moderation share: who is let in, the tabs, the act that can be undone."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from shpalta.newsroom.titles.models import Title
from shpalta.readers.models import Appeal, AppealState
from shpalta.readers.moderation.access import require_moderator, titles_for
from shpalta.readers.moderation.queue import MOST_COUNTED, count_waiting
from shpalta.readers.moderation.services import Act
from shpalta.readers.moderation.wording import act_words

_LAST_ACT = "moderation_last_act"


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to another screen; `number` says how much waits there, "" nothing."""

    name: str
    label: str
    url: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class LastAct:
    """What was just done, and where it is undone."""

    words: str
    undo_url: str


class ModerationView(WagtailAdminTemplateMixin, View):
    """A screen for who may moderate."""

    page_title = gettext_lazy("Comments")
    header_icon = "comment"
    tab = "queue"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may moderate."""
        require_moderator(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def titles(self) -> list[Title]:
        """Read the titles in which this person moderates."""
        return titles_for(self.request.user)

    @cached_property
    def title_ids(self) -> list[int]:
        """Give their ids."""
        return [title.pk for title in self.titles]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the first screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs and what can be undone."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["tabs"], context["tab"] = self.tabs(), self.tab
        context["last_act"] = take_last_act(self.request)
        return context

    def tabs(self) -> list[Tab]:
        """List the screens."""
        appeals = Appeal.objects.filter(
            state=AppealState.OPEN, comment__talk__edition__title_id__in=self.title_ids
        ).count()
        return [
            Tab("queue", _("Queue"), reverse("moderation"), shown_number(self.title_ids)),
            Tab("appeals", _("Appeals"), reverse("moderation_appeals"), str(appeals or "")),
            Tab("raids", _("Raids"), reverse("moderation_raids")),
            Tab("bans", _("Bans"), reverse("moderation_bans")),
            Tab("words", _("Words"), reverse("moderation_words")),
            Tab("rules", _("Rules"), reverse("moderation_rules")),
            Tab("figures", _("Figures"), reverse("moderation_figures")),
            Tab("log", _("Log"), reverse("moderation_log")),
        ]


def shown_number(title_ids: list[int]) -> str:
    """Say how many comments wait; "" where none does."""
    number = count_waiting(title_ids)
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number or "")


def told_act(action: str, act: Act) -> str:
    """Say what an act did, and what somebody else had done before."""
    done = ngettext("%(number)d comment", "%(number)d comments", act.done) % {"number": act.done}
    words = f"{act_words(action).capitalize()}: {done}."
    if act.missed:
        words += " " + ngettext(
            "%(number)d was decided by somebody else before.",
            "%(number)d were decided by somebody else before.",
            act.missed,
        ) % {"number": act.missed}
    return words


def keep_last_act(request: HttpRequest, words: str, batch: UUID | None) -> LastAct:
    """Keep what was done, for the next screen to show with the way to undo it."""
    url = reverse("moderation_undo", args=[batch]) if batch else ""
    request.session[_LAST_ACT] = [words, url]
    return LastAct(words, url)


def take_last_act(request: HttpRequest) -> LastAct | None:
    """Take what was done and not shown yet."""
    kept = request.session.pop(_LAST_ACT, None)
    return LastAct(*kept) if kept else None
