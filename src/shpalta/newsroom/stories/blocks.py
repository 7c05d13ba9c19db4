"""The typed blocks of which a story's body is made."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from shpalta.newsroom.names import passage_languages
from shpalta.newsroom.stories.labels import label_choices
from shpalta.newsroom.stories.picture_blocks import GalleryBlock, PictureBlock
from shpalta.newsroom.titles.choosers import SpokenChooserBlock

INLINE_FEATURES = [
    *("bold", "italic", "superscript", "subscript", "link", "story-link"),
    "passage-language",
]
"""What a running text may carry. The press sanitises again whatever was stored."""


def inline_text(**kwargs: Any) -> blocks.RichTextBlock:
    """Give a block of running text with bold, italic, indices and links."""
    return blocks.RichTextBlock(features=INLINE_FEATURES, **kwargs)


def language_choice() -> blocks.ChoiceBlock:
    """Give the choice of the language in which words are quoted."""
    return blocks.ChoiceBlock(
        choices=passage_languages,
        required=False,
        label=_("language of the words"),
        help_text=_("Only where it is another than the story's."),
    )


class LabelledBlock(blocks.StructBlock):
    """A paragraph under a label: Details, Background, Direct speech and so on."""

    label = blocks.ChoiceBlock(
        choices=lazy(label_choices, list)(), required=False, label=_("label")
    )
    label_text = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("own wording of the label"),
        help_text=_("As it is printed, such as “Direct speech of the mayor”. Wins over the list."),
    )
    text = inline_text(label=_("text"))

    class Meta:
        icon = "tag"
        label = _("Labelled block")

    def clean(self, value: Any) -> Any:
        """Ask for a label: one from the list or one in the author's own words."""
        cleaned = super().clean(value)
        if not cleaned["label"] and not cleaned["label_text"]:
            raise blocks.StructBlockValidationError(
                {"label": ValidationError(_now("Choose a label or write your own."))}
            )
        return cleaned


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, set apart."""

    text = blocks.TextBlock(rows=3, label=_("words"))
    speaker = blocks.CharBlock(required=False, max_length=200, label=_("speaker"))
    role = blocks.CharBlock(required=False, max_length=200, label=_("who the speaker is"))
    language = language_choice()

    class Meta:
        icon = "openquote"
        label = _("Quote")


class ListBlock(blocks.StructBlock):
    """A bulleted or numbered list."""

    ordered = blocks.BooleanBlock(required=False, label=_("numbered"))
    items = blocks.ListBlock(inline_text(label=_("item")), min_num=1, label=_("items"))

    class Meta:
        icon = "list-ul"
        label = _("List")


class VideoBlock(blocks.StructBlock):
    """A video of the house's own. Empty fields fall back to the video's."""

    video = SpokenChooserBlock("video.Video", label=_("video"))
    caption = blocks.CharBlock(required=False, max_length=500, label=_("caption"))

    class Meta:
        icon = "media"
        label = _("Video")


class EmbedBlock(blocks.StructBlock):
    """A post or a video that lives elsewhere; its words are kept, so that it leaves no hole.

    A card from the library has words and a still of its own. Without one the words here stand.
    """

    card = SpokenChooserBlock(
        "video.Embed",
        required=False,
        label=_("card"),
        help_text=_("Choose one, or paste an address there: title, author and still are fetched."),
    )
    url = blocks.URLBlock(required=False, label=_("address"))
    provider = blocks.CharBlock(required=False, max_length=100, label=_("where it is"))
    title = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("title or author"),
        help_text=_("Empty: the card's."),
    )
    text = blocks.TextBlock(required=False, rows=3, label=_("what it says"))
    language = language_choice()

    class Meta:
        icon = "link-external"
        label = _("Embed")

    def clean(self, value: Any) -> Any:
        """Ask for a card, or for the words that stand without one."""
        cleaned = super().clean(value)
        if cleaned["card"] is None:
            missing = [name for name in ("url", "provider", "title") if not cleaned[name]]
            if missing:
                needed = _now("Choose a card above, or fill this in.")
                raise blocks.StructBlockValidationError(
                    {name: ValidationError(needed) for name in missing}
                )
        return cleaned


class RelatedBlock(blocks.StructBlock):
    """Links to other stories of ours."""

    stories = blocks.ListBlock(
        SpokenChooserBlock("stories.Story", label=_("story")), min_num=1, label=_("stories")
    )

    class Meta:
        icon = "link"
        label = _("Related stories")


class TableBlock(blocks.StructBlock):
    """A table with a caption; the first row names the columns."""

    caption = blocks.CharBlock(required=False, max_length=300, label=_("caption"))
    table = TypedTableBlock([("text", blocks.CharBlock(required=False))], label=_("table"))

    class Meta:
        icon = "table"
        label = _("Table")


class BodyBlock(blocks.StreamBlock):
    """Everything that a story's body may hold."""

    paragraph = inline_text(icon="pilcrow", label=_("Paragraph"))
    labelled = LabelledBlock()
    quote = QuoteBlock()
    list = ListBlock()
    subheading = blocks.CharBlock(max_length=200, icon="title", label=_("Subheading"))
    picture = PictureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    embed = EmbedBlock()
    table = TableBlock()
    related = RelatedBlock()

    class Meta:
        required = False
