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
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.viewsets import HouseViewSet
from shpalta.newsroom.titles.walls import is_open_to, keep_open
from shpalta.readers.models import Opening, TalkRules
from shpalta.readers.opening import find_opening
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
    rules = TalkRules.objects.filter(title_id=story.title_id).first()
    if rules is None or not rules.is_on or not story.live:
        return None
    talk = find_or_new(story)
    opening = find_opening(rules, talk.opening, published_at=story.published_at, now=timezone.now())
    context = {
        "story": story,
        "talk": talk,
        "is_open": opening.is_open,
        "until": opening.until,
        "may_decide": may_decide(request.user, story),
    }
    return render_to_string("shpalta/readers/newsroom/notice.html", context, request)


@require_POST
def decide(request: HttpRequest, story_id: int) -> HttpResponse:
    """Open or close the comments under a story, or leave it to the title's rules again."""
    story = get_object_or_404(Story.objects.select_related("edition"), pk=story_id)
    if not may_decide(request.user, story):
        raise PermissionDenied
    wanted = request.POST.get("opening", "")
    opening = Opening(wanted) if wanted in Opening.values else Opening.AS_TITLE
    moderating = request.POST.get("moderating", find_or_new(story).moderating)
    set_talk(story=story, opening=opening, moderating=moderating, actor=request.user)
    words = {
        Opening.OPEN: _("Comments are open now."),
        Opening.CLOSED: _("Comments are closed now."),
        Opening.AS_TITLE: _("Comments are as the newspaper has them again."),
    }
    messages.success(request, words[opening])
    return redirect(reverse("wagtailsnippets_stories_story:edit", args=[story.pk]))
