"""What siblings add to the screens of others: a notice above the editor, buttons."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin import messages

from shpalta.newsroom.siblings.access import may
from shpalta.newsroom.siblings.describing import edition_rows, language_name, told
from shpalta.newsroom.siblings.models import MachineDraft
from shpalta.newsroom.siblings.services import confirm_translation
from shpalta.newsroom.siblings.steps import behind_of
from shpalta.newsroom.stories.models import Story

CONFIRM = "action-confirm"
"""The name of a button that saves the story first."""


def notice_above_editor(request: HttpRequest, story: Story) -> SafeString | None:
    """Say which editions a story has, what changed in them, and what a machine wrote."""
    rows = edition_rows(story)
    if len(rows) < 2:  # noqa: PLR2004  a title in one language
        return None
    machine = MachineDraft.objects.filter(story=story, confirmed_at__isnull=True).first()
    behind = (
        [
            {
                "other": each.other,
                "language": language_name(each.other.edition.language),
                "differences": told(each.differences),
                "digest": each.digest,
            }
            for each in behind_of(story)
        ]
        if any(row.is_behind for row in rows)
        else []
    )
    context = {
        "story": story,
        "rows": rows,
        "machine": machine,
        "behind": behind,
        "may_confirm": may(request.user, "publish", story),
        "may_make": request.user.has_perm("stories.add_story"),
        "is_beside": request.resolver_match is not None
        and request.resolver_match.url_name == "siblings_beside",
    }
    return render_to_string("shpalta/siblings/notice.html", context, request)


def confirm(request: HttpRequest, story: Story) -> None:
    """After the story was saved: take the machine's text over. Says how it went."""
    if not may(request.user, "publish", story):
        messages.error(request, _("Only who may publish can confirm a translation."))
    elif confirm_translation(story_id=story.pk, actor=request.user):
        messages.success(request, _("The translation is confirmed."))
