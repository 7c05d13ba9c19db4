"""Choosing a picture in the story's editor: the desk's search, and what must be known first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.images.views import chooser

from shpalta.newsroom.picturedesk.describing import badges_of
from shpalta.newsroom.picturedesk.search import matching
from shpalta.newsroom.stories.paginator import UncountedPaginator


class PictureSearchForm(BaseFilterForm):
    """The search field of the chooser."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Caption, person, credit, date")}),
    )

    def __init__(self, *args: Any, collections: Any = None, **kwargs: Any) -> None:
        del collections  # the desk finds by words
        super().__init__(*args, **kwargs)

    def filter(self, objects: Any) -> Any:
        """Keep what has the words in any form."""
        query = self.cleaned_data.get("q", "").strip()
        if query:
            self.is_searching = True
            self.search_query = query
            objects = matching(objects, query)
        return objects


class _PictureList:
    """What both views of the chooser share."""

    filter_form_class = PictureSearchForm
    paginator_class = UncountedPaginator
    ordering = ["-created_at", "-pk"]
    results_template_name = "shpalta/picturedesk/chooser_results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what must be known before a picture is used."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        for picture in context["results"]:
            picture.badges = badges_of(picture)
        return context


class PictureChooseView(_PictureList, chooser.ImageChooseView):
    """The chooser's window."""


class PictureChooseResultsView(_PictureList, chooser.ImageChooseResultsView):
    """The list inside it, as one types."""


def take_over(viewset: Any) -> None:
    """Let Wagtail's chooser of images show our views: it is registered under a fixed name."""
    viewset.choose_view_class = PictureChooseView
    viewset.choose_results_view_class = PictureChooseResultsView
