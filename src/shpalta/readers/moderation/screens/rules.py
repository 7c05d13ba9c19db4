"""A title's rules of moderation: numbers, domains, its own reasons of removals."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from shpalta.newsroom.names import publishing_languages
from shpalta.readers.moderation.access import has_house
from shpalta.readers.moderation.models import JudgeRules, RemovalReason
from shpalta.readers.moderation.ruling import set_reasons, set_rules
from shpalta.readers.moderation.screens.base import ModerationView

HOUSE = "house"
_SPARE_REASONS = 2
_LONGEST_REASON = 200
_DOMAINS = ["allowed_domains", "denied_domains"]
_NUMBERS = [
    *("per_minute", "per_hour", "network_per_minute", "alike", "raid_size", "reports"),
    "most_links",
]


if TYPE_CHECKING:
    _Form = forms.BaseModelForm[JudgeRules]


class DomainsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What of the rules the house has."""

    class Meta:
        model = JudgeRules
        fields = _DOMAINS
        widgets = dict.fromkeys(_DOMAINS, forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}))


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]
    """What of the rules a title has."""

    class Meta:
        model = JudgeRules
        fields = [*_NUMBERS, *_DOMAINS]
        widgets = DomainsForm.Meta.widgets


class RulesView(ModerationView):
    """Shows and sets the rules of a title, or the domains of the house."""

    page_title = gettext_lazy("Rules")
    template_name = "shpalta/moderation/rules.html"
    tab = "rules"

    @property
    def title_id(self) -> int | None:
        """Give the title that the address names; None: the house, for who has all of it."""
        of = self.request.GET.get("of", "")
        if of == HOUSE and has_house(self.request.user):
            return None
        if not of and self.titles:
            return self.titles[0].pk
        if not of.isdigit() or len(of) > 9 or int(of) not in self.title_ids:  # noqa: PLR2004
            raise Http404
        return int(of)

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show them."""
        return self.render(self._form(None))

    def _form(self, data: Any) -> "_Form":
        row = JudgeRules.objects.filter(title=self.title_id).first()
        form = DomainsForm if self.title_id is None else RulesForm
        return form(data, instance=row or JudgeRules(title_id=self.title_id))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Set them, or say at the field why not."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        set_rules(title_id=self.title_id, values=form.cleaned_data, actor=request.user)
        if self.title_id is not None:
            set_reasons(title_id=self.title_id, names=self._reasons(), actor=request.user)
        messages.success(request, _("The rules are set."))
        return redirect(f"{reverse('moderation_rules')}?of={self.title_id or HOUSE}")

    def _reasons(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        while f"reason-{len(found)}" in self.request.POST:
            number = len(found)
            found.append(
                {
                    code: self.request.POST.get(f"reason-{number}-{code}", "")[:_LONGEST_REASON]
                    for code, _name in publishing_languages()
                }
            )
        return found

    def render(self, form: "_Form", status: int = HTTPStatus.OK) -> HttpResponse:
        """Show the form."""
        is_whole = has_house(self.request.user)
        rows = RemovalReason.objects.filter(title=self.title_id or 0)
        names = [*(row.names for row in rows), *({} for _spare in range(_SPARE_REASONS))]
        context = self.get_context_data(
            form=form,
            of=str(self.title_id or HOUSE),
            titles=[
                *((str(title.pk), str(title)) for title in self.titles),
                *([(HOUSE, _("the whole house"))] if is_whole else []),
            ],
            reasons=[
                [(code, name, one.get(code, "")) for code, name in publishing_languages()]
                for one in names
            ]
            if self.title_id is not None
            else [],
        )
        return self.render_to_response(context, status=status)
