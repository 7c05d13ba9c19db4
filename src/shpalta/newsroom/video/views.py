"""The screens of videos: the lists, the upload with its progress, trying again."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import ReferenceIndex
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from shpalta.newsroom.titles.choosers import SpokenChooserViewSet
from shpalta.newsroom.titles.screens import GuardedDeleteView, PlainIndexView
from shpalta.newsroom.video.choices import Provider, State
from shpalta.newsroom.video.columns import LengthColumn, PlaceColumn, StateColumn, StillColumn
from shpalta.newsroom.video.forms import FoundByWordsForm, PastedEmbedForm, UploadForm, with_words
from shpalta.newsroom.video.models import Embed, Video
from shpalta.newsroom.video.services import try_again


class VideoFilters(WagtailFilterSet):
    """What the list of videos is narrowed by."""

    state = django_filters.ChoiceFilter(choices=State.choices, label=gettext_lazy("State"))
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Added"), widget=DateRangePickerWidget
    )
    filmed_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Filmed"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Video
        fields: list[str] = []


class EmbedFilters(WagtailFilterSet):
    """What the list of embeds is narrowed by."""

    provider = django_filters.ChoiceFilter(
        choices=Provider.choices, label=gettext_lazy("Where it is")
    )
    is_gone = django_filters.BooleanFilter(
        field_name="gone_at", lookup_expr="isnull", exclude=True, label=gettext_lazy("Gone there")
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Added"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Embed
        fields: list[str] = []


class FilmIndexView(PlainIndexView):
    """A list found by words: title, caption, credit, people."""

    is_searchable = True
    default_ordering = "-created_at"

    def get_base_queryset(self) -> "QuerySet[Any]":
        """Read what a row shows at once."""
        still = "poster" if self.model is Video else "still"
        return super().get_base_queryset().select_related(still, "added_by")

    def search_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep what has every word of the query."""
        return with_words(queryset, self.search_query) if self.is_searching else queryset


class UploadView(snippets.CreateView):
    """Takes a file, with its progress shown."""

    form_class = UploadForm
    page_title = gettext_lazy("Add a video")

    def get_form_class(self) -> Any:
        """Ask for the file and the words that go with it."""
        return UploadForm

    def get_panel(self) -> None:
        """Give none: the form is short."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say who uploads."""
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_success_url(self) -> str:
        """Go on to the video's screen, where its progress is seen."""
        return reverse(self.edit_url_name, args=[self.object.pk])

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say at the field why not."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class UsedDeleteView(GuardedDeleteView):
    """Deletes what no story uses."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or go back with the reason."""
        if ReferenceIndex.get_references_to(self.object).exists():
            message = _("“%(thing)s” is used: take it out of the stories first.")
            messages.error(self.request, message % {"thing": self.object})
            return redirect(reverse(self.edit_url_name, args=[self.object.pk]))
        return super().form_valid(form)


@require_POST
def again(request: HttpRequest, video_id: int) -> HttpResponse:
    """Let a video that failed be made once more."""
    if not request.user.has_perm("video.change_video"):
        raise PermissionDenied
    video = get_object_or_404(Video, pk=video_id)
    try_again(video=video)
    messages.success(request, _("The workshop tries it once more."))
    return redirect("wagtailsnippets_video_video:edit", video_id)


@require_GET
def state(request: HttpRequest, video_id: int) -> JsonResponse:
    """Tell how far a video is."""
    if not request.user.has_perm("video.view_video"):
        raise PermissionDenied
    video = get_object_or_404(Video, pk=video_id)
    return JsonResponse(
        {"state": video.state, "told": video.get_state_display(), "progress": video.progress}
    )


class _ForUser:
    """Gives the form of a chooser who fills it in."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """Add the person."""
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]
        return kwargs | {"for_user": self.request.user}  # type: ignore[attr-defined]


class _FilmList(_ForUser):
    """What both views of a chooser share."""

    filter_form_class = FoundByWordsForm
    results_template_name = "shpalta/video/chooser_results.html"
    page_subtitle = ""
    model: type[Video] | type[Embed]

    def get_object_list(self) -> "QuerySet[Any]":
        """Read what a row shows at once."""
        still = "poster" if self.model is Video else "still"
        films: QuerySet[Any] = super().get_object_list().select_related(still)  # type: ignore[misc]
        return films

    @property
    def columns(self) -> list[Column]:
        """Show what it looks like, and how far or where it is."""
        title = super().columns[0]  # type: ignore[misc]
        title.label = capfirst(self.model._meta.get_field("title").verbose_name)  # noqa: SLF001  Django's own documented name
        if self.model is Video:
            return [
                StillColumn("poster"),
                title,
                LengthColumn(),
                StateColumn("state", label=gettext_lazy("State")),
            ]
        return [
            StillColumn("still"),
            title,
            PlaceColumn("provider", label=gettext_lazy("Where it is")),
        ]


class FilmChooseView(_FilmList, ChooseView):
    """The chooser's window."""


class FilmChooseResultsView(_FilmList, ChooseResultsView):
    """The list inside it."""


class FilmCreateView(_ForUser, SnippetChooserViewSet.create_view_class):
    """The form inside it."""


class _FilmChooserViewSet(SpokenChooserViewSet):
    choose_view_class = FilmChooseView
    choose_results_view_class = FilmChooseResultsView
    create_view_class = FilmCreateView
    per_page = 12


class VideoChooserViewSet(_FilmChooserViewSet):
    """The chooser of own videos, in which one may be uploaded."""

    creation_form_class = UploadForm
    choose_one_text = gettext_lazy("Choose a video")
    choose_another_text = gettext_lazy("Choose another video")
    edit_item_text = gettext_lazy("Edit this video")
    create_action_label = gettext_lazy("Upload")
    create_action_clicked_label = gettext_lazy("Uploading")
    creation_tab_label = gettext_lazy("Upload")


class EmbedChooserViewSet(_FilmChooserViewSet):
    """The chooser of embeds, in which an address may be pasted."""

    creation_form_class = PastedEmbedForm
    choose_one_text = gettext_lazy("Choose an embed")
    choose_another_text = gettext_lazy("Choose another embed")
    edit_item_text = gettext_lazy("Edit this embed")
    create_action_label = gettext_lazy("Make a card")
    creation_tab_label = gettext_lazy("Paste an address")
