"""The form of a creative, a part of its campaign's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from shpalta.campaigns.forms.choosing import boxes
from shpalta.campaigns.images import CreativeImage, keep_image, read_image
from shpalta.campaigns.markup import LARGEST, outside_of
from shpalta.campaigns.models import Creative
from shpalta.core.campaigns import CreativeForm as Form
from shpalta.newsroom.names import publishing_languages
from shpalta.newsroom.titles.walls import is_open_to


class CreativeForm(WagtailAdminModelForm):
    """What of a campaign readers see; which fields it needs depends on its form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload: CreativeImage | None = None
        self.fields["languages"] = boxes(self.fields["languages"], publishing_languages())
        self.fields["image"].widget = forms.FileInput(attrs={"accept": "image/*"})
        if self.instance.pk and self.instance.digest:
            url = reverse("campaigns_image", args=[self.instance.pk])
            shown = format_html('<img class="campaign-known" src="{}" alt="">', url)
            self.fields["image"].help_text = shown
        for name in ("width", "height"):
            self.fields[name].required = False

    def clean_image(self) -> Any:
        """Look at an upload before anything is kept of it."""
        image = self.cleaned_data.get("image")
        if image and "image" in self.changed_data:
            self.upload = read_image(str(image.name), image.read())
            return self.instance.image
        return image

    def clean(self) -> dict[str, Any]:
        """Refuse a creative that lacks what its form needs."""
        cleaned: dict[str, Any] = super().clean()
        for name in ("width", "height"):
            cleaned[name] = cleaned.get(name) or 0
        checks = {
            Form.IMAGE: self._check_image,
            Form.HTML: self._check_html,
            Form.STORY: self._check_story,
            Form.TEXT: self._check_text,
            Form.APPEAL: self._check_text,
        }
        check = checks.get(cleaned.get("form", ""))
        if check is not None:
            check(cleaned)
        return cleaned

    def _need(self, cleaned: dict[str, Any], name: str, message: str) -> None:
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, message)

    def _check_size(self, cleaned: dict[str, Any]) -> None:
        if self.upload and not cleaned["width"] and not cleaned["height"]:
            cleaned["width"], cleaned["height"] = self.upload.width, self.upload.height
        for name in ("width", "height"):
            self._need(cleaned, name, _("Say how large it is, in pixels."))

    def _check_image(self, cleaned: dict[str, Any]) -> None:
        if not self.upload and not self.instance.digest and "image" not in self.errors:
            self.add_error("image", _("Choose the image."))
        self._check_size(cleaned)
        self._need(cleaned, "alts", _("Describe it for those who cannot see it."))
        self._need(cleaned, "link", _("Say where it leads."))
        width, height = cleaned["width"], cleaned["height"]
        if self.upload and width and height and not self.upload.fits(width, height):
            message = _(
                "The file has %(width)s × %(height)s pixels: it needs once, twice or three times "
                "what is shown."
            )
            sizes = {"width": self.upload.width, "height": self.upload.height}
            self.add_error("image", message % sizes)

    def _check_html(self, cleaned: dict[str, Any]) -> None:
        self._need(cleaned, "html", _("Paste the HTML."))
        self._check_size(cleaned)
        html = cleaned.get("html") or ""
        if len(html) > LARGEST:
            message = _("At most %(number)s characters.") % {"number": LARGEST}
            self.add_error("html", message)
        elif not cleaned.get("is_third_party") and (places := outside_of(html).places):
            message = _("It loads from outside: %(places)s. Say so below, or put it into the text.")
            self.add_error("html", message % {"places": ", ".join(places[:5])})

    def _check_story(self, cleaned: dict[str, Any]) -> None:
        self._need(cleaned, "story", _("Choose the story."))
        story = cleaned.get("story")
        if story and self.for_user and not is_open_to(self.for_user, story.title_id):
            self.add_error("story", _("This story is not open to you."))

    def _check_text(self, cleaned: dict[str, Any]) -> None:
        self._need(cleaned, "headings", _("Write what is to be read."))
        self._need(cleaned, "link", _("Say where it leads."))

    def save(self, commit: bool = True) -> Creative:
        """Keep the image and what is known of it with the row."""
        creative: Creative = super().save(commit=False)
        if self.upload is not None:
            creative.image.name = keep_image(self.upload)
            creative.digest = self.upload.digest
            creative.image_type = self.upload.media_type
        if commit:
            creative.save()
        return creative

    def refuse(self, name: str, message: str) -> None:
        """Say at a field what its campaign has against it."""
        if name not in self.errors:
            self.add_error(name, ValidationError(message))
