"""Raids: where newcomers are held now, switched by hand; and slow mode by story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from shpalta.readers.models import Comment, Moderating, Talk
from shpalta.readers.moderation.guarding import guard_talk
from shpalta.readers.moderation.models import Raid
from shpalta.readers.moderation.raiding import begin_raids, end_raids
from shpalta.readers.moderation.raids import Target
from shpalta.readers.moderation.screens.base import ModerationView
from shpalta.readers.places import TalkKey, find_headlines

_LATELY = timedelta(days=3)
_SHOWN = 30
_SLOW = (0, 15, 30, 60, 300)


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A story under which something was written lately, and how it is guarded."""

    talk_id: int
    headline: str
    language: str
    title: str
    number: int
    slow_seconds: int
    moderating: str
    raid_id: int | None


class RaidsView(ModerationView):
    """Shows where newcomers are held, and lets it be begun and ended."""

    page_title = gettext_lazy("Raids")
    template_name = "shpalta/moderation/raids.html"
    tab = "raids"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show raids under way, the stories of the last days, and past raids."""
        raids = Raid.objects.filter(title_id__in=self.title_ids).select_related(
            "title", "talk__edition__title", "by"
        )
        under_way = list(raids.filter(ended_at__isnull=True))
        headlines = headlines_over([raid.talk for raid in under_way if raid.talk])
        past = list(raids.filter(ended_at__isnull=False)[:10])
        headlines |= headlines_over([raid.talk for raid in past if raid.talk])
        context = self.get_context_data(
            under_way=[(raid, headlines.get(raid.talk_id, "")) for raid in under_way],
            past=[(raid, headlines.get(raid.talk_id, "")) for raid in past],
            held_titles=[raid.title_id for raid in under_way if raid.talk_id is None],
            lines=self._lines(under_way),
            titles=self.titles,
            slow=_SLOW,
            modes=Moderating.choices,
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Begin or end a raid, or set how a story is guarded."""
        act, given = request.POST.get("act", ""), request.POST
        if act == "end":
            mine = Raid.objects.filter(title_id__in=self.title_ids, pk=_id(given.get("raid")))
            end_raids(mine.values_list("pk", flat=True), by=request.user)
        elif act == "begin-title" and _id(given.get("title")) in self.title_ids:
            target = Target(_id(given.get("title")), None)
            begin_raids([target], timezone.now(), by=request.user)
        elif act in {"begin", "guard"}:
            talk = self._talk(_id(given.get("talk")))
            if act == "begin":
                target = Target(talk.edition.title_id, talk.pk)
                begin_raids([target], timezone.now(), by=request.user)
            else:
                guard_talk(
                    talk_id=talk.pk,
                    slow_seconds=_id(given.get("slow")),
                    moderating=given.get("moderating", ""),
                    actor=request.user,
                )
        return redirect("moderation_raids")

    def _talk(self, talk_id: int) -> Talk:
        rows = Talk.objects.filter(edition__title_id__in=self.title_ids).select_related("edition")
        talk = rows.filter(pk=talk_id).first()
        if talk is None:
            raise Http404
        return talk

    def _lines(self, under_way: list[Raid]) -> list[TalkLine]:
        counted = dict(
            Comment.objects.filter(
                created_at__gte=timezone.now() - _LATELY,
                talk__edition__title_id__in=self.title_ids,
            )
            .order_by()
            .values("talk_id")
            .annotate(number=Count("pk"), last=Max("pk"))
            .order_by("-last")
            .values_list("talk_id", "number")[:_SHOWN]
        )
        talks = Talk.objects.filter(pk__in=counted).select_related("edition__title", "guard")
        known = {talk.pk: talk for talk in talks}
        headlines = headlines_over(list(known.values()))
        raids = {raid.talk_id: raid.pk for raid in under_way if raid.talk_id}
        return [
            TalkLine(
                talk_id=talk_id,
                headline=headlines.get(talk_id, f"№ {known[talk_id].number}"),
                language=known[talk_id].edition.language,
                title=str(known[talk_id].edition),
                number=number,
                slow_seconds=known[talk_id].guard.slow_seconds
                if hasattr(known[talk_id], "guard")
                else 0,
                moderating=known[talk_id].moderating,
                raid_id=raids.get(talk_id),
            )
            for talk_id, number in counted.items()
        ]


def _id(text: Any) -> int:
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0  # noqa: PLR2004


def headlines_over(talks: Iterable[Talk]) -> dict[int | None, str]:
    """Give the headlines over talks, by the talks' ids."""
    keys = {talk.pk: TalkKey.of(talk) for talk in talks}
    found = find_headlines(keys.values())
    return {pk: found[key][1] for pk, key in keys.items() if key in found}
