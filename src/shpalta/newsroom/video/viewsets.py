"""The screens of own videos and of embeds."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.snippets.views.snippets import SnippetViewSet

from shpalta.newsroom.video import views
from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.forms import EmbedForm, VideoForm
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video.panels import StandingPanel

_GONE = _("gone")


class StillColumn(Column):
    """The picture that stands for a row, small."""

    def __init__(self, accessor: str) -> None:
        super().__init__("still", label="", accessor=accessor)

    def get_value(self, instance: Any) -> Any:
        """Give the picture as HTML, "" where there is none."""
        picture = super().get_value(instance)
        if picture is None:
            return ""
        small = get_rendition_or_not_found(picture, "fill-128x72")
        return format_html(
            '<img class="video-still" src="{}" width="128" height="72" alt="">', small.url
        )


class StateColumn(Column):
    """How far a video is."""

    cell_template_name = "shpalta/video/state_cell.html"

    def get_value(self, instance: Video) -> Any:
        """Give what the cell shows."""
        return {
            "told": instance.get_state_display(),
            "is_good": instance.state == State.READY,
            "is_bad": instance.state == State.FAILED,
            "progress": instance.progress if instance.state == State.WORKING else None,
        }


class PlaceColumn(Column):
    """Where an embed is, and whether it is gone there."""

    cell_template_name = "shpalta/video/state_cell.html"

    def get_value(self, instance: Embed) -> Any:
        """Give what the cell shows."""
        gone = instance.gone_at is not None
        told = instance.get_provider_display()
        return {"told": f"{told} · {_GONE}" if gone else told, "is_bad": gone}


def _length(video: Video) -> str:
    return str(video.length) if video.duration else ""


class VideoViewSet(SnippetViewSet):
    """Own videos."""

    model = Video
    icon = "media"
    menu_label = _("Videos")
    copy_view_enabled = False
    list_per_page = 25
    index_view_class = views.FilmIndexView
    add_view_class = views.UploadView
    create_template_name = "shpalta/video/upload.html"
    delete_view_class = views.UsedDeleteView
    chooser_viewset_class = views.VideoChooserViewSet
    filterset_class = views.VideoFilters
    list_display = [
        "title",
        StillColumn("poster"),
        StateColumn("state", label=_("State")),
        Column("length", label=_("Length"), accessor=_length),
        Column("credit", label=_("Credit")),
        DateColumn("created_at", label=_("Added"), sort_key="created_at"),
    ]
    edit_handler: Any = ObjectList(
        [
            StandingPanel(heading=_("The video")),
            FieldPanel("title"),
            FieldPanel("caption"),
            FieldPanel("credit"),
            FieldPanel("poster"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("captions_language"), FieldPanel("captions_file")]),
                    FieldPanel("captions_dropped"),
                    FieldPanel("transcript"),
                ],
                heading=_("What is said"),
            ),
            FieldPanel("people"),
            FieldPanel("filmed_on"),
        ],
        base_form_class=VideoForm,
    )


class EmbedViewSet(SnippetViewSet):
    """Cards of what lives elsewhere."""

    model = Embed
    icon = "link-external"
    menu_label = _("Embeds")
    copy_view_enabled = False
    list_per_page = 25
    index_view_class = views.FilmIndexView
    delete_view_class = views.UsedDeleteView
    chooser_viewset_class = views.EmbedChooserViewSet
    filterset_class = views.EmbedFilters
    list_display = [
        "title",
        StillColumn("still"),
        PlaceColumn("provider", label=_("Where it is")),
        Column("author", label=_("Author")),
        DateColumn("created_at", label=_("Added"), sort_key="created_at"),
    ]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("address"),
            StandingPanel(heading=_("The card")),
            FieldPanel("title"),
            FieldPanel("author"),
            FieldPanel("text"),
            FieldPanel("language"),
            FieldPanel("still"),
            FieldPanel("people"),
            FieldPanel("filmed_on"),
        ],
        base_form_class=EmbedForm,
    )
