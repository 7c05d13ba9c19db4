"""What the screens of titles and of vocabularies share: search, slugs, readable refusals."""

from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.utils import model_format_dict
from django.db import models
from django.db.models import ProtectedError, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView

from shpalta.core.transliteration import slug_for
from shpalta.newsroom.titles.by_name import ByNamePaginator
from shpalta.newsroom.titles.choosers import SpokenChooserViewSet
from shpalta.newsroom.titles.counted import CountedPaginator
from shpalta.newsroom.titles.walls import keep_open

SLUG_LANGUAGES = ("en", "uk", "ru")
"""Of which name an address is made when nobody wrote one: the first that there is; then others."""


def suggest_slug(names: dict[str, str], taken: "QuerySet[Any]", *, longest: int = 60) -> str:
    """Make a slug of the names that nothing in `taken` has; "" if the names give none."""
    languages = dict.fromkeys((*SLUG_LANGUAGES, *settings.SHPALTA_EDITION_LANGUAGES))
    spelled = (slug_for(names.get(language, ""), longest=longest) for language in languages)
    base = next((slug for slug in spelled if slug), "")
    slug, number = base, 2
    while base and taken.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


class NamedForm(WagtailAdminModelForm):
    """A form whose slug may be left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = gettext_lazy(
                "A part of the address. Empty: made of the English or the Ukrainian name."
            )

    def rivals(self) -> "QuerySet[Any]":
        """Give the rows whose slugs are taken."""
        rows: QuerySet[Any] = type(self.instance).objects.exclude(pk=self.instance.pk)
        return rows

    def clean(self) -> dict[str, Any]:
        """Fill in the slug; refuse names of which none can be made."""
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and not self.errors:
            cleaned["slug"] = suggest_slug(cleaned.get("names") or {}, self.rivals())
            if not cleaned["slug"]:
                self.add_error("slug", _("No address can be made of these names: write one."))
        return cleaned


class _Saying:
    """Says how saving went without the thing's name, which would need a case and a gender."""

    object: Any
    error_message = gettext_lazy("Not saved yet: something has to be put right first.")

    def get_success_message(self, instance: Any = None) -> str:
        """Say that it is saved; Wagtail's own message stands in its method."""
        return _("“%(object)s” is saved.") % {"object": instance or self.object}


class HouseCreateView(_Saying, snippets.CreateView):
    """A new row."""


class HouseEditView(_Saying, snippets.EditView):
    """A row that there is."""


class PlainIndexView(snippets.IndexView):
    """A short list without search and without boxes: nothing is done to many rows at once."""

    is_searchable = False
    paginator_class = CountedPaginator

    @cached_property
    def add_item_label(self) -> str:
        """Say it without the thing's name, which would need a case in most languages."""
        return _("Add")

    @cached_property
    def columns(self) -> list[Any]:
        """Leave out the boxes."""
        return super().columns[1:]


class WalledIndexView(PlainIndexView):
    """A short list of what belongs to the titles that are open to who looks."""

    title_column = "title_id"

    def get_base_queryset(self) -> "QuerySet[Any]":
        """Leave out what is behind a wall."""
        return keep_open(super().get_base_queryset(), self.request.user, self.title_column)


class TitleIndexView(WalledIndexView):
    """The list of the titles themselves."""

    title_column = "pk"


class SearchedIndexView(PlainIndexView):
    """A list searched by a part of any name."""

    is_searchable = True

    def get_paginator(self, queryset: "QuerySet[Any]", per_page: int, **kwargs: Any) -> Any:
        """Put the names in order, unless another column was chosen."""
        if self.ordering:
            return super().get_paginator(queryset, per_page, **kwargs)
        return ByNamePaginator(queryset, per_page, **kwargs)

    def search_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep what has the query in a name."""
        if not self.is_searching:
            return queryset
        return queryset.filter(folded_names__contains=self.search_query.casefold())


class GuardedDeleteView(snippets.DeleteView):
    """Deletes what nothing stands on, and says what does stand on it."""

    success_message = gettext_lazy("“%(object)s” is deleted.")

    def get_usage(self) -> None:
        """Ask the database instead of Wagtail's index: it is quicker and always right."""

    def get_usage_url(self) -> None:
        """Give none, as there is no count."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Delete, or go back with the reason."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError as error:
            messages.error(self.request, refusal(self.object, error))
            return redirect(self.get_success_url())
        return response


def refusal(thing: models.Model, error: ProtectedError) -> str:
    """Say in a sentence why `thing` cannot be deleted."""
    rows = list(error.protected_objects)[:50]
    kinds = dict.fromkeys(str(model_format_dict(row)["verbose_name_plural"]) for row in rows)
    return _(
        "“%(thing)s” cannot be deleted while these belong to it: %(kinds)s. "
        "Move them elsewhere first."
    ) % {"thing": thing, "kinds": ", ".join(kinds)}


class WordFilterForm(BaseFilterForm):
    """The search field of a vocabulary's chooser."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("A part of the name")}),
    )

    def filter(self, objects: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep what has the query in a name."""
        query = self.cleaned_data.get("q", "").strip()
        if query:
            self.is_searching = True
            self.search_query = query
            objects = objects.filter(folded_names__contains=query.casefold())
        return objects


class WordChooseView(ChooseView):
    """The chooser's window, with a search field."""

    filter_form_class = WordFilterForm
    paginator_class = ByNamePaginator


class WordChooseResultsView(ChooseResultsView):
    """The list inside it."""

    filter_form_class = WordFilterForm
    paginator_class = ByNamePaginator


class WordChooserViewSet(SpokenChooserViewSet):
    """A chooser that can be searched."""

    choose_view_class = WordChooseView
    choose_results_view_class = WordChooseResultsView
