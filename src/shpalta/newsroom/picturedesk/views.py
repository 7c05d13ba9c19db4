"""The screens of the picture desk: Wagtail's own, with what a newspaper needs besides."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as Refused
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.images.views import images, multiple
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from shpalta.newsroom.media.fetching import Leave, NotFetchedError, fetch_picture, is_public
from shpalta.newsroom.media.inspection import inspect
from shpalta.newsroom.media.likeness import find_alike
from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.picturedesk.describing import (
    badges_of,
    credentials_of,
    facts_of,
    told_elsewhere,
)
from shpalta.newsroom.picturedesk.ending import describe_endings, ended_in_use, ending_soon
from shpalta.newsroom.picturedesk.filters import PictureFilters
from shpalta.newsroom.picturedesk.search import matching
from shpalta.newsroom.picturedesk.uploading import uploads_of
from shpalta.newsroom.picturedesk.uses import find_uses
from shpalta.newsroom.stories.paginator import UncountedPaginator

MOST_ENDING = 200
LINKS = "picture_links"
"""A hook: functions of a picture that give a `Link` to another screen about it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a picture's screen to another one."""

    label: str
    url: str


class _BadgesColumn(BaseColumn):
    """What must be known of a picture, in the table of pictures."""

    cell_template_name = "shpalta/picturedesk/badges_cell.html"


class PictureIndexView(images.IndexView):
    """The pictures, newest first: no row is counted, the search is our own."""

    filterset_class = PictureFilters
    paginator_class = UncountedPaginator
    is_searchable = True
    index_results_url_name = "wagtailimages:index_results"
    results_template_name = "shpalta/picturedesk/index_results.html"
    ORDERING_OPTIONS = {
        "-created_at": gettext_lazy("Newest"),
        "created_at": gettext_lazy("Oldest"),
    }

    def get_base_queryset(self) -> Any:
        """Read what a tile shows."""
        return super().get_base_queryset().order_by("-created_at", "-pk")

    @cached_property
    def needs_usage_count_subquery(self) -> bool:
        """Never sort a hundred thousand pictures by their uses."""
        return False

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Give what our filters take."""
        kwargs = super().get_filterset_kwargs()
        kwargs.pop("is_searching", None)
        return kwargs

    @cached_property
    def current_collection(self) -> None:
        """Know of no collections: the desk finds by words."""
        return

    @cached_property
    def columns(self) -> list[Any]:
        """Say in the table what must be known, where Wagtail names collections."""
        known = _BadgesColumn("badges", label=gettext("To be known"))
        columns = [known if one.name == "collection" else one for one in super().columns]
        title = Picture._meta.get_field("title")  # noqa: SLF001  Django's own documented name
        for column in columns:
            if column.name == "title":  # a newspaper, in this house's words
                column.label = capfirst(title.verbose_name)
            if column.sort_key != "created_at":  # the one order that the index has
                column.sort_key = None
        return columns

    def search_queryset(self, queryset: Any) -> Any:
        """Search the desk's own index."""
        return matching(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: Any) -> Any:
        """Order as the index does."""
        way = "" if self.ordering == "created_at" else "-"
        return queryset.order_by(f"{way}created_at", f"{way}pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Add what must be known before a picture is used."""
        pictures = list(object_list)
        counts = ReferenceIndex.get_count_references_to_in_bulk(pictures)
        told = told_elsewhere(pictures)
        for picture in object_list:
            picture.usage_count = counts.get(picture, 0)
            picture.badges = [*told[picture.pk], *badges_of(picture)]
        return object_list


class PictureEditView(images.EditView):
    """One picture: its words, its rights, what its file says, where it is, what looks like it."""

    template_name = "shpalta/picturedesk/edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is known of the picture."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        picture = self.object
        context.update(
            badges=badges_of(picture),
            facts=facts_of(picture),
            credentials=credentials_of(picture),
            uses=find_uses(picture, self.request.user),
            alike=find_alike(picture.look, but=picture.pk),
            links=[link(picture) for link in hooks.get_hooks(LINKS)],
        )
        return context


class PictureAddView(multiple.AddView):
    """Many pictures at once: dragged, chosen, pasted, or fetched from an address."""

    template_name = "shpalta/picturedesk/add.html"
    edit_form_template_name = "shpalta/picturedesk/upload_form.html"

    def save_object(self, form: Any) -> Picture:
        """Save the picture with its keywords."""
        form.instance.uploaded_by_user = self.request.user
        picture: Picture = form.save()
        return picture

    def get_invalid_response_data(self, form: Any) -> dict[str, Any]:
        """Say what is wrong as text: the script puts it into the page as it is."""
        errors = render_to_string(
            "shpalta/picturedesk/errors.html", {"errors": form.errors["file"]}
        )
        return {"success": False, "error_message": errors}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the list of uploads needs."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"uploads": uploads_of(self.form)}

    def get_confirm_duplicate_upload_response(self, duplicates: Any) -> str:
        """Show the same file that is there already, and what can be done."""
        delete = reverse(self.delete_object_url_name, args=(self.object.pk,))
        context = {"existing": duplicates[0], "delete_action": delete}
        template = "shpalta/picturedesk/duplicate.html"
        return render_to_string(template, context, request=self.request)

    def get_edit_object_form_context_data(self) -> dict[str, Any]:
        """Show what looks like the picture."""
        context: dict[str, Any] = super().get_edit_object_form_context_data()
        context["alike"] = find_alike(self.object.look, but=self.object.pk, limit=4)
        return context


class PictureUpdateView(multiple.EditView):
    """The form of one picture among many that were just uploaded."""

    edit_form_template_name = "shpalta/picturedesk/upload_form.html"


class FromAddressView(View):
    """Fetches a picture for the page of uploads, which then sends it as any other file."""

    http_method_names = ["post"]
    may_connect: Leave = staticmethod(is_public)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the file, or what is wrong."""
        if not policy_registry.get_by_type(Picture).user_has_permission(request.user, "add"):
            raise PermissionDenied
        try:
            fetched = fetch_picture(request.POST.get("url", ""), may_connect=self.may_connect)
            inspected = inspect(fetched.name, fetched.data)
        except NotFetchedError as error:
            return JsonResponse({"error": str(error)}, status=422)
        except Refused as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=422)
        response = HttpResponse(fetched.data, content_type=inspected.content_type)
        response.headers["Content-Disposition"] = _as_attachment(fetched.name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response.headers["Cache-Control"] = "no-store"
        return response


def _as_attachment(name: str) -> str:
    return str(content_disposition_header(as_attachment=True, filename=name))


class RightsView(WagtailAdminTemplateMixin, View):
    """Rights that end soon, and ended ones that stories still hold."""

    page_title = gettext_lazy("Rights that end soon")
    header_icon = "time"
    template_name = "shpalta/picturedesk/rights.html"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the first screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show both lists to who may work with pictures."""
        policy = policy_registry.get_by_type(Picture)
        if not policy.user_has_any_permission(request.user, ["add", "change", "delete"]):
            raise PermissionDenied
        return self.render_to_response(
            self.get_context_data(
                soon=describe_endings(list(ending_soon()[:MOST_ENDING])),
                ended=describe_endings(list(ended_in_use()[:MOST_ENDING])),
                empty=gettext("No rights end within 30 days."),
            )
        )
