"""What the screens show of a video beside its fields: how far it is, and where it is used."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.panels import Panel

from shpalta.newsroom.names import passage_languages
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video.refusals import told
from shpalta.newsroom.video.using import find_uses


@dataclass(frozen=True, slots=True)
class Use:
    """One row that shows it: what kind of row, of which edition; `url` leads to its screen."""

    row: Any
    place: str
    url: str


class StandingPanel(Panel):
    """How far a video is, or whether an embed is still there; and where it is used."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one row."""

        template_name = "shpalta/video/standing.html"

        def is_shown(self) -> bool:
            """Show it once there is a row."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give what the template shows."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            user = self.request.user
            finder = AdminURLFinder(user)
            uses = find_uses(self.instance, user)
            return context | {
                "uses": [
                    Use(row, _place(row), finder.get_edit_url(row) or "") for row in uses.seen
                ],
                "hidden_uses": uses.hidden,
                **_standing(self.instance),
            }


def _place(row: Any) -> str:
    kind = capfirst(str(row._meta.verbose_name))  # noqa: SLF001  Django's own documented name
    edition = getattr(row, "edition", None)
    return f"{kind} · {edition}" if edition else kind


def _standing(thing: Video | Embed) -> dict[str, Any]:
    if isinstance(thing, Embed):
        return {"embed": thing}
    names = dict(passage_languages())
    return {
        "video": thing,
        "captions": [(one, names.get(one.language, one.language)) for one in thing.captions.all()],
        "has_failed": thing.state == State.FAILED,
        "is_under_way": thing.state in {State.WAITING, State.WORKING},
        "failure": told(thing.failure) if thing.failure else "",
        "again_url": reverse("video_again", args=[thing.pk]),
        "state_url": reverse("video_state", args=[thing.pk]),
    }
