"""The screens of the schedule, and the menu's entry for everything that moves."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from shpalta.newsroom.picturedesk.models import Demand
from shpalta.newsroom.picturedesk.video_rules import find_video_fault
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.titles.screens import GuardedDeleteView, WalledIndexView
from shpalta.newsroom.titles.walls import keep_open
from shpalta.newsroom.video.viewsets import EmbedViewSet, VideoViewSet
from shpalta.newsroom.video_of_day.models import DayVideo
from shpalta.newsroom.video_of_day.queries import all_current


class DayVideoForm(WagtailAdminModelForm):
    """One entry of a schedule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition: Any = self.fields["edition"]
        editions = Edition.objects.select_related("title")
        if self.for_user:
            editions = keep_open(editions, self.for_user)
        edition.queryset = editions
        edition.empty_label = None
        if self.instance.pk is None and not self.initial.get("begins_at"):
            self.initial["begins_at"] = timezone.now()

    def clean(self) -> dict[str, Any]:
        """Refuse a video that lacks what the title demands, where it was not yet."""
        cleaned: dict[str, Any] = super().clean()
        video, edition = cleaned.get("video"), cleaned.get("edition")
        is_anew = self.instance.pk is None or not {"video", "edition"}.isdisjoint(self.changed_data)
        if is_anew and video is not None and edition is not None:
            fault = find_video_fault(video, title_id=edition.title_id)
            if fault is not None and fault.demand == Demand.BLOCK:
                self.add_error("video", fault.words)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Note who made it."""
        if self.instance.pk is None and self.for_user:
            self.instance.created_by = self.for_user
        # Moved to another moment, it begins anew.
        self.instance.begun_at = None
        return super().save(commit=commit)


class DayVideoIndexView(WalledIndexView):
    """The schedules of the titles that are open to who looks, what comes last first."""

    title_column = "edition__title_id"
    default_ordering = "-begins_at"

    def get_base_queryset(self) -> "QuerySet[DayVideo]":
        """Read what a row shows at once."""
        rows = super().get_base_queryset()
        return rows.select_related("edition__title", "video", "embed", "story")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Note which entries count now."""
        current = {entry.pk for entry in all_current()}
        now = timezone.now()
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        for entry in context["object_list"]:
            is_now = entry.pk in current
            entry.standing = {
                "told": _("now")
                if is_now
                else _("over")
                if entry.begins_at <= now
                else _("to come"),
                "is_good": is_now,
            }
        return context


class StandingColumn(Column):
    """Whether an entry counts now, is over or is to come."""

    cell_template_name = "shpalta/video/state_cell.html"

    def get_value(self, instance: DayVideo) -> Any:
        """Give what the cell shows."""
        return getattr(instance, "standing", {"told": ""})


class DayVideoViewSet(SnippetViewSet):
    """The schedules."""

    model = DayVideo
    icon = "calendar"
    menu_label = _("Video of the day")
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = DayVideoIndexView
    delete_view_class = GuardedDeleteView
    list_display = [
        "__str__",
        Column("edition", label=_("Edition")),
        DateColumn(
            "begins_at", label=pgettext_lazy("video of the day", "From"), sort_key="begins_at"
        ),
        StandingColumn("standing", label=_("State")),
    ]
    edit_handler: Any = ObjectList(
        [
            HelpPanel(
                _(
                    "From its moment on the entry stands on every page of the edition, until the "
                    "next one begins. An entry without a video ends the one before it."
                )
            ),
            FieldRowPanel([FieldPanel("edition", widget=forms.Select), FieldPanel("begins_at")]),
            FieldPanel("video"),
            FieldPanel("embed"),
            FieldPanel("headline"),
            FieldPanel("story"),
        ],
        base_form_class=DayVideoForm,
    )


class VideoGroup(SnippetViewSetGroup):
    """Videos, embeds and the video of the day, under one entry of the menu."""

    items = (VideoViewSet, EmbedViewSet, DayVideoViewSet)
    menu_label = _("Video")
    menu_name = "video"
    menu_icon = "media"
    menu_order = 130
