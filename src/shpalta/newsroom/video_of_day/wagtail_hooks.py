"""Where the video of the day meets Wagtail: its screens, those of videos, and the walls."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from shpalta.newsroom.picturedesk.video_rules import find_video_fault
from shpalta.newsroom.titles.walls import own
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.video_of_day.viewsets import VideoGroup

own(DayVideo, "edition__title_id")
register_snippet(VideoGroup)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_after_saving(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Warn of what the title wants to be warned of."""
    if isinstance(instance, DayVideo) and instance.video is not None:
        fault = find_video_fault(instance.video, title_id=instance.edition.title_id)
        if fault is not None:
            messages.warning(request, fault.words)
    return None
