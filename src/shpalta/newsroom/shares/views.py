"""The screens of sharing: what the sisters offer, what runs here, how a story is to run."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from shpalta.newsroom.shares import services
from shpalta.newsroom.shares.access import edition_for, editions_for, may_take, placement_for
from shpalta.newsroom.shares.errors import ShareRefusedError
from shpalta.newsroom.shares.forms import PlacementForm, initial_of
from shpalta.newsroom.shares.models import ShareRule
from shpalta.newsroom.shares.rules import (
    OFFERED_AT_ONCE,
    Place,
    fitting_rules,
    modes_for,
    offers_for,
)
from shpalta.newsroom.stories.choices import PlacementMode
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.stories.notes import notices_for_placement
from shpalta.newsroom.titles.models import Edition, Title


class _EditionView(WagtailAdminTemplateMixin, View):
    """A screen about one edition of a title that is open to whoever looks."""

    header_icon = "redirect"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may publish."""
        if not may_take(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def edition(self) -> Edition:
        """Find the edition, in the address or the first that is open."""
        asked = self.kwargs.get("edition_id")
        if asked is not None:
            return edition_for(self.request.user, asked)
        editions = editions_for(self.request.user)
        if not editions:
            raise Http404
        return editions[0]

    def get_page_subtitle(self) -> str:
        """Name the edition."""
        return str(self.edition)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the offers."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("shares_offers"), "label": _("From sister titles")},
            {"url": "", "label": self.get_page_title()},
        ]

    def editions(self, screen: str) -> list[dict[str, Any]]:
        """List the ways to the same screen of other editions."""
        return [
            {
                "name": str(edition),
                "url": reverse(screen, args=[edition.pk]),
                "is_current": edition.pk == self.edition.pk,
            }
            for edition in editions_for(self.request.user)
        ]


class OffersView(_EditionView):
    """What sister titles have that this edition may take, the newest first."""

    page_title = gettext_lazy("Offers")
    template_name = "shpalta/shares/offers.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show one page of offers."""
        giver = request.GET.get("of", "")
        giver_id = int(giver) if giver.isdigit() and len(giver) < 10 else None  # noqa: PLR2004
        found = offers_for(self.edition, after=self._after(), giver_id=giver_id)
        shown = found[:OFFERED_AT_ONCE]
        more = shown[-1].pk if len(found) > OFFERED_AT_ONCE else None
        rules = list(
            ShareRule.objects.filter(taker_id=self.edition.title_id).prefetch_related("rubrics")
        )
        givers = Title.objects.filter(pk__in={rule.giver_id for rule in rules})
        offers = [{"story": story, "modes": sorted(_modes(story, rules))} for story in shown]
        context = self.get_context_data(
            offers=offers,
            edition=self.edition,
            editions=self.editions("shares_offers_of"),
            givers=givers,
            giver_id=giver_id,
            has_rules=bool(rules),
            more=more,
        )
        return self.render_to_response(context)

    def _after(self) -> Place | None:
        text = self.request.GET.get("after", "")
        if not text.isdigit() or len(text) > 18:  # noqa: PLR2004  # 64 bits
            return None
        last = Story.objects.filter(pk=int(text)).values_list("published_at", flat=True).first()
        return Place(last, int(text)) if last else None


def _modes(story: Story, rules: list[ShareRule]) -> frozenset[str]:
    return frozenset().union(*(rule.modes for rule in fitting_rules(story, rules)))


class RunningView(_EditionView):
    """What of the sisters runs in this edition, the newest first."""

    page_title = gettext_lazy("Running here")
    template_name = "shpalta/shares/running.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the newest."""
        rows: QuerySet[Placement] = Placement.objects.filter(
            edition=self.edition, taken_back_at__isnull=True
        ).select_related("story__edition__title", "rubric", "edition__title")
        context = self.get_context_data(
            placements=rows.defer("story__body").order_by("-placed_at", "-pk")[:100],
            edition=self.edition,
            editions=self.editions("shares_running_of"),
        )
        return self.render_to_response(context)


