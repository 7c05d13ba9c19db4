"""The screens of the vocabularies, gathered with those of the titles under one menu entry."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from shpalta.newsroom.titles.screens import (
    GuardedDeleteView,
    NamedForm,
    SearchedIndexView,
    WordChooserViewSet,
)
from shpalta.newsroom.titles.viewsets import (
    DeskViewSet,
    EditionViewSet,
    RubricViewSet,
    TitleViewSet,
)
from shpalta.newsroom.vocabulary.models import Author, Entity, Source, Topic


class WordViewSet(SnippetViewSet):
    """The screens of one vocabulary."""

    copy_view_enabled = False
    list_display = ["__str__", "slug"]
    list_per_page = 50
    chooser_per_page = 15
    index_view_class = SearchedIndexView
    delete_view_class = GuardedDeleteView
    chooser_viewset_class = WordChooserViewSet
    more_panels: list[Panel] = []

    @cached_property
    def edit_handler(self) -> Any:
        """Lay out the names first, then what this vocabulary has of its own, then the slug."""
        panels = [FieldPanel("names"), *self.more_panels, FieldPanel("slug")]
        return ObjectList(panels, base_form_class=NamedForm)


class TopicViewSet(WordViewSet):
    """Topics."""

    model = Topic
    icon = "tag"


class EntityViewSet(WordViewSet):
    """People, organisations, places."""

    model = Entity
    icon = "group"
    menu_label = _("People, places")
    list_display = ["__str__", "type", "slug"]
    list_filter = ["type"]
    more_panels = [FieldPanel("type"), FieldPanel("descriptions")]


class AuthorViewSet(WordViewSet):
    """Authors."""

    model = Author
    icon = "user"
    more_panels = [FieldPanel("roles"), FieldPanel("bios"), FieldPanel("portrait")]


class SourceViewSet(WordViewSet):
    """Sources."""

    model = Source
    icon = "link"
    list_display = ["__str__", "url"]
    more_panels = [FieldPanel("url")]


class HouseGroup(SnippetViewSetGroup):
    """What all titles share, under one entry of the menu."""

    items = (
        TopicViewSet,
        EntityViewSet,
        AuthorViewSet,
        SourceViewSet,
        RubricViewSet,
        EditionViewSet,
        TitleViewSet,
        DeskViewSet,
    )
    menu_label = _("House")
    menu_name = "house"
    menu_icon = "home"
    menu_order = 300
