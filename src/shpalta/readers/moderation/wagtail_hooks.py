"""Where moderation meets Wagtail: its screens' addresses, its place in the menu, its style."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from shpalta.readers.moderation.access import may_moderate, titles_for
from shpalta.readers.moderation.screens import (
    appeals,
    bans,
    figures,
    log,
    queue,
    raids,
    rules,
    words,
)
from shpalta.readers.moderation.screens.base import shown_number


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern]:
    """Add the screens."""
    return [
        path("comments/", queue.QueueView.as_view(), name="moderation"),
        path("comments/act/", queue.ActView.as_view(), name="moderation_act"),
        path("comments/undo/<uuid:batch>/", queue.UndoView.as_view(), name="moderation_undo"),
        path("comments/decided/", queue.decided_since, name="moderation_decided"),
        path("comments/appeals/", appeals.AppealsView.as_view(), name="moderation_appeals"),
        path("comments/raids/", raids.RaidsView.as_view(), name="moderation_raids"),
        path("comments/bans/", bans.BansView.as_view(), name="moderation_bans"),
        path("comments/words/", words.WordsView.as_view(), name="moderation_words"),
        path("comments/rules/", rules.RulesView.as_view(), name="moderation_rules"),
        path("comments/figures/", figures.FiguresView.as_view(), name="moderation_figures"),
        path("comments/log/", log.LogView.as_view(), name="moderation_log"),
    ]


class _CommentsItem(MenuItem):
    """The menu's way to the queue, with the number that waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to who may moderate."""
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """Add the number to the label."""
        component = super().render_component(request)
        number = shown_number([title.pk for title in titles_for(request.user)])
        if number:
            component.label = f"{component.label} ({number})"
        return component


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Lead to the queue."""
    return _CommentsItem(
        _("Comments"), reverse("moderation"), name="comments", icon_name="comment", order=45
    )


@hooks.register("insert_global_admin_css")
def moderation_css() -> SafeString:
    """Add the style of these screens."""
    return format_html('<link rel="stylesheet" href="{}">', static("shpalta/moderation/queue.css"))
