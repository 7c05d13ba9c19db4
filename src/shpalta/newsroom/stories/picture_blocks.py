"""The blocks of pictures: one alone, and a gallery whose pictures are chosen many at once."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter
from wagtail.images.blocks import ImageChooserBlock

MOST_PICTURES = 100


class PictureBlock(blocks.StructBlock):
    """A picture inside the text or in a gallery. Empty fields fall back to the picture's own."""

    picture = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(required=False, max_length=500, label=_("caption"))
    credit = blocks.CharBlock(required=False, max_length=300, label=_("credit"))
    alt = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("description"),
        help_text=_("What a screen reader says instead of the picture."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class PicturesBlock(blocks.ListBlock):
    """The pictures in their order; a button chooses many of them at once."""


class PicturesAdapter(ListBlockAdapter):
    """Tells the editor's script about the button."""

    js_constructor = "shpalta.stories.PicturesBlock"

    def js_args(self, block: PicturesBlock) -> list[Any]:
        """Add where pictures are chosen, and what the button says."""
        *facts, meta = super().js_args(block)
        chooser = reverse("wagtailimages_chooser:choose")
        button = gettext("Choose several pictures")
        return [*facts, meta | {"chooserUrl": chooser, "chooseSeveral": button}]

    @cached_property
    def media(self) -> forms.Media:
        """Add the script to the list's own."""
        own = forms.Media(js=[static("shpalta/newsroom/gallery-block.js")])
        return super().media + own


class GalleryBlock(blocks.StructBlock):
    """Pictures to leaf through."""

    heading = blocks.CharBlock(required=False, max_length=200, label=_("heading"))
    pictures = PicturesBlock(PictureBlock(), min_num=1, max_num=MOST_PICTURES, label=_("pictures"))

    class Meta:
        icon = "grid"
        label = _("Gallery")


register(PicturesAdapter(), PicturesBlock)
