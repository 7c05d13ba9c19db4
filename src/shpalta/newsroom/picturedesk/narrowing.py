"""The search field and the filters of the window in which pictures are chosen."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm

from shpalta.newsroom.picturedesk.filters import RIGHTS, standing_so
from shpalta.newsroom.picturedesk.rules import fit_for, rule_of
from shpalta.newsroom.picturedesk.search import matching, of_or_by
from shpalta.newsroom.titles.models import Title

FIT = "fit"
_NARROWS = {"data-chooser-modal-search-filter": ""}
"""What makes the window search anew when a field changes."""


_FIRST = date(1826, 1, 1)
"""The year of the oldest photograph. Midnight of the very first days has no moment east of UTC."""


class _Day(forms.DateInput):
    """A day, chosen as the browser lets one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs=dict(_NARROWS), format="%Y-%m-%d")


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=_Day, validators=[MinValueValidator(_FIRST)]
    )


class PictureSearchForm(BaseFilterForm):
    """Words, and what is asked for besides: who, how the rights stand, when."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Caption, person, credit, date")}),
    )
    who = forms.CharField(
        label=_("Shown or made by"), required=False, widget=forms.TextInput(attrs=dict(_NARROWS))
    )
    rights = forms.ChoiceField(
        label=_("Rights"), required=False, widget=forms.Select(attrs=dict(_NARROWS))
    )
    since = _day_field(pgettext_lazy("day", "Since"))
    until = _day_field(pgettext_lazy("day", "Until"))

    def __init__(self, *args: Any, title: Title | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._title = title
        fit = (
            _("can be published in “%(title)s”") % {"title": title}
            if title
            else _("can be published")
        )
        rights: Any = self.fields["rights"]
        rights.choices = [("", _("All")), (FIT, fit), *RIGHTS]

    def filter(self, objects: Any) -> Any:
        """Keep what has the words in any form, and what the filters ask for."""
        asked = self.cleaned_data
        if query := asked["q"].strip():
            self.search_query = query
            objects = matching(objects, query)
        if asked["who"].strip():
            objects = of_or_by(objects, asked["who"])
        if asked["rights"]:
            objects = objects.filter(self._standing(asked["rights"]))
        if asked["since"] or asked["until"]:
            objects = objects.filter(_made_between(asked["since"], asked["until"]))
        self.is_searching = any(asked.values())
        return objects

    def _standing(self, wanted: str) -> Q:
        now = timezone.now()
        return fit_for(rule_of(self._title), at=now) if wanted == FIT else standing_so(wanted, now)


def _made_between(since: date | None, until: date | None) -> Q:
    """Say in SQL that a picture was taken on one of these days; uploaded, where nobody knows."""
    taken, uploaded = Q(taken_at__isnull=False), Q(taken_at__isnull=True)
    if since:
        taken &= Q(taken_at__gte=_midnight(since))
        uploaded &= Q(created_at__gte=_midnight(since))
    if until and until < date.max:
        after = _midnight(until + timedelta(days=1))
        taken, uploaded = taken & Q(taken_at__lt=after), uploaded & Q(created_at__lt=after)
    return taken | uploaded


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
