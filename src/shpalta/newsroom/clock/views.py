"""The screens on which a story is scheduled, moved, cancelled, or its withdrawal is set."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from shpalta.newsroom.clock import services
from shpalta.newsroom.clock.describing import told_moment
from shpalta.newsroom.clock.errors import OrderRefusedError
from shpalta.newsroom.clock.forms import MomentForm, ScheduleForm, first_offer
from shpalta.newsroom.clock.models import OrderAction, PublishOrder
from shpalta.newsroom.stories.models import Story


def may_schedule(user: Any, story: Story) -> bool:
    """Tell whether this user may publish this story; who may publish may schedule."""
    policy = policy_registry.get(story)
    return bool(policy.user_has_permission_for_instance(user, "publish", story))


def edit_url(story_id: int) -> str:
    """Give the address of a story's editor."""
    return reverse("wagtailsnippets_stories_story:edit", args=[story_id])


class _MomentView(WagtailAdminTemplateMixin, View):
    """A form that asks for a moment, for one story."""

    action: OrderAction
    header_icon = "history"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may publish the story."""
        if not may_schedule(request.user, self.story):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def story(self) -> Story:
        """Read the story that it is about."""
        stories = Story.objects.select_related("edition__title", "latest_revision")
        return get_object_or_404(stories, pk=self.kwargs["story_id"])

    @cached_property
    def order(self) -> PublishOrder | None:
        """Find the order that waits already."""
        return PublishOrder.objects.waiting().filter(story=self.story, action=self.action).first()

    def get_page_subtitle(self) -> str:
        """Name the newest version of the story."""
        newest: Any = self.story.latest_revision
        return str(newest.object_str if newest else self.story)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the story."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_stories_story:list"), "label": _("Stories")},
            {"url": edit_url(self.story.pk), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def initial(self) -> dict[str, Any]:
        """Begin with what is ordered already, or with what is likely."""
        zone = self.story.edition.title.zone
        if self.order is not None:
            wall = self.order.due_at.astimezone(zone).replace(tzinfo=None)
        else:
            wall = first_offer(zone, embargo_until=self.story.embargo_until)
        return {"due_at": wall, "base": self.story.latest_revision_id}

    def form(self, data: Any = None) -> MomentForm:
        """Make the form."""
        return MomentForm(data, initial=self.initial(), zone=self.story.edition.title.zone)

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask for the moment."""
        return self.render(self.form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Give the order, or say at the field why not."""
        form = self.form(request.POST)
        if not form.is_valid() or form.moment is None:
            return self.render(form)
        try:
            order = self.give(form, form.moment)
        except OrderRefusedError as error:
            form.add_error(error.field or None, str(error))
        except ValidationError as error:
            form.add_error(None, self._told(error))
        else:
            self._tell(order, form)
            return redirect(edit_url(self.story.pk))
        return self.render(form)

    def give(self, form: Any, moment: datetime) -> PublishOrder:
        """Give the order for a moment (aware)."""
        raise NotImplementedError

    def render(self, form: MomentForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """Show the form."""
        context = {"form": form, "story": self.story, "order": self.order}
        context |= {"back_url": edit_url(self.story.pk)}
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _told(self, error: ValidationError) -> list[str]:
        """Say at which fields of the story something is missing."""
        if not hasattr(error, "error_dict"):
            return error.messages
        said = []
        for name, words in error.message_dict.items():
            field = getattr(getattr(Story, name, None), "field", None)
            place = f"{capfirst(field.verbose_name)}: " if field is not None else ""
            said += [f"{place}{word}" for word in words]
        return said

    def _tell(self, order: PublishOrder, form: MomentForm) -> None:
        moment = told_moment(order.due_at, self.story.edition.title)
        messages.success(self.request, self.success(moment))
        if form.is_first_of_two:
            messages.warning(
                self.request,
                _("This time comes twice that night: the first one is meant (%(moment)s).")
                % {"moment": f"UTC{order.due_at.astimezone(form.zone):%z}"},
            )

    def success(self, moment: str) -> str:
        """Say what was ordered for the moment (printed)."""
        raise NotImplementedError


class ScheduleView(_MomentView):
    """Orders that the story goes out at a moment, or moves that order."""

    action = OrderAction.PUBLISH
    page_title = gettext_lazy("Schedule")
    template_name = "shpalta/newsroom/schedule.html"

    @cached_property
    def has_newer(self) -> bool:
        """Tell whether the story was changed since it was scheduled."""
        return self.order is not None and self.order.revision_id != self.story.latest_revision_id

    def form(self, data: Any = None) -> ScheduleForm:
        """Make the form; it asks for the version only where there are two."""
        zone = self.story.edition.title.zone
        return ScheduleForm(data, initial=self.initial(), zone=zone, has_newer=self.has_newer)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Give the order, unless the story changed since this was asked."""
        if request.POST.get("base") == str(self.story.latest_revision_id or ""):
            return super().post(request, **kwargs)
        messages.error(
            request,
            _("Somebody saved a newer version meanwhile. Look at it before it is scheduled."),
        )
        return self.render(self.form(), status=HTTPStatus.CONFLICT)

    def give(self, form: Any, moment: datetime) -> PublishOrder:
        """Order the newest version, or move the one that is ordered."""
        keeps = self.order is not None and not form.cleaned_data.get("newest")
        revision_id = self.order.revision_id if keeps and self.order else None
        return services.order_publishing(
            story_id=self.story.pk,
            revision_id=revision_id or self.story.latest_revision_id or 0,
            due_at=moment,
            actor=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which versions there are."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"has_newer": self.has_newer}

    def success(self, moment: str) -> str:
        """Say when it goes out."""
        return _("“%(headline)s” goes out on %(moment)s.") % {
            "headline": self.get_page_subtitle(),
            "moment": moment,
        }


class ScheduleWithdrawalView(_MomentView):
    """Orders that the story is withdrawn at a moment, or moves that order."""

    action = OrderAction.WITHDRAW
    page_title = gettext_lazy("Withdraw later")
    template_name = "shpalta/newsroom/schedule.html"

    def give(self, form: Any, moment: datetime) -> PublishOrder:
        """Order the withdrawal."""
        return services.order_withdrawal(
            story_id=self.story.pk, due_at=moment, actor=self.request.user
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say that it is about a withdrawal."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"is_withdrawal": True}

    def success(self, moment: str) -> str:
        """Say when it is withdrawn."""
        return _("“%(headline)s” will be withdrawn on %(moment)s.") % {
            "headline": self.get_page_subtitle(),
            "moment": moment,
        }


@require_POST
def cancel_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Take an order back, or set a failed one aside; then lead to its story."""
    order = get_object_or_404(PublishOrder.objects.select_related("story"), pk=order_id)
    if not may_schedule(request.user, order.story):
        raise PermissionDenied
    try:
        services.cancel_order(order_id=order_id, actor=request.user)
    except OrderRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The order is cancelled. The story stays as it is."))
    if request.POST.get("back") == "home":
        return redirect("wagtailadmin_home")
    return redirect(edit_url(order.story_id))
