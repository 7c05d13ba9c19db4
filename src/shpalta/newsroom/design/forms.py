"""The form of a title's design."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.newsroom.announcing.scope import change
from shpalta.newsroom.design.models import Design, FrontSection, Nameplate, Theme
from shpalta.newsroom.design.nameplates import Plate, read_plate
from shpalta.newsroom.titles.models import Rubric
from shpalta.newsroom.titles.walls import keep_open

MOST_IN_SECTION = 20


class LinesField(forms.CharField):
    """Texts, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Give the lines as a list, each once."""
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class DesignForm(WagtailAdminModelForm):
    """A design with its nameplates and the bands of the front."""

    light_plate = forms.FileField(
        label=gettext_lazy("Nameplate"),
        required=False,
        help_text=gettext_lazy("SVG, PNG, WebP or JPEG. Without one the name is set in type."),
    )
    dark_plate = forms.FileField(
        label=gettext_lazy("Nameplate on dark"),
        required=False,
        help_text=gettext_lazy("Where the first one would not be seen on a dark ground."),
    )
    remove_plates = forms.BooleanField(
        label=gettext_lazy("Take the nameplates away"), required=False
    )
    networks = LinesField(
        label=gettext_lazy("Pages in networks"),
        required=False,
        help_text=gettext_lazy("Whole addresses, one a line."),
    )
    sections = LinesField(
        label=gettext_lazy("Bands of the front"),
        required=False,
        help_text=gettext_lazy(
            "The slug of a rubric and how many stories (1 to 20), one a line, in their order: "
            "city 5. Empty: every rubric, in the order of the rubrics."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plates: dict[str, Plate] = {}
        title: Any = self.fields["title"]
        if self.for_user:
            title.queryset = keep_open(title.queryset, self.for_user, "pk")
        if self.instance.pk:
            bands = self.instance.sections.select_related("rubric")
            self.initial["sections"] = [f"{band.rubric.slug} {band.stories}" for band in bands]
        for name in ("tint", "dark_tint", "breaking", "dark_breaking"):
            self.fields[name].widget = forms.TextInput(attrs={"placeholder": "#0a5c8f", "size": 9})

    def clean_networks(self) -> list[str]:
        """Refuse what is no whole address, naming it."""
        for address in self.cleaned_data["networks"]:
            try:
                URLValidator(schemes=["https", "http"])(address)
            except ValidationError as error:
                raise ValidationError(
                    _("%(text)s is no whole address.") % {"text": address}
                ) from error
        lines: list[str] = self.cleaned_data["networks"]
        return lines

    def clean_light_plate(self) -> None:
        """Read the nameplate for light grounds."""
        self._read(Theme.LIGHT)

    def clean_dark_plate(self) -> None:
        """Read the nameplate for dark grounds."""
        self._read(Theme.DARK)

    def _read(self, theme: Theme) -> None:
        upload = self.cleaned_data[f"{theme.value}_plate"]
        if upload:
            self.plates[theme] = read_plate(upload)

    def clean(self) -> dict[str, Any]:
        """Read the bands, which stand on the rubrics of the title."""
        cleaned: dict[str, Any] = super().clean()
        title = cleaned.get("title")
        if title is not None and "sections" in cleaned:
            self.bands = self._bands(title, cleaned["sections"])
        if Theme.DARK in self.plates and Theme.LIGHT not in self.plates:
            known = self.instance.pk and self.instance.nameplates.filter(theme=Theme.LIGHT).exists()
            if not known or cleaned.get("remove_plates"):
                self.add_error("light_plate", _("Upload the one for light grounds as well."))
        return cleaned

    def _bands(self, title: Any, lines: list[str]) -> list[tuple[Rubric, int]]:
        rubrics = {rubric.slug: rubric for rubric in Rubric.objects.filter(title=title)}
        found: list[tuple[Rubric, int]] = []
        for line in lines:
            slug, _blank, count = line.partition(" ")
            number = int(count) if count.strip().isascii() and count.strip().isdigit() else 0
            if slug not in rubrics:
                words = _("%(title)s has no rubric “%(slug)s”.") % {"title": title, "slug": slug}
            elif slug in {rubric.slug for rubric, _number in found}:
                words = _("“%(slug)s” stands here twice.") % {"slug": slug}
            elif not 1 <= number <= MOST_IN_SECTION:
                words = _("“%(line)s”: write a number from 1 to 20 after the rubric.") % {
                    "line": line
                }
            else:
                found.append((rubrics[slug], number))
                continue
            self.add_error("sections", words)
        return found

    @change()
    def save(self, commit: bool = True) -> Design:
        """Save the design, then its nameplates and bands, in one change."""
        design: Design = super().save(commit)
        if commit:
            self._save_plates(design)
            self._save_bands(design)
        return design

    def _save_plates(self, design: Design) -> None:
        if self.cleaned_data.get("remove_plates"):
            design.nameplates.all().delete()
        for theme, plate in self.plates.items():
            design.nameplates.filter(theme=theme).delete()
            Nameplate.objects.create(
                design=design,
                theme=theme,
                data=plate.data,
                content_type=plate.content_type,
                digest=plate.digest,
                width=plate.width,
                height=plate.height,
            )

    def _save_bands(self, design: Design) -> None:
        kept = list(design.sections.values_list("rubric_id", "stories"))
        if kept == [(rubric.pk, number) for rubric, number in self.bands]:
            return
        design.sections.all().delete()
        for place, (rubric, number) in enumerate(self.bands):
            FrontSection.objects.create(
                design=design, rubric=rubric, stories=number, position=place
            )
