"""The form of a picture, wherever one is uploaded or edited: it looks at the file first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from shpalta.newsroom.media.choices import CommonsLicence, Licence
from shpalta.newsroom.media.inspection import LARGEST_FILE
from shpalta.newsroom.media.taking import Examined, examine, lay_facts


class PictureFileField(WagtailImageField):
    """An upload that is looked at; the file that comes out knows what was found (`examined`)."""

    def to_python(self, data: Any) -> Any:
        """Give the file. Raises ValidationError with what is wrong, and what to do."""
        if not data:
            return super().to_python(data)
        data.seek(0)
        examined = examine(data.name, data.read(LARGEST_FILE + 1))
        data.seek(0)
        file = super().to_python(data)
        if file is not None:
            file.examined = examined
        return file


class PictureForm(BaseImageForm):
    """The form of a picture; what the file says fills what the person left empty."""

    class Meta(BaseImageForm.Meta):
        widgets = {
            **BaseImageForm.Meta.widgets,
            "taken_at": AdminDateTimeInput,
            "rights_end_at": AdminDateTimeInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            plain = self.fields["file"]
            self.fields["file"] = PictureFileField(
                label=plain.label, required=plain.required, widget=plain.widget
            )
        if "tags" in self.fields:
            self.fields["tags"].label = _("Keywords")

    @property
    def examined(self) -> Examined | None:
        """What was found in the file, if a new one was given."""
        found: Examined | None = getattr(self.cleaned_data.get("file"), "examined", None)
        return found

    def clean(self) -> dict[str, Any]:
        """Fill in what the file says; ask which licence of Creative Commons it is."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.examined is not None:
            self._fill_in(self.examined)
        if cleaned.get("licence") != Licence.COMMONS:
            cleaned["commons_licence"] = ""
        elif cleaned.get("commons_licence") not in CommonsLicence.values:
            words = _("Say which one: the address of the terms names it.")
            self.add_error("commons_licence", ValidationError(words, code="required"))
        return cleaned

    def _fill_in(self, examined: Examined) -> None:
        said = dict(examined.said.fields())
        if self.cleaned_data.get("licence"):
            said.pop("commons_licence", None)
        if examined.machine:
            said["machine"] = examined.machine
        for name, value in said.items():
            if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
                self.cleaned_data[name] = value
        if "tags" in self.fields and not self.cleaned_data.get("tags"):
            self.cleaned_data["tags"] = list(examined.said.keywords)

    def save(self, commit: bool = True) -> Any:
        """Save the picture with the facts about its file."""
        if self.examined is not None:
            lay_facts(self.instance, self.examined)
        return super().save(commit=commit)
