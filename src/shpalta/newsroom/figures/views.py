"""The figures' screens, each live: an edition's, a rubric's, a story's."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from shpalta.newsroom.figures.screens import edition_figures, rubric_figures, story_figures
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.titles.walls import titles_open_to

PART = "part"
"""The parameter by which the screen's script asks for the figures alone."""


class _FiguresView(WagtailAdminTemplateMixin, View):
    """A screen for who may read stories."""

    page_title = gettext_lazy("Figures")
    header_icon = "view"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may read stories."""
        if not request.user.has_perm("stories.view_story"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the first screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def shown(self, part: str, **context: Any) -> HttpResponse:
        """Show a screen whose figures stand in the template `part`, or that part alone."""
        if PART in self.request.GET:
            return TemplateResponse(self.request, part, context)
        return self.render_to_response(self.get_context_data(part=part, **context))


class EditionFiguresView(_FiguresView):
    """One edition's figures, and the way to those of the others."""

    template_name = "shpalta/figures/edition.html"

    @cached_property
    def editions(self) -> list[Edition]:
        """Read the editions of the titles that are open to this person."""
        titles = titles_open_to(self.request.user)
        rows = Edition.objects.filter(title__in=titles).select_related("title")
        return list(rows.order_by("title_id", "pk"))

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the figures."""
        wanted = kwargs.get("edition_id")
        found = [one for one in self.editions if wanted is None or one.pk == wanted]
        if wanted is not None and not found:
            raise Http404
        others = [
            (one, reverse("figures_edition", args=[one.pk]), one.pk == found[0].pk)
            for one in self.editions
        ]
        return self.shown(
            "shpalta/figures/part.html",
            figures=edition_figures(found[0], get_language() or "uk") if found else None,
            renewed_at=reverse("figures_edition", args=[found[0].pk]) if found else "",
            editions=others,
        )


class RubricFiguresView(_FiguresView):
    """The figures of one rubric's stories in one edition."""

    template_name = "shpalta/figures/rubric.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show them."""
        editions = Edition.objects.select_related("title")
        edition = get_object_or_404(editions, pk=kwargs["edition_id"])
        rows = Rubric.objects.filter(title_id=edition.title_id)
        rubric = get_object_or_404(rows, pk=kwargs["rubric_id"])
        return self.shown(
            "shpalta/figures/part.html",
            figures=rubric_figures(edition, rubric, get_language() or "uk"),
            renewed_at=request.path,
        )


class StoryFiguresView(_FiguresView):
    """One story's figures."""

    template_name = "shpalta/figures/story.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show them."""
        rows = Story.objects.select_related("edition__title")
        story = get_object_or_404(rows, pk=kwargs["story_id"])
        return self.shown(
            "shpalta/figures/story_part.html",
            figures=story_figures(story),
            renewed_at=request.path,
        )