class _FormView(_EditionView):
    """A form that says how a story is to run."""

    template_name = "shpalta/shares/form.html"
    story: Story

    def form(self, data: Any = None) -> PlacementForm:
        """Make the form."""
        return PlacementForm(
            data,
            initial=self.initial(),
            story=self.story,
            edition=self.edition,
            modes=self.modes(),
        )

    def initial(self) -> dict[str, Any]:
        """Begin with nothing."""
        return {}

    def modes(self) -> frozenset[str]:
        """Give the ways that the house allows."""
        return modes_for(self.story, self.edition)

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask how."""
        return self.render(self.form())

    def post(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, or say at the field why not."""
        form = self.form(self.request.POST)
        if form.is_valid():
            try:
                placement = self.write(form)
            except ShareRefusedError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(self.request, self.success(placement))
                return redirect("shares_running_of", self.edition.pk)
        return self.render(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def write(self, form: PlacementForm) -> Placement:
        """Run the story as the form says."""
        raise NotImplementedError

    def notices(self) -> list[SafeString]:
        """List what other desks say of it: nothing before it runs."""
        return []

    def success(self, placement: Placement) -> str:
        """Say what was done."""
        return _("“%(headline)s” runs in %(edition)s now.") % {
            "headline": placement.printed_headline,
            "edition": placement.edition,
        }

    def render(self, form: PlacementForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """Show the form."""
        context = self.get_context_data(
            form=form, story=self.story, edition=self.edition, notices=self.notices()
        )
        return self.render_to_response(context, status=status)


class TakeView(_FormView):
    """Asks how a story is to run, and takes it."""

    page_title = gettext_lazy("Take a story")

    @cached_property
    def story(self) -> Story:  # type: ignore[override]
        """Read the story; what nobody may take here does not exist here."""
        stories = Story.objects.public().select_related("edition__title", "rubric")
        story = get_object_or_404(stories, pk=self.kwargs["offer_id"])
        if not modes_for(story, self.edition):
            raise Http404
        return story

    def initial(self) -> dict[str, Any]:
        """Begin with the way whose button was pressed."""
        return {"mode": self.request.GET.get("mode", "")}

    def write(self, form: PlacementForm) -> Placement:
        """Take it."""
        return services.take_story(
            story_id=self.story.pk,
            edition_id=self.edition.pk,
            actor=self.request.user,
            **form.words(),
        )


class ChangeView(_FormView):
    """Changes how a story runs."""

    page_title = gettext_lazy("Change how it runs")

    @cached_property
    def placement(self) -> Placement:
        """Read the placement."""
        return placement_for(self.request.user, self.kwargs["placement_id"])

    @cached_property
    def edition(self) -> Edition:
        """Give the edition that it runs in."""
        return self.placement.edition

    @cached_property
    def story(self) -> Story:  # type: ignore[override]
        """Give the origin."""
        return self.placement.story

    def initial(self) -> dict[str, Any]:
        """Begin with what it says now."""
        return initial_of(self.placement)

    def modes(self) -> frozenset[str]:
        """Give the ways that the house allows, and the one in which it runs."""
        return super().modes() | {self.placement.mode}

    def notices(self) -> list[SafeString]:
        """List what other desks say of how it runs."""
        return notices_for_placement(self.request, self.placement)

    def write(self, form: PlacementForm) -> Placement:
        """Change it."""
        return services.change_placement(
            placement_id=self.placement.pk, actor=self.request.user, **form.words()
        )


@require_POST
def take_as_headline(request: HttpRequest, edition_id: int, offer_id: int) -> HttpResponse:
    """Take a story as a headline by one press of a button."""
    edition = edition_for(request.user, edition_id)
    try:
        placement = services.take_story(
            story_id=offer_id,
            edition_id=edition.pk,
            mode=PlacementMode.HEADLINE,
            actor=request.user,
        )
    except ShareRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("“%(headline)s” runs in %(edition)s now.")
            % {"headline": placement.printed_headline, "edition": edition},
        )
    return redirect("shares_offers_of", edition.pk)


@require_POST
def dismiss(request: HttpRequest, edition_id: int, offer_id: int) -> HttpResponse:
    """Offer a story no more to an edition."""
    edition = edition_for(request.user, edition_id)
    try:
        services.dismiss_offer(story_id=offer_id, edition_id=edition.pk, actor=request.user)
    except ShareRefusedError as error:
        messages.error(request, str(error))
    return redirect("shares_offers_of", edition.pk)


@require_POST
def take_back(request: HttpRequest, placement_id: int) -> HttpResponse:
    """Run a story no longer."""
    placement = placement_for(request.user, placement_id)
    try:
        services.take_back(placement_id=placement.pk, actor=request.user)
    except ShareRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            _("“%(headline)s” does not run in %(edition)s any more.")
            % {"headline": placement.printed_headline, "edition": placement.edition},
        )
    if request.POST.get("back") == "story":
        return redirect("wagtailsnippets_stories_story:edit", placement.story_id)
    return redirect("shares_running_of", placement.edition_id)
