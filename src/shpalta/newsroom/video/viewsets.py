"""The screens of own videos and of embeds."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from shpalta.newsroom.video import views
from shpalta.newsroom.video.columns import LengthColumn, PlaceColumn, StateColumn, StillColumn
from shpalta.newsroom.video.forms import EmbedForm, VideoForm
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video.panels import StandingPanel


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
        LengthColumn(),
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
