"""The screen of a story's editions, and what is done there."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from shpalta.core.errors import ShpaltaError
from shpalta.newsroom.siblings import services
from shpalta.newsroom.siblings.access import check_making, may, story_for
from shpalta.newsroom.siblings.describing import edition_rows, language_name
from shpalta.newsroom.siblings.errors import SiblingRefusedError
from shpalta.newsroom.siblings.forms import LinkForm
from shpalta.newsroom.siblings.steps import is_never_seen, mark_in_step
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.translation.errors import TranslationError
from shpalta.newsroom.translation.services import find_translator

MACHINE = "machine"


def edit_url(story_id: int) -> str:
    """Give the address of a story's editor."""
    return reverse("wagtailsnippets_stories_story:edit", args=[story_id])


def beside_url(story_id: int, other_id: int) -> str:
    """Give the address at which a story is written beside its sibling."""
    return reverse("siblings_beside", args=[story_id, other_id])


class EditionsView(WagtailAdminTemplateMixin, View):
    """All editions of a story: what there is, what can be made, linked or unlinked."""

    page_title = gettext_lazy("Editions")
    header_icon = "globe"
    template_name = "shpalta/siblings/editions.html"
    _show_breadcrumbs = True

    @cached_property
    def story(self) -> Story:
        """Read the story that it is about."""
        return story_for(self.request.user, self.kwargs["story_id"], "change")

    def get_page_subtitle(self) -> str:
        """Name the newest version of the story."""
        newest: Any = self.story.latest_revision
        return str(newest.object_str if newest else self.story)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the story."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_stories_story:list"), "label": _("Stories")},
            {"url": edit_url(self.story.pk), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show what there is."""
        return self.render(LinkForm())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Link another story, or say at the field why not."""
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self.render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        other = form.cleaned_data["other"]
        if not may(request.user, "change", other):
            form.add_error("other", _("You may not change this story."))
            return self.render(form, HTTPStatus.FORBIDDEN)
        try:
            services.link_stories(story_id=self.story.pk, other_id=other.pk, actor=request.user)
        except SiblingRefusedError as error:
            form.add_error("other", str(error))
            return self.render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.success(request, _("The two are editions of one story now."))
        return redirect("siblings_editions", self.story.pk)

    def render(self, form: LinkForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """Show the editions and the form."""
        rows = edition_rows(self.story)
        translator = find_translator()
        context = self.get_context_data(
            form=form,
            media=form.media,
            story=self.story,
            rows=rows,
            translator=translator.name if translator else "",
            may_make=self.request.user.has_perm("stories.add_story"),
            can_unlink=is_never_seen(self.story) and sum(bool(row.story) for row in rows) > 1,
        )
        return self.render_to_response(context, status=status)


@method_decorator(require_POST, name="dispatch")
class MakeView(View):
    """Makes the story's draft in another edition, then shows both side by side."""

    def post(self, request: HttpRequest, story_id: int, edition_id: int) -> HttpResponse:
        """Make it, or say why not."""
        story = story_for(request.user, story_id, "change")
        check_making(request.user)
        translator = find_translator() if request.POST.get("by") == MACHINE else None
        if request.POST.get("by") == MACHINE and translator is None:
            messages.error(request, _("No translation service is set up here."))
            return redirect("siblings_editions", story.pk)
        try:
            sibling = services.make_sibling(
                story_id=story.pk, edition_id=edition_id, actor=request.user, translator=translator
            )
        except (SiblingRefusedError, TranslationError) as error:
            messages.error(request, str(error))
            return redirect("siblings_editions", story.pk)
        language = language_name(sibling.edition.language)
        messages.success(request, _("A draft was made: %(language)s.") % {"language": language})
        return redirect(beside_url(sibling.pk, story.pk))


@require_POST
def unlink(request: HttpRequest, story_id: int) -> HttpResponse:
    """Make a draft a story of its own."""
    story = story_for(request.user, story_id, "change")
    try:
        services.unlink_story(story_id=story.pk, actor=request.user)
    except SiblingRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This is a story of its own now."))
    return redirect("siblings_editions", story.pk)


@require_POST
def in_step(request: HttpRequest, story_id: int, other_id: int) -> HttpResponse:
    """Mark a story in step with a sibling, as that one was looked at."""
    story = story_for(request.user, story_id, "change")
    digest = request.POST.get("digest", "")
    try:
        mark_in_step(story_id=story.pk, other_id=other_id, digest=digest, actor=request.user)
    except ShpaltaError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Marked as in step."))
    if request.POST.get("back") == "beside":
        return redirect(beside_url(story.pk, other_id))
    return redirect(edit_url(story.pk))
