"""The screens of the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from shpalta.newsroom.shares.forms import RuleForm
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.titles.viewsets import HouseViewSet


class ShareRuleViewSet(HouseViewSet):
    """What each title may take of its sisters."""

    model = ShareRule
    icon = "redirect"
    add_to_settings_menu = True
    list_display = ["__str__", "allows_headline", "allows_page", "automatic"]
    edit_handler: Any = ObjectList(
        [
            FieldRowPanel(
                [
                    FieldPanel("giver", widget=forms.Select),
                    FieldPanel("taker", widget=forms.Select),
                ]
            ),
            MultiFieldPanel(
                [FieldPanel("allows_headline"), FieldPanel("allows_page")], heading=_("Runs as")
            ),
            FieldPanel("automatic", widget=forms.RadioSelect),
            FieldPanel("rubric"),
            FieldPanel("kinds"),
            FieldPanel("rubrics"),
        ],
        base_form_class=RuleForm,
    )
