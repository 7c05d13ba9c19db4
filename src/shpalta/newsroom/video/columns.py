"""The columns of the lists of videos and embeds, on their screens and in their choosers."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.images.shortcuts import get_rendition_or_not_found

from shpalta.newsroom.video.choices import State
from shpalta.newsroom.video.models import Embed, Video

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


class LengthColumn(Column):
    """How long a video lasts."""

    def __init__(self) -> None:
        super().__init__("length", label=_("Length"), accessor=_length)


def _length(video: Video) -> str:
    return str(video.length) if video.duration else ""
