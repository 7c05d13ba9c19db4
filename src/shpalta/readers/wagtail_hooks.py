"""Where comments meet Wagtail and the stories' screens."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from shpalta.newsroom.stories import notes
from shpalta.newsroom.titles.walls import own
from shpalta.readers import screens
from shpalta.readers.models import Comment, Talk, TalkRules

own(TalkRules, "title_id")
own(Talk, "edition__title_id", "talk_id")
own(Comment, "talk__edition__title_id", "comment_id")
register_snippet(screens.TalkRulesViewSet)
hooks.register(notes.NOTICES, screens.notice_above_editor)
hooks.register(notes.PLACEMENT_NOTICES, screens.notice_above_placement)


@hooks.register("register_admin_urls")
def talk_urls() -> list[URLPattern]:
    """Add what opens and closes comments under a story, one's own or a sister's."""
    return [
        path("talks/<int:story_id>/", screens.decide, name="readers_talk"),
        path("talks/taken/<int:placement_id>/", screens.decide_taken, name="readers_taken_talk"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name it, for the history of a story."""
    actions.register_action("readers.talk", _("Decide about comments"), _("Comments decided"))
