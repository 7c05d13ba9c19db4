"""The form of a campaign with its creatives and, where it asks for money, its sums."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.campaigns.conflicts import not_let_in
from shpalta.campaigns.forms.choosing import boxes, rows_as_boxes
from shpalta.campaigns.forms.creative import CreativeForm
from shpalta.campaigns.forms.meanwhile import last_line, told_since
from shpalta.campaigns.fundraising import tell_progress
from shpalta.campaigns.inflection import LONGEST, MOST_PHRASES, phrases_of
from shpalta.campaigns.models import Campaign, Fundraiser, Placement
from shpalta.campaigns.models.choices import DeviceChoice
from shpalta.campaigns.models.fundraiser import Currency
from shpalta.campaigns.money import sum_of
from shpalta.campaigns.own_hosts import read_own_hosts
from shpalta.campaigns.stages import keep_stage
from shpalta.core.campaigns import CampaignKind, fitting_devices, lets_in
from shpalta.core.campaigns import CreativeForm as Form
from shpalta.core.dates import day_bounds
from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.clock.due import NoSuchTimeError, read_wall_time
from shpalta.newsroom.clock.forms import WallTimeField
from shpalta.newsroom.names import publishing_languages
from shpalta.newsroom.titles.models import Rubric, Title
from shpalta.newsroom.titles.walls import keep_open
from shpalta.newsroom.vocabulary.pickers import WordsField

_MOMENTS = ("starts_at", "ends_at")
_SUMS = ("goal", "currency", "deadline")
_WALLED = ("other_titles", "placements", "rubrics")
"""Relations of which a form offers what is open to who writes, and keeps the rest as it is."""


class CampaignForm(WagtailAdminModelForm):
    """A campaign. Moments are written and shown in the zone of its title, to the second."""

    starts_at = WallTimeField(label=gettext_lazy("Begins"))
    ends_at = WallTimeField(
        label=gettext_lazy("Ends"),
        required=False,
        help_text=gettext_lazy("Empty: when somebody ends it."),
    )
    topics = WordsField("topics", required=False)
    goal = forms.DecimalField(
        label=gettext_lazy("Goal"), required=False, min_value=1, max_digits=14, decimal_places=2
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        choices=Currency.choices,
        initial=Currency.UAH,
    )
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        help_text=gettext_lazy("The campaign ends with this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    raised = forms.DecimalField(
        label=gettext_lazy("Raised so far"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    """The last line of the campaign's log when the form was opened; see `forms.meanwhile`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = self._open(Title.objects.all(), "pk")
        self._offer_titles()
        self._offer_rows("placements", Placement.objects.filter(is_active=True))
        self._offer_rows("rubrics", Rubric.objects.all())
        self.fields["languages"] = boxes(self.fields["languages"], publishing_languages())
        self.fields["devices"] = boxes(self.fields["devices"], DeviceChoice.choices)
        self.fields["topics"].label = gettext_lazy("Topics")
        self._begin_with()

    @property
    def media(self) -> forms.Media:
        """Add the script that shows what a kind and a form need."""
        script: Any = forms.Script("shpalta/campaigns/form.js", type="module")
        own = forms.Media(js=[script])
        found: forms.Media = super().media + own
        return found

    def _open(self, rows: Any, column: str = "title_id") -> Any:
        return keep_open(rows, self.for_user, column) if self.for_user else rows

    def _offer_titles(self) -> None:
        title = cast("forms.ModelChoiceField[Any]", self.fields["title"])
        title.queryset, title.empty_label = self.titles, None
        others = cast("forms.ModelMultipleChoiceField[Any]", self.fields["other_titles"])
        others.queryset, others.widget = self.titles, forms.CheckboxSelectMultiple()
        others.required = False
        # Replacing a widget forgets the choices that the field had given it.
        others.widget.choices = others.choices

    def _offer_rows(self, name: str, rows: Any) -> None:
        kept = self._open(rows.select_related("title"))
        is_alone = self.titles.count() == 1
        self.fields[name] = rows_as_boxes(self.fields[name], kept, is_alone=is_alone)

    def _begin_with(self) -> None:
        """Show the moments in the title's zone, and a fundraiser's sums."""
        title = self.instance.title if self.instance.title_id else self.titles.first()
        if title is None:
            return
        for name in _MOMENTS:
            moment = getattr(self.instance, name)
            if moment is not None:
                wall = moment.astimezone(title.zone).replace(tzinfo=None, microsecond=0)
                self.initial[name] = wall
            self.fields[name].widget.attrs["step"] = "1"
        self.fields["starts_at"].help_text = _("In the zone of the newspaper: %(zone)s.") % {
            "zone": title.zone.key
        }
        self.initial["base"] = last_line(self.instance)
        fundraiser = find_fundraiser(self.instance)
        if fundraiser is not None:
            for name in _SUMS:
                self.initial[name] = getattr(fundraiser, name)
            # Not filled in: what the partner's service tells meanwhile is not to be put back.
            known = sum_of(fundraiser, get_language() or "uk").raised
            told = _("Readers see %(sum)s. Empty: that stays.") % {"sum": known}
            self.fields["raised"].help_text = told

    def clean(self) -> dict[str, Any]:
        """Read moments and words; refuse what does not belong together."""
        cleaned: dict[str, Any] = super().clean()
        for name in _MOMENTS:
            if cleaned.get(name) is not None and cleaned.get("title"):
                cleaned[name] = self._moment(name, cleaned[name], cleaned["title"])
        self._end_with_deadline(cleaned)
        self._tell_what_changed_meanwhile(cleaned.get("base"))
        self._read_avoided(cleaned.get("avoided") or "")
        self._check_targets(cleaned)
        asks = cleaned.get("kind") == CampaignKind.FUNDRAISER
        if asks and not cleaned.get("goal") and "goal" not in self.errors:
            self.add_error("goal", _("Say how much is to be raised."))
        return cleaned

    def _moment(self, name: str, wall: datetime, title: Title) -> datetime | None:
        try:
            moment = read_wall_time(wall, title.zone).moment
        except NoSuchTimeError as error:
            message = _(
                "There is no such time that night: the clocks go forward. The next one is %(time)s."
            )
            self.add_error(name, message % {"time": f"{error.after:%H:%M}"})
            return None
        # What was not touched keeps its fractions of a second, which no field shows.
        known = getattr(self.instance, name) if name not in self.changed_data else None
        return known or moment

    def _end_with_deadline(self, cleaned: dict[str, Any]) -> None:
        """Let a fundraiser end when its last day is over; a day that is put off moves the end."""
        day, title, end = (cleaned.get(name) for name in ("deadline", "title", "ends_at"))
        asks = cleaned.get("kind") == CampaignKind.FUNDRAISER
        if not asks or not day or not title or "ends_at" in self.errors:
            return
        last, known = day_bounds(day, title.zone).end, self.initial.get("deadline")
        ended_with_it = known and end == day_bounds(known, title.zone).end
        if end is None or (ended_with_it and "ends_at" not in self.changed_data):
            cleaned["ends_at"] = last
        elif end > last:
            self.add_error("ends_at", _("It would go on asking after its deadline."))

    def _tell_what_changed_meanwhile(self, base: int | None) -> None:
        """Refuse once to put what stands here in the place of what others saved meanwhile."""
        told = told_since(self.instance, base)
        if told:
            self.add_error(None, told)
            shown: Any = self.data.copy()  # type: ignore[has-type]  # of Django's form
            shown[self.add_prefix("base")] = last_line(self.instance)
            self.data = shown

    def _read_avoided(self, text: str) -> None:
        try:
            phrases = phrases_of(text)
        except ValueError as error:
            message = _("“%(line)s” is no word and no phrase of at most %(number)s words.")
            self.add_error("avoided", message % {"line": error.args[0], "number": LONGEST})
            return
        if len(phrases) > MOST_PHRASES:
            self.add_error("avoided", _("At most %(number)s lines.") % {"number": MOST_PHRASES})
        self.instance.avoided_forms = phrases

    def _check_targets(self, cleaned: dict[str, Any]) -> None:
        titles = {title.pk for title in cleaned.get("other_titles") or ()}
        if cleaned.get("title"):
            titles.add(cleaned["title"].pk)
        for name in ("placements", "rubrics"):
            strange = [one for one in cleaned.get(name) or () if one.title_id not in titles]
            if strange:
                message = _("“%(name)s” is of a title in which the campaign does not run.")
                self.add_error(name, message % {"name": strange[0]})
        if not cleaned.get("placements") and "placements" not in self.errors:
            self.add_error("placements", _("Choose at least one place."))
        kind = cleaned.get("kind")
        refusing = [one for one in cleaned.get("placements") or () if kind not in one.kinds]
        if kind and refusing:
            message = _("“%(name)s” does not take campaigns of this kind.")
            self.add_error("placements", message % {"name": refusing[0]})

    def is_valid(self) -> bool:
        """Check the parts against the whole once each is right by itself."""
        is_right: bool = super().is_valid()
        if is_right:
            self._check_creatives()
            is_right = not self.errors and all(not form.errors for form in self._creatives())
        return is_right

    def _creatives(self) -> list[CreativeForm]:
        formset = self.formsets.get("creatives")
        forms_ = formset.forms if formset is not None else []
        return [form for form in forms_ if form.has_changed() or form.instance.pk]

    def _check_creatives(self) -> None:
        """Refuse what can be shown in none of the campaign's places."""
        kind, rows = self.cleaned_data["kind"], self.cleaned_data["placements"]
        own_hosts = read_own_hosts()
        places = [row.facts(own_hosts) for row in rows]
        kept = [form for form in self._creatives() if not form.cleaned_data.get("DELETE")]
        if not kept:
            self.add_error(None, _("A campaign needs something to show: add a creative."))
        for form in kept:
            creative = form.instance
            if creative.form == Form.APPEAL and kind != CampaignKind.FUNDRAISER:
                form.refuse("form", _("Only a fundraiser has progress to show."))
            facts = creative.facts()
            if any(fitting_devices(facts, place) for place in places):
                continue
            if facts.is_third_party and not any(lets_in(place, facts) for place in places):
                form.refuse("is_third_party", not_let_in(facts, rows, own_hosts))
            elif not any(facts.form in place.forms for place in places):
                form.refuse("form", _("None of the places chosen takes this form."))
            else:
                form.refuse("width", _("None of the places chosen has this size."))

    def _post_clean(self) -> None:
        """Add what stands behind walls, once what was chosen is found right."""
        for name in _WALLED if self.instance.pk else ():
            if name in self.cleaned_data:
                offered = set(cast("Any", self.fields[name]).queryset)
                hidden = [one for one in getattr(self.instance, name).all() if one not in offered]
                self.cleaned_data[name] = [*self.cleaned_data[name], *hidden]
        super()._post_clean()

    @change()
    def save(self, commit: bool = True) -> Campaign:
        """Save the campaign with its parts, and tell readers what follows, in one change."""
        campaign: Campaign = super().save(commit)
        if commit:
            self._save_fundraiser(campaign)
            keep_stage(campaign.pk)
            campaign.refresh_from_db(fields=["stage"])
        return campaign

    def _save_fundraiser(self, campaign: Campaign) -> None:
        if campaign.kind != CampaignKind.FUNDRAISER:
            Fundraiser.objects.filter(campaign=campaign).delete()
            return
        row = find_fundraiser(campaign) or Fundraiser(campaign=campaign)
        for name in _SUMS:
            setattr(row, name, self.cleaned_data[name] or ("" if name == "currency" else None))
        row.currency = row.currency or Currency.UAH
        row.save()
        raised = self.cleaned_data.get("raised")
        if raised is not None and raised != row.raised:
            tell_progress(fundraiser=row, raised=raised, at=timezone.now(), actor=self.for_user)


def find_fundraiser(campaign: Campaign) -> Fundraiser | None:
    """Find what a campaign asks for, if it does."""
    if campaign.pk is None:
        return None
    return Fundraiser.objects.filter(campaign_id=campaign.pk).first()
