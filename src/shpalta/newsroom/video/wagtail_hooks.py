"""Where videos meet Wagtail."""

from wagtail.snippets.models import register_snippet

from shpalta.newsroom.video.viewsets import EmbedViewSet, VideoViewSet

register_snippet(VideoViewSet)
register_snippet(EmbedViewSet)
