"""The screens of old addresses beside the list: what readers get, and a file of many."""

import io
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from shpalta.core.old_addresses import OldAddressError, normal_path
from shpalta.newsroom.redirects.forms import ImportForm, InquiryForm
from shpalta.newsroom.redirects.importing import export_redirects, import_redirects
from shpalta.newsroom.redirects.lines import Report
from shpalta.newsroom.redirects.models import Redirect
from shpalta.newsroom.redirects.reading import Inquiry, readers_get
from shpalta.newsroom.titles.models import Title
from shpalta.newsroom.titles.screens import WalledIndexView

TOLD = 200
"""So many bad lines are shown."""


class RedirectIndexView(WalledIndexView):
    """The list of old addresses, searched by a part of the path."""

    is_searchable = True
    default_ordering = "-id"

    def get_base_queryset(self) -> "QuerySet[Redirect]":
        """Read what a row shows at once."""
        return super().get_base_queryset().select_related("title", "edition__title")

    def search_queryset(self, queryset: "QuerySet[Redirect]") -> "QuerySet[Redirect]":
        """Keep what has the query in its path, as it is kept and as people write it."""
        if not self.is_searching:
            return queryset
        try:
            kept = normal_path(self.search_query).removeprefix("/")
        except OldAddressError:
            kept = self.search_query
        return queryset.filter(path__icontains=kept)


class _Screen(WagtailAdminTemplateMixin, View):
    """A screen for who may change old addresses."""

    header_icon = "redirect"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("wagtailsnippets_redirects_redirect:list"),
                "label": _("Old addresses"),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may change them."""
        if not request.user.has_perm("redirects.change_redirect"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class InquiryView(_Screen):
    """Asks what readers would get at an address."""

    page_title = gettext_lazy("What readers get")
    template_name = "shpalta/redirects/inquiry.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask, and answer."""
        form = InquiryForm(request.GET or None, user=request.user)
        found: Inquiry | None = None
        if form.is_valid():
            found = readers_get(form.cleaned_data["title"], form.cleaned_data["address"])
        context = self.get_context_data(form=form, found=found)
        return self.render_to_response(context)


class ImportView(_Screen):
    """Takes a file of many in, or says of each line why not."""

    page_title = gettext_lazy("Import old addresses")
    template_name = "shpalta/redirects/import.html"

    @cached_property
    def titles(self) -> "QuerySet[Title]":
        """Give the titles whose addresses may be given out."""
        titles: QuerySet[Title] = ImportForm(user=self.request.user).fields["title"].queryset  # type: ignore[attr-defined]
        return titles

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask for the file."""
        return self.render(ImportForm(user=request.user))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Read it; write all of it or nothing."""
        form = ImportForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.render(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        given = form.cleaned_data
        report = import_redirects(
            title=given["title"],
            open_file=lambda: io.StringIO(given["file"], newline=""),
            dry_run=given["is_trial"],
            allows_outside=given["allows_outside"],
        )
        if report.written:
            messages.success(request, _("Taken in: %(number)s") % {"number": report.written})
        status = HTTPStatus.OK if report.is_good else HTTPStatus.UNPROCESSABLE_ENTITY
        return self.render(form, report, status)

    def render(
        self, form: ImportForm, report: Report | None = None, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """Show the form, and what was found."""
        context = self.get_context_data(
            form=form,
            report=report,
            bad=report.bad[:TOLD] if report else [],
            titles=self.titles,
        )
        return self.render_to_response(context, status=status)


class ExportView(_Screen):
    """Gives all old addresses of a title out."""

    def get(self, _request: HttpRequest, title_id: int) -> StreamingHttpResponse:
        """Send them as the import reads them."""
        title = get_object_or_404(Title, pk=title_id)
        file = io.StringIO()
        export_redirects(title, file)
        response = StreamingHttpResponse([file.getvalue()], content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="redirects-{title.code}.csv"'
        return response
