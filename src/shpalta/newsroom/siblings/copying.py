"""What a new sibling takes over from the story that it is made from."""

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from shpalta.newsroom.stories.body_pictures import items_of
from shpalta.newsroom.stories.models import Attribution, Byline, Story
from shpalta.newsroom.titles.models import Edition

_SAME = (
    *("kind", "rubric_id", "headline", "front_headline", "lead", "lead_picture_id"),
    *("lead_caption", "lead_credit", "importance", "mark", "embargo_until", "work_id"),
)
_TEXT_FIELDS = ("headline", "front_headline", "lead", "lead_caption")
_PLAIN = {
    "labelled": ("label_text",),
    "quote": ("text", "speaker", "role"),
    "picture": ("caption", "alt"),
    "gallery": ("heading",),
    "table": ("caption",),
}
"""What is plain text in a block's value. Credits and embedded posts stay as they were written."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a story, and how to put another one in its place."""

    text: str
    is_html: bool
    put: Callable[[str], None]


def copy_of(story: Story, edition: Edition) -> Story:
    """Make the unsaved sibling of a story in another edition of its title.

    Blocks keep their identity: by it they are found beside each other.
    """
    facts = {name: getattr(story, name) for name in _SAME}
    sibling = Story(edition=edition, **facts)
    put_body(sibling, body_of(story))
    sibling.attributions = [  # type: ignore[misc]  # modelcluster's relations take lists
        # The words before a name are the other language's; empty, they are the edition's own.
        Attribution(role=each.role, name=each.name, url=each.url, source_id=each.source_id)
        for each in story.attributions.all()
    ]
    sibling.bylines = [  # type: ignore[misc]
        Byline(author_id=each.author_id) for each in story.bylines.all()
    ]
    sibling.topics = list(story.topics.all())
    sibling.entities = list(story.entities.all())
    return sibling


def body_of(story: Story) -> list[Any]:
    """Give a story's blocks as they are stored, to be changed freely."""
    blocks: list[Any] = copy.deepcopy(list(story.body.get_prep_value()))
    return blocks


def put_body(story: Story, blocks: Sequence[Any]) -> None:
    """Give a story these blocks, as they are stored."""
    field: Any = Story._meta.get_field("body")  # noqa: SLF001  Django's name
    story.body = field.to_python(list(blocks))


def passages_of(story: Story, blocks: list[Any]) -> Iterator[Passage]:
    """Give every text that is in the story's language: its fields', and those of `blocks`."""
    for name in _TEXT_FIELDS:
        yield Passage(getattr(story, name), False, _setter(story, name))
    for block in blocks:
        kind, value = block.get("type"), block.get("value")
        if kind in ("paragraph", "subheading"):
            yield _item(block, "value", is_html=kind == "paragraph")
        elif isinstance(value, dict):
            yield from _inside(kind, value)


def _inside(kind: str, value: dict[str, Any]) -> Iterator[Passage]:
    for name in _PLAIN.get(kind, ()):
        yield _item(value, name)
    if kind in _DEEPER:
        yield from _DEEPER[kind](value)


def _in_label(value: dict[str, Any]) -> Iterator[Passage]:
    yield _item(value, "text", is_html=True)


def _in_list(value: dict[str, Any]) -> Iterator[Passage]:
    items = value.get("items") or []
    for place, item in enumerate(items):
        if isinstance(item, dict):
            yield _item(item, "value", is_html=True)
        else:
            yield _item(items, place, is_html=True)


def _in_gallery(value: dict[str, Any]) -> Iterator[Passage]:
    for picture in items_of(value.get("pictures")):
        if isinstance(picture, dict):
            yield from (_item(picture, name) for name in _PLAIN["picture"] if name in picture)


def _in_table(value: dict[str, Any]) -> Iterator[Passage]:
    table = value.get("table") or {}
    for column in table.get("columns") or []:
        yield _item(column, "heading")
    for row in table.get("rows") or []:
        for place in range(len(row.get("values") or [])):
            yield _item(row["values"], place)


_DEEPER: dict[str, Callable[[dict[str, Any]], Iterator[Passage]]] = {
    "labelled": _in_label,
    "list": _in_list,
    "gallery": _in_gallery,
    "table": _in_table,
}


def _item(holder: Any, name: Any, *, is_html: bool = False) -> Passage:
    value = holder.get(name) if isinstance(holder, dict) else holder[name]

    def put(text: str) -> None:
        holder[name] = text

    return Passage(value if isinstance(value, str) else "", is_html, put)


def _setter(story: Story, name: str) -> Callable[[str], None]:
    field: Any = Story._meta.get_field(name)  # noqa: SLF001  Django's name

    def put(text: str) -> None:
        setattr(story, name, text[: field.max_length])

    return put
