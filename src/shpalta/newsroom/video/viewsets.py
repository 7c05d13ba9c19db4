"""The screens of own videos and of embeds."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from shpalta.newsroom.video.models import Embed, Video


class VideoViewSet(SnippetViewSet):
    """Own videos."""

    model = Video
    icon = "media"
    menu_label = _("Videos")
    copy_view_enabled = False
    edit_handler: Any = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("caption"),
            FieldPanel("credit"),
            FieldPanel("poster"),
            FieldPanel("people"),
            FieldPanel("filmed_on"),
            FieldPanel("transcript"),
        ]
    )


class EmbedViewSet(SnippetViewSet):
    """Cards of what lives elsewhere."""

    model = Embed
    icon = "link-external"
    menu_label = _("Embeds")
    copy_view_enabled = False
    edit_handler: Any = ObjectList(
        [
            FieldPanel("address"),
            FieldPanel("title"),
            FieldPanel("author"),
            FieldPanel("text"),
            FieldPanel("language"),
            FieldPanel("still"),
            FieldPanel("people"),
            FieldPanel("filmed_on"),
        ]
    )
