"""The filters of the list of pictures."""

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from shpalta.newsroom.media.choices import NO_LICENCE, Licence, Machine
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.ending import WARNED_BEFORE
from shpalta.newsroom.staff.models import User
from shpalta.newsroom.stories.narrowing import narrowed
from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.walls import keep_open

CAN_BE_USED, NOT_STATED, ENDS_SOON, ENDED, NOT_FOR_WEB = (
    *("usable", "not-stated", "ends-soon"),
    *("ended", "not-for-web"),
)
RIGHTS = [
    (CAN_BE_USED, _("can be used")),
    (NOT_STATED, _("no licence")),
    (ENDS_SOON, _("end within 30 days")),
    (ENDED, _("have ended")),
    (NOT_FOR_WEB, _("not for the web")),
]


def standing_so(wanted: str, now: datetime) -> Q:
    """Say in SQL how a picture stands with its rights at `now` (aware); one of `RIGHTS`."""
    lasts = Q(rights_end_at__isnull=True) | Q(rights_end_at__gt=now)
    return {
        CAN_BE_USED: lasts & Q(is_not_for_web=False) & ~Q(licence__in=NO_LICENCE),
        NOT_STATED: Q(licence__in=NO_LICENCE),
        ENDS_SOON: Q(rights_end_at__gt=now, rights_end_at__lte=now + WARNED_BEFORE),
        ENDED: Q(rights_end_at__lte=now),
        NOT_FOR_WEB: Q(is_not_for_web=True),
    }[wanted]


def open_titles(request: Any) -> "QuerySet[Title]":
    """Give the titles that are open to who looks."""
    titles = Title.objects.all()
    return keep_open(titles, request.user, "pk") if request else titles


class PictureFilters(WagtailFilterSet):
    """When it was taken or uploaded, by whom, rights, credit, AI, and the title that uses it."""

    rights = django_filters.ChoiceFilter(
        label=_("Rights"),
        choices=RIGHTS,
        widget=forms.RadioSelect,
        empty_label=_("All"),
        method="filter_rights",
    )
    licence = django_filters.ChoiceFilter(
        label=_("Licence"), choices=Licence, widget=forms.RadioSelect, empty_label=_("All")
    )
    lacks = django_filters.ChoiceFilter(
        label=_("Lacks"),
        choices=[("credit", _("credit")), ("description", _("description"))],
        widget=forms.RadioSelect,
        empty_label=_("All"),
        method="filter_lacks",
    )
    machine = django_filters.ChoiceFilter(
        label=_("Artificial intelligence"),
        choices=[(value, label) for value, label in Machine.choices if value],
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    title = django_filters.ModelChoiceFilter(
        label=_("Used by"), queryset=open_titles, empty_label=_("All"), method="filter_title"
    )
    uploaded_by_user = django_filters.ModelChoiceFilter(
        label=_("Uploaded by"), queryset=User.objects.all(), empty_label=_("All")
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Uploaded"), widget=DateRangePickerWidget
    )
    taken_at = django_filters.DateFromToRangeFilter(
        label=_("Photographed"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Picture
        fields: list[str] = []

    def filter_rights(
        self, pictures: "QuerySet[Picture]", _name: str, wanted: str
    ) -> "QuerySet[Picture]":
        """Keep what stands so with its rights."""
        return pictures.filter(standing_so(wanted, timezone.now()))

    def filter_lacks(
        self, pictures: "QuerySet[Picture]", _name: str, wanted: str
    ) -> "QuerySet[Picture]":
        """Keep what has no credit, or no description."""
        return pictures.filter(credit="") if wanted == "credit" else pictures.filter(alts={})

    def filter_title(
        self, pictures: "QuerySet[Picture]", _name: str, title: Title
    ) -> "QuerySet[Picture]":
        """Keep what stories of a title hold, public or not."""
        sql = (
            "SELECT picture_id FROM stories_exhibit JOIN stories_story AS one "
            "ON one.id = story_id WHERE one.title_id = %s UNION "
            "SELECT picture_id FROM picturedesk_draftuse JOIN stories_story AS one "
            "ON one.id = story_id WHERE one.title_id = %s"
        )
        return narrowed(pictures, sql, [title.pk, title.pk])
