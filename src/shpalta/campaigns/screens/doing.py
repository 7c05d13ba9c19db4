"""What is done by one click: pausing, resuming, copying, making a story quiet, a new secret."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from shpalta.campaigns import services
from shpalta.campaigns.access import may_change, may_view
from shpalta.campaigns.fundraising import tell_progress
from shpalta.campaigns.models import Campaign, Fundraiser
from shpalta.newsroom.stories.models import Story

LIST = "wagtailsnippets_campaigns_campaign:list"
EDIT = "wagtailsnippets_campaigns_campaign:edit"


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Lead back to the screen that the button was on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if wanted and is_ours else otherwise)


def find_campaign(request: HttpRequest, campaign_id: int) -> Campaign:
    """Find a campaign for somebody who may look at campaigns.

    Raises Http404, PermissionDenied; what is behind a wall was refused at the door.
    """
    if not may_view(request.user):
        raise PermissionDenied
    return get_object_or_404(Campaign.objects.select_related("title"), pk=campaign_id)


@require_POST
def pause(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Pause a campaign."""
    return _set_paused(request, campaign_id, is_paused=True)


@require_POST
def resume(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a campaign go on."""
    return _set_paused(request, campaign_id, is_paused=False)


def _set_paused(request: HttpRequest, campaign_id: int, *, is_paused: bool) -> HttpResponse:
    campaign = find_campaign(request, campaign_id)
    services.set_paused(campaign=campaign, is_paused=is_paused, actor=request.user)
    said = _("“%(name)s” is paused.") if is_paused else _("“%(name)s” goes on.")
    messages.success(request, said % {"name": campaign})
    return _back(request, reverse(LIST))


@require_POST
def copy(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Copy a campaign and open the copy."""
    campaign = find_campaign(request, campaign_id)
    made = services.duplicate(campaign=campaign, actor=request.user)
    messages.success(request, _("This is the copy: it is paused until you let it go."))
    return redirect(EDIT, made.pk)


class SumForm(forms.Form):
    """What a fundraiser has raised so far."""

    raised = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)


@require_POST
def tell_sum(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Take the sum of a fundraiser that somebody typed in."""
    campaign = find_campaign(request, campaign_id)
    if not may_change(request.user, campaign):
        raise PermissionDenied
    fundraiser = get_object_or_404(Fundraiser, campaign=campaign)
    form = SumForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data["raised"]
        tell_progress(fundraiser=fundraiser, raised=told, at=timezone.now(), actor=request.user)
        messages.success(request, _("Readers see the new sum."))
    else:
        messages.error(request, " ".join(map(str, form.errors["raised"])))
    return redirect("campaigns_report", campaign.pk)


@require_POST
def new_secret(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Make a new secret for the partner's service and show it once."""
    campaign = find_campaign(request, campaign_id)
    fundraiser = get_object_or_404(Fundraiser, campaign=campaign)
    secret = services.renew_secret(fundraiser=fundraiser, actor=request.user)
    messages.warning(
        request, _("The secret, which is shown this once: %(secret)s") % {"secret": secret}
    )
    return redirect("campaigns_report", campaign.pk)


@require_POST
def quiet(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take the advertisements off a story."""
    return _set_quiet(request, story_id, is_quiet=True)


@require_POST
def loud(request: HttpRequest, story_id: int) -> HttpResponse:
    """Let advertisements run on a story again."""
    return _set_quiet(request, story_id, is_quiet=False)


def _set_quiet(request: HttpRequest, story_id: int, *, is_quiet: bool) -> HttpResponse:
    story: Any = get_object_or_404(Story, pk=story_id)
    services.set_quiet(story=story, is_quiet=is_quiet, actor=request.user)
    said = (
        _("“%(story)s” has no advertisements now, in any edition.")
        if is_quiet
        else _("“%(story)s” may have advertisements again.")
    )
    messages.success(request, said % {"story": story})
    return _back(request, reverse("wagtailsnippets_stories_story:edit", args=[story.pk]))
