"""The screens of what is made of pictures: their crops, and which files are not ready."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from shpalta.newsroom.media.models import Picture
from shpalta.newsroom.renditions.asking import ask_for
from shpalta.newsroom.renditions.forms import FramingForm
from shpalta.newsroom.renditions.queries import unready_of
from shpalta.newsroom.renditions.services import framing_of, set_framing

_IN_LIST = 50


class _PictureView(WagtailAdminTemplateMixin, View):
    """A screen about one picture, for who may change it."""

    header_icon = "crop"
    _show_breadcrumbs = True

    @cached_property
    def picture(self) -> Picture:
        """Read the picture. Raises Http404 and PermissionDenied."""
        rows = Picture.objects.select_related("preparation", "collection")
        picture: Picture = get_object_or_404(rows, pk=self.kwargs["image_id"])
        policy = policy_registry.get_by_type(Picture)
        if not policy.user_has_permission_for_instance(self.request.user, "change", picture):
            raise PermissionDenied
        return picture


class CropsView(_PictureView):
    """The focal point and the crops of a picture, drawn or typed, with a view of each shape."""

    template_name = "shpalta/renditions/crops.html"
    page_title = gettext_lazy("Crops")

    def get_page_subtitle(self) -> str:
        """Name the picture."""
        return str(self.picture)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the picture."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailimages:index"), "label": _("Pictures")},
            {"url": reverse("wagtailimages:edit", args=[self.picture.pk]), "label": self.picture},
            {"url": "", "label": self.page_title},
        ]

    def _form(self, data: Mapping[str, Any] | None = None) -> FramingForm:
        size = max(1, self.picture.width), max(1, self.picture.height)
        return FramingForm(data, size=size, framing=framing_of(self.picture))

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show how the picture is cut."""
        return self._shown(self._form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep how it is to be cut."""
        form = self._form(request.POST)
        if not form.is_valid():
            messages.error(request, _("The crops were not saved. See what is wrong below."))
            return self._shown(form)
        set_framing(picture_id=self.picture.pk, framing=form.framing())
        messages.success(
            request, _("Saved. Pages show it as soon as the files are made, in some seconds.")
        )
        return HttpResponseRedirect(reverse("picture_crops", args=[self.picture.pk]))

    def _shown(self, form: FramingForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(picture=self.picture, form=form))


class FilesView(_PictureView):
    """How far the files of a picture are: a part of other screens, asked for again and again."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Say how far they are."""
        preparation = getattr(self.picture, "preparation", None)
        context = {"picture": self.picture, "preparation": preparation}
        return TemplateResponse(request, "shpalta/renditions/files.html", context)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Have them made once more."""
        ask_for([self.picture.pk])
        messages.success(request, _("The files are made once more."))
        return HttpResponseRedirect(reverse("wagtailimages:edit", args=[self.picture.pk]))


class UnreadyView(WagtailAdminTemplateMixin, View):
    """Which pictures have no files yet, or could not be made."""

    template_name = "shpalta/renditions/unready.html"
    page_title = gettext_lazy("Pictures being made")
    header_icon = "image"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the first screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """List them, those that failed first."""
        policy = policy_registry.get_by_type(Picture)
        if not policy.user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        pictures = policy.instances_user_has_any_permission_for(request.user, ["add", "change"])
        page = Paginator(unready_of(pictures), _IN_LIST).get_page(request.GET.get("p"))
        return self.render_to_response(self.get_context_data(page=page))
