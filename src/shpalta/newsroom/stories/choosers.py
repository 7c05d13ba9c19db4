"""Choosing one story among hundreds of thousands: the same search as the newsroom's list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView

from shpalta.core.visibility import State
from shpalta.newsroom.stories.columns import DateColumn, StateColumn
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.paginator import UncountedPaginator
from shpalta.newsroom.stories.search import matching
from shpalta.newsroom.titles.choosers import SpokenChooserViewSet
from shpalta.newsroom.titles.walls import closed_title_ids


class PublicFirst:
    """Stories to be sliced: the public ones, then all others, each newest first.

    One `ORDER BY` over both would sort the whole table; two reads of an index do not.
    """

    model = Story

    def __init__(self, stories: "QuerySet[Story]") -> None:
        ordered = stories.order_by("-listed_at", "-pk")
        self.public = ordered.filter(state=State.PUBLISHED)
        self.others = ordered.filter(state__in=[State.DRAFT, State.WITHDRAWN])

    def __getitem__(self, part: slice) -> list[Story]:
        start, stop = int(part.start or 0), int(part.stop)
        rows = list(self.public[start:stop])
        if len(rows) == stop - start:
            return rows
        before = start + len(rows) if rows else self.public.order_by().count()
        return rows + list(self.others[max(0, start - before) : stop - before])


class StoryFilterForm(BaseFilterForm):
    """The search field of the chooser."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Words of the story")}),
    )

    def filter(self, objects: "QuerySet[Story]") -> PublicFirst:
        """Keep what has the words, the public stories before the others."""
        query = self.cleaned_data.get("q", "").strip()
        if query:
            self.is_searching = True
            self.search_query = query
            objects = matching(objects, query)
        return PublicFirst(objects)


class _StoryList:
    """What both views of the chooser share."""

    filter_form_class = StoryFilterForm
    paginator_class = UncountedPaginator
    results_template_name = "shpalta/newsroom/story_chooser_results.html"
    page_subtitle = ""

    def get_object_list(self) -> "QuerySet[Story]":
        """Give the stories without their long texts; of closed titles what is public."""
        stories = Story.objects.select_related("edition__title", "rubric").defer("body", "lead")
        closed = closed_title_ids(self.request.user)  # type: ignore[attr-defined]
        return stories.exclude(~Q(state=State.PUBLISHED), title_id__in=closed)

    def apply_object_list_ordering(self, objects: Any) -> Any:
        """Leave the order to `PublicFirst`."""
        return objects

    @property
    def columns(self) -> Iterable[Column]:
        """Show when, where and whether readers have it."""
        title = super().columns[0]  # type: ignore[misc]  # of the views it is mixed into
        return [title, Column("edition", label=_("Edition")), DateColumn(), StateColumn()]


class StoryChooseView(_StoryList, ChooseView):
    """The chooser's window."""


class StoryChooseResultsView(_StoryList, ChooseResultsView):
    """The list inside it, as one types."""


class StoryChooserViewSet(SpokenChooserViewSet):
    """The chooser of stories: for related stories and for links in the text."""

    choose_view_class = StoryChooseView
    choose_results_view_class = StoryChooseResultsView
    choose_one_text = _("Choose a story")
    choose_another_text = _("Choose another story")
    edit_item_text = _("Edit this story")
