"""Where designs meet Wagtail."""

from wagtail.snippets.models import register_snippet

from shpalta.newsroom.design.models import Design
from shpalta.newsroom.design.viewsets import DesignViewSet
from shpalta.newsroom.titles.walls import own

own(Design, "title_id")
register_snippet(DesignViewSet)
