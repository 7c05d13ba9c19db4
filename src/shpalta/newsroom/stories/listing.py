"""The newsroom's list of stories: quick however many there are."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from wagtail.snippets.views.snippets import IndexView

from shpalta.newsroom.stories.columns import AuthorsColumn, DateColumn, PlaceColumn, StateColumn
from shpalta.newsroom.stories.filters import StoryFilters
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.notes import add_notes
from shpalta.newsroom.stories.paginator import UncountedPaginator
from shpalta.newsroom.stories.permissions import can_be_deleted
from shpalta.newsroom.stories.search import matching
from shpalta.newsroom.titles.walls import keep_open

ORDER = ("-listed_at", "-pk")
_LONG = ("body", "lead", "latest_revision__content")


class StoryIndexView(IndexView):
    """Newest first, by an index; no row is counted, no long text is read."""

    model = Story
    paginator_class = UncountedPaginator
    filterset_class = StoryFilters
    is_searchable = True
    default_ordering = ORDER
    table_classname = "listing stories-list"
    results_template_name = "shpalta/newsroom/story_results.html"

    @cached_property
    def add_item_label(self) -> str:
        """Name the button that begins a story."""
        return gettext("New story")

    @cached_property
    def columns(self) -> list[Any]:
        """Show the headline, the state, the place, the names and the date."""
        headline = self._get_title_column("__str__")
        return [headline, StateColumn(), PlaceColumn(), AuthorsColumn(), DateColumn()]

    def get_base_queryset(self) -> "QuerySet[Story]":
        """Read what a row shows, in a fixed number of queries."""
        stories = (
            Story.objects.select_related("edition__title", "rubric", "latest_revision")
            .defer(*_LONG)
            .prefetch_related("bylines__author")
        )
        return keep_open(stories, self.request.user)

    def paginate_queryset(self, queryset: "QuerySet[Story]", page_size: int) -> Any:
        """Read one page, and what other desks say of its stories."""
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        add_notes(rows)
        return paginator, page, rows, is_paginated

    def order_queryset(self, queryset: "QuerySet[Story]") -> "QuerySet[Story]":
        """Order as the indexes do; no other order is offered."""
        return queryset.order_by(*ORDER)

    def search_queryset(self, queryset: "QuerySet[Story]") -> "QuerySet[Story]":
        """Search the newsroom's own index instead of Wagtail's."""
        return matching(queryset, self.search_query) if self.is_searching else queryset

    def get_ordering(self) -> Any:
        """Keep the one order."""
        return None

    def get_delete_url(self, instance: Story) -> str | None:
        """Offer to delete only what no reader ever saw."""
        url: str | None = super().get_delete_url(instance) if can_be_deleted(instance) else None
        return url
