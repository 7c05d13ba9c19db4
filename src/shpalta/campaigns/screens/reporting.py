"""A campaign's report on the screen, on paper and as a file; the image of a creative."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language, pgettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from shpalta.campaigns.access import ADD, may_change, may_view
from shpalta.campaigns.columns import flight_of
from shpalta.campaigns.conflicts import find_conflicts
from shpalta.campaigns.exporting import report_csv
from shpalta.campaigns.models import Campaign, Creative
from shpalta.campaigns.money import sum_of
from shpalta.campaigns.naming import creative_name
from shpalta.campaigns.previews import previews_of
from shpalta.campaigns.reports import Report, campaign_report
from shpalta.campaigns.screens.doing import LIST, find_campaign
from shpalta.core.money import sum_line
from shpalta.newsroom.names import name_in, publishing_languages

PART = "part"
"""The parameter by which the screen's script asks for the figures alone."""
_SHOWN_LINES = 20


def told_report(report: Report) -> dict[str, Any]:
    """Give a report as the templates show it."""
    begins, ends = flight_of(report.campaign)
    language = get_language() or "uk"
    fundraiser = report.fundraiser
    return {
        "report": report,
        "campaign": report.campaign,
        "begins": begins,
        "ends": ends,
        "lines": [(creative_name(line.creative), line) for line in report.creatives],
        "pace": _told_pace(report),
        "sums": sum_of(fundraiser, language) if fundraiser else None,
        "progress": [
            (sum_line(one.raised, fundraiser.currency, language=language), one)
            for one in report.progress
            if fundraiser
        ],
    }


def _told_pace(report: Report) -> dict[str, Any] | None:
    pace = report.pace
    if pace is None:
        return None
    return {
        "time": round(100 * pace.time),
        "goal": round(100 * pace.goal),
        "is_behind": pace.ratio < 0.9 and pace.time > 0.05,  # noqa: PLR2004  as people judge it
        "counted": report.cap_counted,
        "cap": report.campaign.total_cap,
    }


class ReportView(WagtailAdminTemplateMixin, View):
    """One campaign: what was counted, how it looks, who changed what."""

    page_title = pgettext_lazy("campaign", "Report")
    header_icon = "media"
    template_name = "shpalta/campaigns/report.html"
    _show_breadcrumbs = True

    def get_page_subtitle(self) -> str:
        """Name the campaign."""
        return str(self.campaign)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        first = {"url": reverse(LIST), "label": Campaign._meta.verbose_name_plural}  # noqa: SLF001
        here = {"url": "", "label": self.get_page_title(), "sublabel": str(self.campaign)}
        return [*self.breadcrumbs_items, first, here]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the report, or its figures alone."""
        self.campaign = find_campaign(request, kwargs["campaign_id"])
        told = told_report(campaign_report(self.campaign))
        if PART in request.GET:
            return TemplateResponse(request, "shpalta/campaigns/figures.html", told)
        user = request.user
        told |= {
            "previews": previews_of(self.campaign, self._language()),
            "languages": publishing_languages(),
            "language": self._language(),
            "conflicts": find_conflicts(self.campaign),
            "history": _history(self.campaign),
            "may_change": may_change(user, self.campaign),
            "may_copy": may_change(user, self.campaign) and user.has_perm(ADD),
        }
        return self.render_to_response(self.get_context_data(**told))

    def _language(self) -> str:
        """Give the language in which creatives are shown: asked for, or that of the screen."""
        known = [code for code, _name in publishing_languages()]
        asked = self.request.GET.get("in", "")
        return next((one for one in (asked, get_language() or "") if one in known), known[0])


def _history(campaign: Campaign) -> list[Any]:
    rows = ModelLogEntry.objects.for_instance(campaign).select_related("user")
    return list(rows.order_by("-timestamp")[:_SHOWN_LINES])


def report_on_paper(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the report as it is printed or sent to the advertiser: without the newsroom around."""
    campaign = find_campaign(request, campaign_id)
    told = told_report(campaign_report(campaign))
    told |= {
        "is_paper": True,
        "advertiser": name_in(campaign.advertiser, get_language() or "uk"),
    }
    return TemplateResponse(request, "shpalta/campaigns/paper.html", told)


def report_file(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Send the report as a CSV file; `by=hour` by the hour, `bom=1` for old spreadsheets."""
    campaign = find_campaign(request, campaign_id)
    text = report_csv(
        campaign, with_hours=request.GET.get("by") == "hour", with_bom="bom" in request.GET
    )
    name = f"campaign-{campaign.pk}-{slugify(campaign.name)}".rstrip("-")[:80]
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def creative_image(request: HttpRequest, creative_id: int) -> FileResponse:
    """Send the image of a creative to who may look at campaigns."""
    if not may_view(request.user):
        raise PermissionDenied
    creative = get_object_or_404(Creative, pk=creative_id)
    name = creative.image.name
    if not name or not default_storage.exists(name):
        raise Http404
    file = default_storage.open(name)
    response = FileResponse(file, content_type=creative.image_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response
