"""The screens of titles, editions and rubrics."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from shpalta.newsroom.titles.forms import DeskForm, EditionForm, RubricForm, TitleForm
from shpalta.newsroom.titles.models import Desk, Edition, Rubric, Title
from shpalta.newsroom.titles.screens import (
    GuardedDeleteView,
    HouseCreateView,
    HouseEditView,
    TitleIndexView,
    WalledIndexView,
)


class HouseViewSet(SnippetViewSet):
    """Screens for the few rows that the whole house stands on."""

    copy_view_enabled = False
    list_per_page = 100
    index_view_class = WalledIndexView
    add_view_class = HouseCreateView
    edit_view_class = HouseEditView
    delete_view_class = GuardedDeleteView


class TitleViewSet(HouseViewSet):
    """Titles with their hosts."""

    index_view_class = TitleIndexView

    model = Title
    icon = "site"
    list_display = ["__str__", "code", "time_zone", "position"]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("names"),
            FieldPanel("taglines"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
            FieldPanel("hosts"),
            FieldPanel("answers_unknown_hosts"),
            FieldPanel("time_zone"),
            FieldRowPanel([FieldPanel("colour"), FieldPanel("dark_colour")], heading=_("Colours")),
        ],
        base_form_class=TitleForm,
    )


class EditionViewSet(HouseViewSet):
    """Editions with their own words and date formats."""

    model = Edition
    icon = "globe"
    list_display = ["__str__", "prefix", "position"]
    edit_handler: Any = ObjectList(
        [
            FieldRowPanel([FieldPanel("title", widget=forms.Select), FieldPanel("language")]),
            FieldRowPanel([FieldPanel("prefix"), FieldPanel("position")]),
            FieldRowPanel([FieldPanel("date_line_pattern"), FieldPanel("day_pattern")]),
            FieldPanel("labels"),
        ],
        base_form_class=EditionForm,
    )


class RubricViewSet(HouseViewSet):
    """Rubrics of each title."""

    model = Rubric
    icon = "list-ul"
    list_display = ["__str__", "title", "slug", "position"]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("title", widget=forms.Select),
            FieldPanel("names"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("position")]),
        ],
        base_form_class=RubricForm,
    )


class DeskViewSet(HouseViewSet):
    """Desks with their people: who has one sees the titles of their desks alone."""

    model = Desk
    icon = "group"
    list_display = ["__str__", "title"]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("title", widget=forms.Select),
            FieldPanel("names"),
            FieldPanel("members"),
        ],
        base_form_class=DeskForm,
    )
