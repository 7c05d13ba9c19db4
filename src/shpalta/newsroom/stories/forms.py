"""The form behind the story's editor."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.core.visibility import State
from shpalta.newsroom.stories.links import stories_in
from shpalta.newsroom.stories.models import Story
from shpalta.newsroom.titles.models import Edition, Rubric
from shpalta.newsroom.titles.walls import closed_title_ids, keep_open
from shpalta.newsroom.vocabulary.pickers import WordsField

FIXED_ONCE_OUT = ("edition", "published_at")
"""What the address is made of stays once readers may have it."""
FIXED_WHILE_OUT = ("embargo_until",)
"""What is public cannot be put under embargo: it is withdrawn first."""


class _ByTitle(ModelChoiceIterator):  # type: ignore[type-arg]  # not generic at run time
    """The rubrics in groups, one for each title."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        groups: dict[str, list[Any]] = {}
        for rubric in self.queryset.select_related("title"):
            groups.setdefault(str(rubric.title), []).append(self.choice(rubric))
        yield from groups.items()


class RubricField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A rubric, offered under its title's name."""

    iterator = _ByTitle


class StoryForm(WagtailAdminModelForm):
    """A story with its sources and bylines."""

    topics = WordsField("topics", required=False)
    entities = WordsField("entities", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("topics", "entities"):
            if name in self.fields:
                self.fields[name].label = capfirst(getattr(Story, name).field.verbose_name)
        if "edition" in self.fields:
            self._offer_editions()
        if "rubric" in self.fields:
            self._offer_rubrics()
        self.fixed: dict[str, Any] = {}
        if self.instance.pk and self.instance.state != State.DRAFT:
            self._fix(FIXED_ONCE_OUT)
        if self.instance.pk and self.instance.state == State.PUBLISHED:
            self._fix(FIXED_WHILE_OUT)

    def _fix(self, names: Iterable[str]) -> None:
        for name in names:
            if name in self.fields:
                self.fields[name].disabled = True
                self.fixed[name] = getattr(self.instance, name)

    def clean(self) -> dict[str, Any]:
        """Keep what is fixed to the microsecond, which the form's own fields cut off."""
        super().clean()
        # In place: Wagtail's form for drafts, which derives from this one, reads it here.
        self.cleaned_data.update(self.fixed)
        if self.for_user and self._points_behind_walls():
            self.add_error("body", _("The text points to a story that is not open to you."))
        return self.cleaned_data

    def _points_behind_walls(self) -> bool:
        """Tell whether the text names a story of a closed title that readers do not have."""
        closed = closed_title_ids(self.for_user)
        body = self.cleaned_data.get("body")
        if not closed or not body:
            return False
        pointed = Story.objects.filter(pk__in=stories_in(body.get_prep_value()))
        return bool(
            pointed.filter(title__in=closed).exclude(pk__in=Story.objects.public()).exists()
        )

    def _open(self, rows: Any) -> Any:
        """Offer nothing of a title that is closed to who writes."""
        return keep_open(rows, self.for_user) if self.for_user else rows

    def _offer_editions(self) -> None:
        old = self.fields["edition"]
        editions = self._open(Edition.objects.select_related("title"))
        titles = (f"{edition.pk}={str(edition.title).replace('|', ' ')}" for edition in editions)
        widget = forms.Select(attrs={"data-titles": "|".join(titles)})
        self.fields["edition"] = forms.ModelChoiceField(
            editions, empty_label=None, label=old.label, help_text=old.help_text, widget=widget
        )

    def _offer_rubrics(self) -> None:
        old = self.fields["rubric"]
        self.fields["rubric"] = RubricField(
            self._open(Rubric.objects.all()),
            required=old.required,
            label=old.label,
            help_text=old.help_text,
            widget=forms.Select(),
        )
