"""Where siblings meet Wagtail and the stories' screens."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from shpalta.newsroom.siblings import describing, gates, screens, views
from shpalta.newsroom.siblings.beside import SideBySideView
from shpalta.newsroom.stories import notes
from shpalta.newsroom.stories.gates import GATES
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.walls import own_address

own_address("siblings_beside", Story)
hooks.register(GATES, gates.refuse_unconfirmed)
hooks.register(notes.NOTES, describing.notes_of)
hooks.register(notes.NOTICES, screens.notice_above_editor)


@hooks.register(notes.STATES)
def behind_state() -> notes.ListState:
    """Add "out of step" to the states of the list's filter."""
    return notes.ListState("behind", _("out of step"), describing.keep_behind)


@hooks.register(notes.STATES)
def unconfirmed_state() -> notes.ListState:
    """Add "not confirmed" to the states of the list's filter."""
    label = _("machine translation, not confirmed")
    return notes.ListState("unconfirmed", label, describing.keep_unconfirmed)


@hooks.register("register_admin_urls")
def sibling_urls() -> list[URLPattern]:
    """Add the screens of editions."""
    viewset: Any = Story.snippet_viewset
    beside = viewset.construct_view(SideBySideView, **viewset.get_edit_view_kwargs())
    return [
        path("editions/<int:story_id>/", views.EditionsView.as_view(), name="siblings_editions"),
        path(
            "editions/<int:story_id>/make/<int:edition_id>/",
            views.MakeView.as_view(),
            name="siblings_make",
        ),
        path("editions/<int:story_id>/unlink/", views.unlink, name="siblings_unlink"),
        path(
            "editions/<int:story_id>/step/<int:other_id>/", views.in_step, name="siblings_in_step"
        ),
        path("editions/<int:pk>/beside/<int:other_id>/", beside, name="siblings_beside"),
    ]


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(instance: Any, user: Any, _next_url: str | None = None) -> Iterator[Button]:
    """Lead from the list to a story's editions."""
    if isinstance(instance, Story) and user.has_perm("stories.change_story"):
        url = reverse("siblings_editions", args=[instance.pk])
        yield Button(_("Editions"), url=url, icon_name="globe", priority=30)


@hooks.register("after_edit_snippet")
def after_saving(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Confirm the translation where that button was pressed."""
    if isinstance(instance, Story) and screens.CONFIRM in request.POST:
        screens.confirm(request, instance)
    return None


@hooks.register("insert_global_admin_css")
def siblings_css() -> SafeString:
    """Add the style of these screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/siblings/siblings.css"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Name what is done with editions, for the history of a story."""
    actions.register_action("siblings.make", _("Make an edition"), _("Made from another edition"))
    actions.register_action("siblings.link", _("Link editions"), _("Linked to another edition"))
    actions.register_action(
        "siblings.unlink", _("Unlink an edition"), _("Unlinked from other editions")
    )
    actions.register_action("siblings.in_step", _("Mark as in step"), _("Marked as in step"))
    actions.register_action(
        "siblings.confirm", _("Confirm a translation"), _("Translation confirmed")
    )
