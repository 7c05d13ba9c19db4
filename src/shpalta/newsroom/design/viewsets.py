"""The screens of designs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from shpalta.newsroom.design.forms import DesignForm
from shpalta.newsroom.design.models import Design
from shpalta.newsroom.titles.viewsets import HouseViewSet


class DesignViewSet(HouseViewSet):
    """How each title looks."""

    model = Design
    icon = "view"
    add_to_settings_menu = True
    list_display = ["__str__", "display_face", "text_face"]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("title", widget=forms.Select),
            MultiFieldPanel(
                [FieldPanel("light_plate"), FieldPanel("dark_plate"), FieldPanel("remove_plates")],
                heading=_("Nameplate"),
            ),
            FieldRowPanel([FieldPanel("display_face"), FieldPanel("text_face")], heading=_("Type")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("tint"), FieldPanel("dark_tint")]),
                    FieldRowPanel([FieldPanel("breaking"), FieldPanel("dark_breaking")]),
                ],
                heading=_("Colours"),
            ),
            FieldPanel("sections"),
            MultiFieldPanel(
                [
                    FieldPanel("editor"),
                    FieldPanel("address"),
                    FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                    FieldPanel("networks"),
                ],
                heading=_("Contacts"),
            ),
        ],
        base_form_class=DesignForm,
    )
