"""The log: every act, who, when and why. Nothing here changes or deletes a line."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shpalta.newsroom.names import publishing_languages
from shpalta.readers.models import CommentState, Moderating, ModerationEntry, Talk
from shpalta.readers.moderation.access import has_house
from shpalta.readers.moderation.guarding import SLOW
from shpalta.readers.moderation.items import told_act
from shpalta.readers.moderation.models import WordSeverity
from shpalta.readers.moderation.ruling import WORDS
from shpalta.readers.moderation.screens.base import ModerationView
from shpalta.readers.moderation.screens.raids import headlines_over
from shpalta.readers.moderation.wording import short_reason

_SHOWN = 100
_STATES = dict(CommentState.choices)
_OF_TALKS = frozenset({"raid-on", "raid-off", SLOW})


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
        rows = ModerationEntry.objects.filter(allowed).select_related(
            "actor", "comment", "title", "reader"
        )
        comment, before = request.GET.get("comment", ""), request.GET.get("before", "")
        if _is_number(comment):
            rows = rows.filter(comment_id=int(comment))
        if _is_number(before):
            rows = rows.filter(pk__lt=int(before))
        found = list(rows.order_by("-pk")[: _SHOWN + 1])
        notes = _notes(found[:_SHOWN])
        lines = [
            {
                "entry": entry,
                "told": told_act(entry),
                "reasons": [short_reason(code) for code in entry.reasons],
                "after": _STATES.get(entry.after, ""),
                "note": notes[entry.pk],
            }
            for entry in found[:_SHOWN]
        ]
        more = found[_SHOWN - 1].pk if len(found) > _SHOWN else None
        context = self.get_context_data(
            lines=lines, more=more, comment=comment if _is_number(comment) else ""
        )
        return self.render_to_response(context)


def _notes(entries: Sequence[ModerationEntry]) -> dict[int, str]:
    """Say in words what entries note by numbers: stories, their slow mode, lists of words."""
    numbers = {one.pk: one.note.partition(":")[0] for one in entries if one.action in _OF_TALKS}
    talks = Talk.objects.select_related("edition").filter(
        pk__in=[int(number) for number in numbers.values() if _is_number(number)]
    )
    headlines = {str(pk): told for pk, told in headlines_over(talks).items()}
    notes = {one.pk: one.note for one in entries}
    for one in entries:
        if one.pk in numbers:
            story = headlines.get(numbers[one.pk], "")
            how = _slowed(one.note) if one.action == SLOW else []
            notes[one.pk] = " · ".join(part for part in (story, *how) if part)
        elif one.action == WORDS:
            notes[one.pk] = _listed(one.note)
    return notes


def _slowed(note: str) -> list[str]:
    """Say how a story is guarded, as `guard_talk` notes it."""
    _talk, _colon, how = note.partition(": ")
    seconds, _blank, mode = how.partition(" ")
    slow = _("%(seconds)s s") % {"seconds": seconds} if seconds != "0" else _("off")
    return [slow, str(Moderating(mode).label) if mode in Moderating.values else ""]


def _listed(note: str) -> str:
    """Name a list of words, as `set_words` notes it."""
    language, _blank, severity = note.partition(" ")
    name = dict(publishing_languages()).get(language, language)
    known = {str(one.value): str(one.label) for one in WordSeverity}
    return " · ".join(part for part in (str(name), known.get(severity, "")) if part)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18  # noqa: PLR2004
