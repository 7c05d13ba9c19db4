"""The forms of sharing: how a story is to run, and the house's rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.newsroom.stories.choices import KindChoice, PlacementMode
from shpalta.newsroom.stories.forms import RubricField
from shpalta.newsroom.stories.models import Placement, Story
from shpalta.newsroom.titles.models import Edition, Rubric


class PlacementForm(forms.Form):
    """How a story of a sister title runs in an edition."""

    mode = forms.ChoiceField(label=_("Runs as"), widget=forms.RadioSelect)
    headline = forms.CharField(
        label=_("Headline"), max_length=300, required=False, help_text=_("Empty: the origin's.")
    )
    front_headline = forms.CharField(
        label=_("Front headline"),
        max_length=300,
        required=False,
        help_text=_("For the front and the ticker, when it should differ."),
    )
    rubric = forms.ModelChoiceField(
        Rubric.objects.none(),
        label=_("Rubric"),
        required=False,
        empty_label=_("The one that the house's rule names, or none"),
    )

    def __init__(self, *args: Any, story: Story, edition: Edition, modes: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        choices = [choice for choice in PlacementMode.choices if choice[0] in modes]
        self._field("mode").choices = choices
        self._field("rubric").queryset = Rubric.objects.filter(title_id=edition.title_id)
        for name, own in (
            ("headline", story.headline),
            ("front_headline", story.front_headline),
        ):
            self.fields[name].widget.attrs["placeholder"] = own
            self.fields[name].widget.attrs["lang"] = edition.language
        if not self.initial.get("mode") and choices:
            self.initial["mode"] = choices[0][0]

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def words(self) -> dict[str, Any]:
        """Give what was written, as the services take it."""
        given = self.cleaned_data
        rubric = given["rubric"]
        return {
            "mode": given["mode"],
            "headline": given["headline"],
            "front_headline": given["front_headline"],
            "rubric_id": rubric.pk if rubric else None,
        }


def initial_of(placement: Placement) -> dict[str, Any]:
    """Give what a placement says now."""
    return {
        "mode": placement.mode,
        "headline": placement.headline,
        "front_headline": placement.front_headline,
        "rubric": placement.rubric_id,
    }


class _RubricsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Several rubrics, each with its title's name."""

    def label_from_instance(self, obj: Any) -> str:
        """Say which title's it is."""
        return f"{obj.title}: {obj}"


class RuleForm(WagtailAdminModelForm):
    """A rule of the house."""

    kinds = forms.MultipleChoiceField(
        label=_("Only of these kinds"),
        choices=KindChoice.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: of all."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rubrics = Rubric.objects.select_related("title")
        only, under = self.fields["rubrics"], self.fields["rubric"]
        self.fields["rubrics"] = _RubricsField(
            rubrics,
            required=False,
            label=only.label,
            help_text=only.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["rubric"] = RubricField(
            rubrics,
            required=False,
            label=under.label,
            help_text=under.help_text,
            empty_label=str(_("None")),
            widget=forms.Select(),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse rubrics of another title than the giver."""
        cleaned: dict[str, Any] = super().clean()
        giver = cleaned.get("giver")
        if giver and any(one.title_id != giver.pk for one in cleaned.get("rubrics") or ()):
            self.add_error("rubrics", _("This rubric belongs to another title."))
        return cleaned
