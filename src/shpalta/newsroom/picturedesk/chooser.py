"""Choosing pictures in the story's editor: found as on the desk, and uploaded as on the desk.

What cannot be published where the story goes says so before it is chosen: the window is told the
edition (`edition`, a number in its address) and asks what its title demands.
"""

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, DateColumn
from wagtail.admin.views.generic.chooser import ChooseViewMixin
from wagtail.images.views import chooser

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.describing import badges_of, told_elsewhere, verdict_of
from shpalta.newsroom.picturedesk.narrowing import PictureSearchForm
from shpalta.newsroom.picturedesk.rules import lacks_of, rule_of
from shpalta.newsroom.picturedesk.uploading import scripts, uploads_of
from shpalta.newsroom.stories.paginator import UncountedPaginator
from shpalta.newsroom.titles.models import Edition, Title
from shpalta.newsroom.titles.walls import is_open_to

_LONGEST_NUMBER = 18


def title_of(request: HttpRequest) -> Title | None:
    """Give the title of the edition for which somebody chooses; None if none is told, or closed."""
    number = request.GET.get("edition", "")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    edition = Edition.objects.select_related("title").filter(pk=int(number)).first()
    return edition.title if edition and is_open_to(request.user, edition.title_id) else None


class _PictureColumn(BaseColumn):
    """A picture in the table of the chooser."""

    cell_template_name = "shpalta/picturedesk/chooser_cell.html"


class _PictureList:
    """What both views of the chooser share."""

    request: HttpRequest
    paginator_class = UncountedPaginator
    ordering = ["-created_at", "-pk"]
    template_name = "shpalta/picturedesk/chooser.html"
    results_template_name = "shpalta/picturedesk/chooser_results.html"
    creation_form_template_name = "shpalta/picturedesk/chooser_uploads.html"

    @cached_property
    def title(self) -> Title | None:
        """Give the title for which pictures are chosen."""
        return title_of(self.request)

    def get_filter_form(self) -> PictureSearchForm:
        """Give the search field and the filters."""
        return PictureSearchForm(self.request.GET, title=self.title)

    @cached_property
    def collections(self) -> None:
        """Know of no collections: the desk finds by words."""
        return

    @cached_property
    def columns(self) -> list[Any]:
        """Show in the table what the tiles show."""
        name = Picture._meta.verbose_name  # noqa: SLF001  Django's own documented name
        return [
            _PictureColumn("picture", label=capfirst(name), accessor="pk"),
            DateColumn("created_at", label=_("Uploaded"), width="20%"),
        ]

    def get_usage_counts(self, results: Any) -> dict[Any, int]:
        """Count no uses: the picture's own screen lists them."""
        del results
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what must be known before a picture is used."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        rule, now = rule_of(self.title), timezone.now()
        told = told_elsewhere(list(context["results"]))
        for picture in context["results"]:
            lacks = lacks_of(picture, rule, at=now)
            picture.badges = [*badges_of(picture, now=now, lacks=lacks), *told[picture.pk]]
            picture.verdict = verdict_of(lacks, self.title)
            picture.is_one_of_many = context["is_multiple_choice"]
        return context


class PictureChooseView(
    _PictureList, ChooseViewMixin, chooser.ImageCreationFormMixin, chooser.BaseImageChooseView
):
    """The chooser's window."""

    def get_creation_form_context_data(self, form: Any) -> dict[str, Any]:
        """Add what the tab of uploads needs besides its form."""
        context: dict[str, Any] = super().get_creation_form_context_data(form)
        several = bool(self.is_multiple_choice)
        way = "select_format" if self.request.GET.get("select_format") else "chosen"
        chosen = reverse(f"wagtailimages_chooser:{way}", args=(0,))
        return context | {
            "uploads": uploads_of(form, chooser="many" if several else "one"),
            "scripts": " ".join(scripts()),
            "chosen_one_url": self.append_preserved_url_parameters(chosen),
            "chosen_many_url": self.get_chosen_multiple_url() if several else "",
        }


class PictureChooseResultsView(_PictureList, chooser.ImageChooseResultsView):
    """The list inside it, as one types."""


class PicturesChosenView(chooser.ImageChosenMultipleView):
    """Many pictures at once, in the order in which they were chosen."""

    def get_objects(self, pks: list[str]) -> list[Any]:
        """Give the pictures that are there; what is no number is none."""
        numbers = [
            int(pk) for pk in map(unquote, pks) if pk.isdecimal() and len(pk) <= _LONGEST_NUMBER
        ]
        found = {picture.pk: picture for picture in super().get_objects(numbers)}
        return [found[number] for number in dict.fromkeys(numbers) if number in found]


def take_over(viewset: Any) -> None:
    """Let Wagtail's chooser of images show our views: it is registered under a fixed name."""
    viewset.choose_view_class = PictureChooseView
    viewset.choose_results_view_class = PictureChooseResultsView
    viewset.chosen_multiple_view_class = PicturesChosenView
    # Wagtail's own label was translated once for all, in the language of the start.
    viewset.search_tab_label = _("Search")
    viewset.preserve_url_parameters = [*viewset.preserve_url_parameters, "edition"]
