"""How the form of a campaign is laid out: its three tabs, and its creatives within the first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from shpalta.campaigns.forms.creative import CreativeForm


class CreativesPanel(InlinePanel):
    """The creatives of a campaign, each checked by a form of our own."""

    def get_form_options(self) -> dict[str, Any]:
        """Name the form, and let it know who writes."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": CreativeForm,
            "inherit_kwargs": ["for_user"],
        }
        return options


WHAT: list[Panel] = [
    FieldRowPanel(
        [FieldPanel("kind", widget=forms.Select), FieldPanel("title", widget=forms.Select)]
    ),
    FieldPanel("name"),
    FieldPanel("advertiser"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("goal"), FieldPanel("currency")]),
            FieldRowPanel([FieldPanel("raised"), FieldPanel("deadline")]),
        ],
        heading=gettext_lazy("For a fundraiser"),
        classname="campaign-fundraiser",
    ),
    CreativesPanel(
        "creatives",
        heading=gettext_lazy("What readers see"),
        label=gettext_lazy("creative"),
        panels=[
            FieldRowPanel([FieldPanel("form", widget=forms.Select), FieldPanel("weight")]),
            FieldPanel("headings"),
            FieldPanel("texts"),
            FieldPanel("buttons"),
            FieldPanel("link"),
            FieldPanel("image"),
            FieldPanel("alts"),
            FieldRowPanel([FieldPanel("width"), FieldPanel("height")]),
            FieldPanel("html", widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})),
            FieldPanel("is_third_party"),
            FieldPanel("story"),
            FieldPanel("languages"),
        ],
    ),
]
WHEN: list[Panel] = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldPanel("is_paused"),
        ],
        heading=gettext_lazy("Flight"),
    ),
    FieldPanel("placements"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("priority"), FieldPanel("weight")]),
            FieldPanel("is_exclusive"),
        ],
        heading=gettext_lazy("Beside others"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("cap_unit", widget=forms.RadioSelect),
            FieldRowPanel([FieldPanel("daily_cap"), FieldPanel("total_cap")]),
            FieldPanel("frequency"),
        ],
        heading=gettext_lazy("How much"),
    ),
]
WHERE: list[Panel] = [
    FieldPanel("other_titles"),
    FieldPanel("languages"),
    FieldPanel("devices"),
    FieldPanel("rubrics"),
    FieldPanel("topics"),
    FieldPanel("avoided", widget=forms.Textarea(attrs={"rows": 5})),
]
