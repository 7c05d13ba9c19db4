"""What the newsroom sees of comments on the screens of stories, and its rules of comments."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.shares.access import placement_for
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.titles.viewsets import HouseViewSet
from shpalta.newsroom.titles.walls import is_open_to, keep_open
from shpalta.readers.models import Opening, TalkRules
from shpalta.readers.opening import find_opening
from shpalta.readers.places import Place, own_place, taken_place
from shpalta.readers.talking import find_or_new, set_talk


class TalkRulesForm(WagtailAdminModelForm):
    """Rules of comments; only titles that are open to somebody can be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user:
            title: Any = self.fields["title"]
            title.queryset = keep_open(title.queryset, self.for_user, "pk")

    @change()
    def save(self, commit: bool = True) -> TalkRules:
        """Save the rules and announce what readers see differently."""
        rules: TalkRules = super().save(commit)
        return rules


class TalkRulesViewSet(HouseViewSet):
    """What each title asks of those who comment."""

    model = TalkRules
    icon = "comment"
    add_to_settings_menu = True
    list_display = ["__str__", "is_on", "opens", "moderating"]
    edit_handler: Any = ObjectList(
        [
            FieldPanel("title", widget=forms.Select),
            MultiFieldPanel(
                [
                    FieldPanel("is_on"),
                    FieldPanel("opens"),
                    FieldPanel("guests_may_write"),
                    FieldPanel("under_taken"),
                    FieldRowPanel([FieldPanel("closes_after_days"), FieldPanel("edit_minutes")]),
                ],
                heading=gettext_lazy("Comments"),
            ),
            FieldRowPanel(
                [FieldPanel("moderating"), FieldPanel("trusted_from")],
                heading=gettext_lazy("Moderation"),
            ),
            MultiFieldPanel(
                [FieldPanel("rules_slug"), FieldPanel("invitations")],
                heading=pgettext_lazy("comments", "Rules for readers"),
            ),
        ],
        base_form_class=TalkRulesForm,
    )


def may_decide(user: Any, story: Story) -> bool:
    """Tell whether somebody may open and close the comments under a story."""
    return bool(user.has_perm("stories.publish_story")) and is_open_to(user, story.title_id)


def notice_above_editor(request: HttpRequest, story: Story) -> SafeString | None:
    """Say how comments stand under a story, with the button that opens or closes them."""
    if not story.live:
        return None
    place = own_place(story.edition, story)
    url = reverse("readers_talk", args=[story.pk])
    return _notice(request, place, url if may_decide(request.user, story) else "")


def notice_above_placement(request: HttpRequest, placement: Placement) -> SafeString | None:
    """Say the same of a sister's story that runs here; shared comments are the sister's to open."""
    rules = TalkRules.objects.filter(title_id=placement.edition.title_id).first()
    place = taken_place(placement, origin=placement.story.edition, rules=rules)
    if place is None or not placement.story.live:
        return None
    if place.edition.pk != placement.edition_id:
        return _notice(request, place, sister=str(place.edition.title))
    return _notice(request, place, reverse("readers_taken_talk", args=[placement.pk]))


def _notice(
    request: HttpRequest, place: Place, url: str = "", *, sister: str = ""
) -> SafeString | None:
    """Say how comments stand in a place.

    By an address they are opened and closed; those that a sister shares are so by its desk.
    """
    rules = TalkRules.objects.filter(title_id=place.edition.title_id).first()
    if rules is None or not rules.is_on:
        return None
    talk = find_or_new(place.edition, place.number)
    opening = find_opening(rules, talk.opening, published_at=place.published_at, now=timezone.now())
    context = {
        "talk": talk,
        "is_open": opening.is_open,
        "until": opening.until,
        "url": url,
        "sister": sister,
    }
    return render_to_string("shpalta/readers/newsroom/notice.html", context, request)


@require_POST
def decide(request: HttpRequest, story_id: int) -> HttpResponse:
    """Open or close the comments under a story, or leave it to the title's rules again."""
    story = get_object_or_404(Story.objects.select_related("edition"), pk=story_id)
    if not may_decide(request.user, story):
        raise PermissionDenied
    _decide(request, story, story.edition)
    return redirect(reverse("wagtailsnippets_stories_story:edit", args=[story.pk]))


@require_POST
def decide_taken(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Do the same under a sister's story, where the title that took it has its own comments."""
    placement = placement_for(request.user, placement_id)
    rules = TalkRules.objects.filter(title_id=placement.edition.title_id).first()
    place = taken_place(placement, origin=placement.story.edition, rules=rules)
    if place is None or place.edition.pk != placement.edition_id:
        raise PermissionDenied
    _decide(request, placement.story, placement.edition)
    return redirect(reverse("shares_change", args=[placement.pk]))


def _decide(request: HttpRequest, story: Story, edition: Edition) -> None:
    wanted = request.POST.get("opening", "")
    opening = Opening(wanted) if wanted in Opening.values else Opening.AS_TITLE
    moderating = request.POST.get("moderating", find_or_new(edition, story.work_id).moderating)
    set_talk(
        story=story, edition=edition, opening=opening, moderating=moderating, actor=request.user
    )
    words = {
        Opening.OPEN: _("Comments are open now."),
        Opening.CLOSED: _("Comments are closed now."),
        Opening.AS_TITLE: _("Comments are as the newspaper has them again."),
    }
    messages.success(request, words[opening])
