"""Where the video of the day meets Wagtail: its screens, those of videos, and the walls."""

from wagtail.snippets.models import register_snippet

from shpalta.newsroom.titles.walls import own
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.video_of_day.viewsets import VideoGroup

own(DayVideo, "edition__title_id")
register_snippet(VideoGroup)
