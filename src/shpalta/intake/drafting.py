"""Turns copy that was read into an unsaved story of an edition."""

from typing import Any, TypeVar

from django.utils.html import escape
from wagtail.rich_text import RichText

from shpalta.core.labels import LABELS
from shpalta.core.transliteration import slug_for
from shpalta.intake.text.document import Block, Copy
from shpalta.newsroom.stories.models import Attribution, Byline, Story
from shpalta.newsroom.titles.models import Edition
from shpalta.newsroom.vocabulary.models import Author, Topic

Word = TypeVar("Word", Author, Topic)


def draft_story(copy: Copy, edition: Edition) -> Story:
    """Make an unsaved story of the copy, with its sources, authors and topics in memory.

    Authors and topics that the house does not know yet are added to its vocabularies, so this
    is to be called in the transaction that saves the story.
    """
    story = Story(
        edition=edition,
        headline=copy.headline,
        lead=copy.lead or "",
        lead_caption=copy.picture.caption or "",
        lead_credit=copy.picture.credit or "",
        published_at=copy.published_at,
        body=[_stream_block(block) for block in copy.blocks],
    )
    story.attributions = [  # type: ignore[misc]
        Attribution(
            name=source.printed or source.name,
            wording=source.wording,
            role=source.role,
            sort_order=position,
        )
        for position, source in enumerate(copy.sources)
    ]
    story.bylines = [  # type: ignore[misc]
        Byline(author=_known(Author, name, copy.language), sort_order=position)
        for position, name in enumerate(copy.authors)
    ]
    story.topics = [_known(Topic, name, copy.language) for name in copy.topics]
    return story


def _stream_block(block: Block) -> tuple[str, Any]:
    if block.kind == "labelled":
        return "labelled", {
            "label": block.code or "",
            "label_text": _label_text(block),
            "text": _paragraphs(block.text),
        }
    if block.kind == "quote":
        return "quote", {"text": block.text, "speaker": "", "role": ""}
    if block.kind == "list":
        items = [_paragraphs(line) for line in block.text.splitlines()]
        return "list", {"ordered": block.ordered, "items": items}
    if block.kind == "subheading":
        return "subheading", block.text[:200]
    return "paragraph", _paragraphs(block.text)


def _label_text(block: Block) -> str:
    """Give the label as the copy prints it; one that runs on ("Напомним, …") keeps its comma."""
    if block.label and block.code and LABELS[block.code].comma:
        return f"{block.label},"
    return block.label or ""


def _paragraphs(text: str) -> Any:
    """Give running text as the rich text that the editor stores."""
    return RichText("".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line))


def _known(vocabulary: type[Word], name: str, language: str) -> Word:
    """Find the word under this very name in any language, or add it."""
    for word in vocabulary.autocomplete(name):
        if name.casefold() in {known.casefold() for known in word.names.values()}:
            return word
    base = slug_for(name, longest=90) or vocabulary.__name__.lower()
    slug, count = base, 1
    while vocabulary.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return vocabulary.objects.create(slug=slug, names={language: name})
