"""The screens of single old addresses and of patterns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column

from shpalta.newsroom.redirects.forms import RedirectForm
from shpalta.newsroom.redirects.models import Redirect
from shpalta.newsroom.redirects.views import RedirectIndexView
from shpalta.newsroom.titles.viewsets import HouseViewSet


class RedirectViewSet(HouseViewSet):
    """Old addresses and where they lead."""

    model = Redirect
    icon = "redirect"
    menu_label = _("Old addresses")
    add_to_settings_menu = True
    index_view_class = RedirectIndexView
    list_per_page = 50
    list_filter = ["title", "status"]
    list_display = [
        "__str__",
        Column("written_target", label=_("Leads to")),
        Column("get_status_display", label=_("Answer")),
        "title",
    ]
    edit_handler: Any = ObjectList(
        [
            FieldRowPanel([FieldPanel("title", widget=forms.Select), FieldPanel("status")]),
            FieldPanel("written_path"),
            FieldPanel("written_target"),
            FieldPanel("allows_outside"),
        ],
        base_form_class=RedirectForm,
    )

    def get_templates(self, name: str = "index", fallback: str = "") -> Any:
        """Lead from the list to the file of many and to the question."""
        templates = super().get_templates(name, fallback)
        if name == "index_results":
            return ["shpalta/redirects/results.html", *templates]
        return templates
