"""The lists and forms of campaigns and placements."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from shpalta.campaigns.columns import (
    CountsColumn,
    FlightColumn,
    NowColumn,
    SizesColumn,
    StageColumn,
    add_counts_to,
)
from shpalta.campaigns.conflicts import find_conflicts, find_shut_out
from shpalta.campaigns.forms.campaign import CampaignForm
from shpalta.campaigns.forms.placement import PlacementForm
from shpalta.campaigns.layout import WHAT, WHEN, WHERE
from shpalta.campaigns.models import Campaign, Placement
from shpalta.campaigns.queries import named_like
from shpalta.campaigns.services import SAVED
from shpalta.core.flights import Stage
from shpalta.newsroom.titles.screens import (
    GuardedDeleteView,
    HouseCreateView,
    HouseEditView,
    WalledIndexView,
)
from shpalta.newsroom.titles.viewsets import HouseViewSet

_NAMED = 5
"""Campaigns that a refusal names."""


def _seen_fields(form: Any) -> list[str]:
    """Name what was changed in a form, and in its creatives, as the form names it."""
    seen = [name for name in form.changed_data if name != "base"]
    names = [str(form.fields[name].label or name) for name in seen]
    if any(part.has_changed() for part in form.formsets["creatives"].forms):
        names.append(_("What readers see"))
    return names


class _Telling:
    """What happens after a campaign was saved: a line in its log, and warnings to who saved."""

    request: HttpRequest
    form: Any

    def save_instance(self) -> Campaign:
        """Save, note what was changed, and warn of what stands in its way."""
        changed = _seen_fields(self.form)
        campaign: Campaign = super().save_instance()  # type: ignore[misc]  # of the view
        if changed:
            log(instance=campaign, action=SAVED, user=self.request.user, data={"fields": changed})
        shut_out = find_shut_out([campaign], campaign.placements.all())
        for conflict in (*find_conflicts(campaign), *shut_out):
            messages.warning(self.request, conflict)
        return campaign


class CampaignCreateView(_Telling, HouseCreateView):
    """A new campaign."""


class CampaignEditView(_Telling, HouseEditView):
    """A campaign that there is."""


class CampaignIndexView(WalledIndexView):
    """The campaigns of the titles that are open to who looks, with what was counted of them."""

    is_searchable = True
    default_ordering = "-starts_at"

    def get_base_queryset(self) -> "QuerySet[Campaign]":
        """Read titles along."""
        rows: QuerySet[Campaign] = super().get_base_queryset()
        return rows.select_related("title")

    def search_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep what has the query in its name or its advertiser's, in whatever case."""
        return named_like(queryset, self.search_query) if self.is_searching else queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add up the counts of the page's campaigns at once."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        add_counts_to(list(context["object_list"]))
        return context


class CampaignViewSet(HouseViewSet):
    """Campaigns."""

    model = Campaign
    icon = "media"
    menu_label = gettext_lazy("Campaigns")
    list_per_page = 50
    index_view_class = CampaignIndexView
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    delete_view_class = GuardedDeleteView
    list_filter = ["stage", "kind"]

    @cached_property
    def list_display(self) -> list[Any]:
        """Show its state, flight and counts beside its name."""
        return [
            "__str__",
            "title",
            StageColumn(),
            Column("kind", label=pgettext_lazy("campaign", "Kind"), accessor="get_kind_display"),
            FlightColumn(),
            CountsColumn(),
        ]

    edit_handler: Any = TabbedInterface(
        [
            ObjectList(WHAT, heading=gettext_lazy("What")),
            ObjectList(WHEN, heading=gettext_lazy("When and how much")),
            ObjectList(WHERE, heading=gettext_lazy("For whom")),
        ],
        base_form_class=CampaignForm,
    )


class PlacementIndexView(WalledIndexView):
    """The placements, and what runs in them now."""

    def get_base_queryset(self) -> "QuerySet[Placement]":
        """Read titles along."""
        rows: QuerySet[Placement] = super().get_base_queryset()
        return rows.select_related("title").prefetch_related("campaigns")


class PlacementEditView(HouseEditView):
    """A placement that there is."""

    def save_instance(self) -> Placement:
        """Save, and warn of booked HTML that it does not show any more."""
        placement: Placement = super().save_instance()
        booked = Campaign.objects.filter(placements=placement).exclude(stage=Stage.ENDED)
        for told in find_shut_out(booked.prefetch_related("creatives"), [placement]):
            messages.warning(self.request, told)
        return placement


class PlacementDeleteView(GuardedDeleteView):
    """Deletes a placement in which nothing is booked."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or go back with the names of what is booked there."""
        booked = Campaign.objects.filter(placements=self.object).exclude(stage=Stage.ENDED)
        names = list(booked.order_by("pk").values_list("name", flat=True)[:_NAMED])
        if not names:
            response: HttpResponse = super().form_valid(form)
            return response
        message = _(
            "“%(name)s” cannot be deleted while campaigns are booked in it: %(campaigns)s. Move "
            "them elsewhere first, or take it out of use."
        )
        told = ", ".join(names)
        messages.error(self.request, message % {"name": self.object, "campaigns": told})
        return redirect(self.get_success_url())


class PlacementViewSet(HouseViewSet):
    """The places of each title."""

    model = Placement
    icon = "placeholder"
    menu_label = gettext_lazy("Placements")
    index_view_class = PlacementIndexView
    edit_view_class = PlacementEditView
    delete_view_class = PlacementDeleteView

    @cached_property
    def list_display(self) -> list[Any]:
        """Show where it is, how large, and what runs in it."""
        return [
            "__str__",
            "title",
            Column("spot", label=gettext_lazy("Where"), accessor="get_spot_display"),
            SizesColumn(),
            NowColumn(),
        ]

    edit_handler: Any = ObjectList(
        [
            FieldRowPanel([FieldPanel("title", widget=forms.Select), FieldPanel("code")]),
            FieldPanel("names"),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("spot", widget=forms.Select), FieldPanel("paragraph")]
                    ),
                    FieldPanel("pages"),
                    FieldRowPanel([FieldPanel("is_active"), FieldPanel("position")]),
                ],
                heading=gettext_lazy("Where it stands"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("phone_height"), FieldPanel("wide_height")]),
                    FieldRowPanel([FieldPanel("phone_sizes"), FieldPanel("wide_sizes")]),
                ],
                heading=gettext_lazy("Room that is kept for it"),
            ),
            MultiFieldPanel(
                [FieldPanel("kinds"), FieldPanel("forms"), FieldPanel("hosts")],
                heading=gettext_lazy("What may run here"),
            ),
        ],
        base_form_class=PlacementForm,
    )


class CampaignsGroup(SnippetViewSetGroup):
    """The menu's way to both."""

    items = (CampaignViewSet, PlacementViewSet)
    menu_label = gettext_lazy("Campaigns")
    menu_icon = "media"
    menu_order = 58
