"""The meter's screen, and the panel on the first one."""

from datetime import date
from http import HTTPStatus
from typing import Any

from babel.dates import format_date
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from shpalta.newsroom.parity.access import may_set_rule, titles_for
from shpalta.newsroom.parity.meter import Meter, newest_behind, newest_lacking, read_meters
from shpalta.newsroom.parity.models import Mode
from shpalta.newsroom.parity.services import set_mode
from shpalta.newsroom.siblings.describing import language_name


class RuleForm(forms.Form):
    """What a title asks of its editions."""

    mode = forms.ChoiceField(
        label=gettext_lazy("When a story goes out that the first edition has not"),
        choices=Mode.choices,
        widget=forms.RadioSelect,
    )


def printed_day(day: date) -> str:
    """Print a day shortly, in the language of the screen."""
    return str(format_date(day, "EE, d MMM", locale=get_language() or "uk"))


def told_meter(meter: Meter) -> dict[str, Any]:
    """Give a meter as templates show it."""
    return {
        "meter": meter,
        "languages": [language_name(edition.language) for edition in meter.editions],
        "days": [(printed_day(day.day), day) for day in meter.days],
        "today": list(
            zip(
                (language_name(edition.language) for edition in meter.editions),
                meter.days[0].counts,
                strict=True,
            )
        ),
        "is_less": meter.days[0].counts[0].is_less,
        "url": reverse("parity_meter", args=[meter.title.pk]),
    }


class MeterView(WagtailAdminTemplateMixin, View):
    """One title's meter, and its rule."""

    page_title = gettext_lazy("Parity of languages")
    header_icon = "table"
    template_name = "shpalta/parity/meter.html"
    _show_breadcrumbs = True

    @cached_property
    def meters(self) -> list[Meter]:
        """Read the meters of the titles that are open to this person."""
        return read_meters(titles_for(self.request.user))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the first screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may read stories."""
        if not request.user.has_perm("stories.view_story"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def _chosen(self) -> Meter | None:
        title_id = self.kwargs.get("title_id")
        if title_id is None:
            return self.meters[0] if self.meters else None
        chosen = next((meter for meter in self.meters if meter.title.pk == title_id), None)
        if chosen is None:
            raise Http404
        return chosen

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the meter."""
        chosen = self._chosen()
        return self.render(chosen, RuleForm(initial={"mode": chosen.mode if chosen else ""}))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Set the rule, or say at the field why not."""
        chosen = self._chosen()
        if chosen is None or not may_set_rule(request.user):
            raise PermissionDenied
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.render(chosen, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        set_mode(title_id=chosen.title.pk, mode=Mode(form.cleaned_data["mode"]))
        messages.success(request, _("The rule is set."))
        return redirect("parity_meter", chosen.title.pk)

    def render(
        self, chosen: Meter | None, form: RuleForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """Show the meter and the form."""
        context = self.get_context_data(
            told=told_meter(chosen) if chosen else None,
            others=[told_meter(meter) for meter in self.meters] if len(self.meters) > 1 else [],
            lacking=newest_lacking(chosen.title) if chosen else [],
            behind=newest_behind(chosen.title) if chosen else [],
            form=form,
            may_set_rule=may_set_rule(self.request.user),
        )
        return self.render_to_response(context, status=status)


class ParityPanel(Component):
    """Today's numbers of each title on the first screen."""

    name = "parity"
    order = 30
    template_name = "shpalta/parity/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Read the meters."""
        meters = read_meters(titles_for(parent_context["request"].user))
        return {"meters": [told_meter(meter) for meter in meters]}
