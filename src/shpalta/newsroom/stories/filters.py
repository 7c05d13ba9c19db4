"""The filters of the newsroom's list of stories."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from shpalta.newsroom.stories.choices import KindChoice, StateChoice
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.vocabulary.models import Author


class StoryFilters(WagtailFilterSet):
    """State, edition, rubric, kind, author, dates; each reads an index of its own."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=StateChoice, widget=forms.RadioSelect, empty_label=_("All")
    )
    edition = django_filters.ModelChoiceFilter(
        label=_("Edition"),
        queryset=Edition.objects.select_related("title"),
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    rubric = django_filters.ModelChoiceFilter(
        label=_("Rubric"), queryset=Rubric.objects.all(), empty_label=_("All")
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

    def filter_author(
        self, stories: "QuerySet[Story]", _name: str, author: Author
    ) -> "QuerySet[Story]":
        """Keep what stands under the author's name."""
        sql = "SELECT story_id FROM stories_byline WHERE author_id = %s"
        return narrowed(stories, sql, [author.pk])
