"""Where campaigns meet Wagtail and the stories' screens."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from shpalta.campaigns import describing, services
from shpalta.campaigns.access import ADD, CHANGE, may_change, may_quiet, may_view
from shpalta.campaigns.defaults import ensure_placements
from shpalta.campaigns.models import Campaign, Creative, Placement
from shpalta.campaigns.panels import CampaignsPanel
from shpalta.campaigns.screens import doing, reporting
from shpalta.campaigns.viewsets import CampaignsGroup
from shpalta.newsroom.stories import notes
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import own

own(Campaign, "title_id", "campaign_id")
own(Placement, "title_id")
own(Creative, "campaign__title_id", "creative_id")
register_snippet(CampaignsGroup)
hooks.register(notes.NOTES, describing.notes_of)
hooks.register(notes.NOTICES, describing.notice_above_editor)


@hooks.register(notes.STATES)
def quiet_state() -> notes.ListState:
    """Add "no advertisements" to the states of the list's filter."""
    return notes.ListState("quiet", _("no advertisements"), describing.keep_quiet)


@hooks.register("register_admin_urls")
def campaign_urls() -> list[URLPattern]:
    """Add the screens beside the lists."""
    one = "campaigns/<int:campaign_id>"
    story = "campaigns/story/<int:story_id>"
    return [
        path(f"{one}/report/", reporting.ReportView.as_view(), name="campaigns_report"),
        path(f"{one}/paper/", reporting.report_on_paper, name="campaigns_paper"),
        path(f"{one}/report.csv", reporting.report_file, name="campaigns_file"),
        path(f"{one}/pause/", doing.pause, name="campaigns_pause"),
        path(f"{one}/resume/", doing.resume, name="campaigns_resume"),
        path(f"{one}/copy/", doing.copy, name="campaigns_copy"),
        path(f"{one}/sum/", doing.tell_sum, name="campaigns_sum"),
        path(f"{one}/secret/", doing.new_secret, name="campaigns_secret"),
        path(f"{story}/quiet/", doing.quiet, name="campaigns_quiet"),
        path(f"{story}/loud/", doing.loud, name="campaigns_loud"),
        path(
            "campaigns/creative/<int:creative_id>/image/",
            reporting.creative_image,
            name="campaigns_image",
        ),
    ]


def _posting(label: Any, url: str, icon: str, priority: int) -> Button:
    """Give a button that posts at once."""
    attrs = {
        "data-controller": "w-action",
        "data-action": "w-action#post",
        "data-w-action-url-value": url,
    }
    return Button(label, icon_name=icon, attrs=attrs, priority=priority)


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(instance: Any, user: Any, _next_url: str | None = None) -> Iterator[Button]:
    """Offer in the lists what is done by one click."""
    if isinstance(instance, Campaign) and may_view(user):
        yield from _campaign_buttons(instance, user)
    elif isinstance(instance, Story) and may_quiet(user, instance):
        if getattr(instance, "is_quiet", False):
            url = reverse("campaigns_loud", args=[instance.pk])
            yield _posting(_("Allow advertisements"), url, "media", 60)
        else:
            url = reverse("campaigns_quiet", args=[instance.pk])
            yield _posting(_("No advertisements"), url, "no-view", 60)


def _campaign_buttons(campaign: Campaign, user: Any) -> Iterator[Button]:
    report = reverse("campaigns_report", args=[campaign.pk])
    yield Button(pgettext("campaign", "Report"), url=report, icon_name="view", priority=5)
    if not may_change(user, campaign):
        return
    if campaign.is_paused:
        url = reverse("campaigns_resume", args=[campaign.pk])
        yield _posting(_("Resume"), url, "rotate", 12)
    else:
        url = reverse("campaigns_pause", args=[campaign.pk])
        yield _posting(_("Pause"), url, "pause", 12)
    if user.has_perm(ADD):
        url = reverse("campaigns_copy", args=[campaign.pk])
        yield _posting(_("Copy"), url, "copy", 20)


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    """Add the icon of pausing, which Wagtail has not."""
    return [*known, "shpalta/campaigns/pause.svg"]


@hooks.register("after_create_snippet")
def after_creating(_request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Give a new title the placements to begin with."""
    if isinstance(instance, Title):
        ensure_placements(instance)
    return None


@hooks.register("construct_homepage_panels")
def homepage(request: HttpRequest, panels: list[Any]) -> None:
    """Put the campaigns on the first screen of who books them."""
    if request.user.has_perm(CHANGE):
        panels.append(CampaignsPanel())


@hooks.register("insert_global_admin_css")
def campaigns_css() -> SafeString:
    """Add the style of these screens."""
    sheet = static("shpalta/campaigns/campaigns.css")
    return format_html('<link rel="stylesheet" href="{}">', sheet)


class _SavedFormatter(LogFormatter):
    """Says which fields were changed."""

    label = _("Save a campaign")

    def format_message(self, log_entry: Any) -> str:
        """Name the fields."""
        return _now("Changed: %(fields)s") % {"fields": ", ".join(log_entry.data["fields"])}


class _CopiedFormatter(LogFormatter):
    """Says of what a campaign is a copy."""

    label = _("Copy a campaign")

    def format_message(self, log_entry: Any) -> str:
        """Name the original."""
        return _now("Copied from “%(name)s”") % {"name": log_entry.data["from"]}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what is done with campaigns, for their history and that of stories."""
    actions.register_action(services.SAVED)(_SavedFormatter)
    actions.register_action(services.COPIED)(_CopiedFormatter)
    actions.register_action(services.PAUSE, _("Pause a campaign"), _("Paused"))
    actions.register_action(services.RESUME, _("Resume a campaign"), _("Resumed"))
    actions.register_action(
        services.NEW_KEY, _("New secret of a fundraiser"), _("New secret for the partner's service")
    )
    actions.register_action(
        services.QUIET, _("Take advertisements off"), _("No advertisements on this story")
    )
    actions.register_action(
        services.LOUD, _("Allow advertisements"), _("Advertisements allowed again")
    )
