"""The filters of the newsroom's list of stories."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from shpalta.newsroom.stories.choices import KindChoice, StateChoice
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.stories.notes import list_states
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.titles.walls import keep_open
from shpalta.newsroom.vocabulary.models import Author


def open_editions(request: Any) -> "QuerySet[Edition]":
    """Give the editions of the titles that are open to who looks."""
    editions = Edition.objects.select_related("title")
    return keep_open(editions, request.user) if request else editions


def open_rubrics(request: Any) -> "QuerySet[Rubric]":
    """Give the rubrics of the titles that are open to who looks."""
    rubrics = Rubric.objects.all()
    return keep_open(rubrics, request.user) if request else rubrics


def state_choices() -> list[tuple[str, Any]]:
    """List the story's own states and those that other desks give it."""
    return [*StateChoice.choices, *((state.code, state.label) for state in list_states())]


class StoryFilters(WagtailFilterSet):
    """State, edition, rubric, kind, author, dates; each reads an index of its own."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=state_choices,
        widget=forms.RadioSelect,
        empty_label=_("All"),
        method="filter_state",
    )
    edition = django_filters.ModelChoiceFilter(
        label=_("Edition"),
        queryset=open_editions,
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    rubric = django_filters.ModelChoiceFilter(
        label=_("Rubric"), queryset=open_rubrics, empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=KindChoice, widget=forms.RadioSelect, empty_label=_("All")
    )
    author = django_filters.ModelChoiceFilter(
        label=_("Author"),
        queryset=Author.objects.all(),
        empty_label=_("All"),
        method="filter_author",
    )
    listed_at = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = Story
        fields: list[str] = []

    def filter_state(self, stories: "QuerySet[Story]", _name: str, state: str) -> "QuerySet[Story]":
        """Keep what stands in a state: the story's own, or one that another desk gives it."""
        for other in list_states():
            if other.code == state:
                return other.keep(stories)
        return stories.filter(state=state)

    def filter_author(
        self, stories: "QuerySet[Story]", _name: str, author: Author
    ) -> "QuerySet[Story]":
        """Keep what stands under the author's name."""
        sql = "SELECT story_id FROM stories_byline WHERE author_id = %s"
        return narrowed(stories, sql, [author.pk])
