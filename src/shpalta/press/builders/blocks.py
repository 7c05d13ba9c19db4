"""The body of a story: from what the editor stored to what the page prints.

The stored values are read as they are, without making Wagtail's block objects: a body of
eighteen blocks is so turned into a page's blocks in well under a millisecond, and what it points
to (pictures, stories) is read for the whole page at once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from shpalta.newsroom.stories.body_pictures import items_of, pictures_in_block
from shpalta.newsroom.stories.showings import EMBED, FILM_FIELDS, VIDEO, Thing
from shpalta.newsroom.titles.models import Edition
from shpalta.press.builders.films import Films
from shpalta.press.builders.galleries import build_gallery
from shpalta.press.pages.films import EmbedView
from shpalta.press.pages.parts import Card
from shpalta.press.pages.story import Block, Cell, Table
from shpalta.press.pictures import Album
from shpalta.press.richtext import Targets, inline, is_tag, own_links, paragraphs
from shpalta.press.words import label_words

Raw = Mapping[str, Any]
_NUMBER = re.compile(r"[+\-−–]?[≈~]?\s*\d[\d\s.,  ]*(\s*(%|°C?|[^\W\d_]{1,6}\.?))?")


def raw_blocks(body: Any) -> list[Raw]:
    """Give a stream value's blocks as stored: `{"type": …, "value": …}`."""
    return [raw for raw in body.raw_data if isinstance(raw, Mapping) and "type" in raw]


def _texts(raw: Raw) -> list[str]:
    value = raw["value"]
    if raw["type"] == "paragraph":
        return [str(value or "")]
    if raw["type"] == "labelled":
        return [str(value.get("text") or "")]
    if raw["type"] == "list":
        return [str(item or "") for item in items_of(value.get("items"))]
    return []


def _ids(values: Iterable[Any]) -> list[int]:
    return [value for value in values if isinstance(value, int)]


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a body points to, as ids."""

    pictures: frozenset[int]
    films: frozenset[Thing]
    stories: frozenset[int]
    links: frozenset[tuple[str, int]]


def pointed_to(blocks: list[Raw]) -> Pointed:
    """Gather what a body's blocks point to."""
    pictures: set[int] = set()
    films: set[Thing] = set()
    stories: set[int] = set()
    links: set[tuple[str, int]] = set()
    for raw in blocks:
        value = raw["value"]
        pictures.update(pictures_in_block(raw["type"], value))
        if raw["type"] in {VIDEO, EMBED}:
            films.update((raw["type"], one) for one in _ids([value.get(FILM_FIELDS[raw["type"]])]))
        elif raw["type"] == "related":
            stories.update(_ids(items_of(value.get("stories"))))
        for text in _texts(raw):
            if "linktype" in text:
                links |= own_links(text)
    return Pointed(frozenset(pictures), frozenset(films), frozenset(stories), frozenset(links))


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of it; whatever is not public is absent."""

    album: Album
    cards: Mapping[int, Card]
    targets: Targets
    films: Films
    base: str = ""
    """Before the addresses of files; "" on the site itself."""


def build_blocks(edition: Edition, blocks: list[Raw], found: Found) -> tuple[Block, ...]:
    """Make the printable blocks; those with nothing to print are left out."""
    made = []
    for position, raw in enumerate(blocks):
        build = _BUILDERS.get(raw["type"])
        block = build(edition, raw["value"], found, position) if build else None
        if block is not None:
            made.append(block)
    return tuple(made)


def _safe(texts: Iterable[str]) -> tuple[SafeString, ...]:
    # These texts come from `richtext`, which has sanitised them.
    return tuple(SafeString(text) for text in texts)


def _paragraph(_edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    texts = _safe(paragraphs(str(value or ""), found.targets))
    return Block(kind="paragraph", texts_html=texts) if texts else None


def _label_printed(words: str, text_html: str) -> tuple[str, bool]:
    """Give a label as printed and whether it hangs: a colon is added to one that does.

    «Нагадаємо, минулої зими…»: where the text goes on in lower case, or the author wrote a mark
    of their own, label and text are one sentence.
    """
    if words.endswith(":"):
        return words[:-1], True
    if not words or words[-1] in ",.!?…—":
        return words, False
    return (f"{words},", False) if text_html[:1].islower() else (words, True)


def _labelled(edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    texts = _safe(paragraphs(str(value.get("text") or ""), found.targets))
    code = str(value.get("label") or "")
    words = label_words(edition, code, str(value.get("label_text") or "").strip())
    if not texts:
        return None
    label, hangs = _label_printed(words, texts[0])
    return Block(kind="labelled", code=code, label=label, hangs=hangs, texts_html=texts)


def _foreign(edition: Edition, value: Any) -> str:
    """Give the language that a block was marked with, if it is another than the page's."""
    language = str(value.get("language") or "")
    return "" if language == edition.language or not is_tag(language) else language


def _quote(edition: Edition, value: Any, _found: Found, _position: int) -> Block | None:
    lines = [line.strip() for line in str(value.get("text") or "").splitlines() if line.strip()]
    if not lines:
        return None
    return Block(
        kind="quote",
        texts_html=tuple(escape(line) for line in lines),
        speaker=str(value.get("speaker") or ""),
        role=str(value.get("role") or ""),
        language=_foreign(edition, value),
    )


def _list(_edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    items = [inline(str(item or ""), found.targets) for item in items_of(value.get("items"))]
    texts = _safe(item for item in items if item)
    return (
        Block(kind="list", ordered=bool(value.get("ordered")), texts_html=texts) if texts else None
    )


def _subheading(_edition: Edition, value: Any, _found: Found, _position: int) -> Block | None:
    text = str(value or "").strip()
    return Block(kind="subheading", text=text) if text else None


def _picture(_edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    view = found.album.find(
        value.get("picture"),
        alt=str(value.get("alt") or ""),
        caption=str(value.get("caption") or ""),
        credit=str(value.get("credit") or ""),
    )
    return Block(kind="picture", picture=view) if view else None


def _gallery(_edition: Edition, value: Any, found: Found, position: int) -> Block | None:
    gallery = build_gallery(value, found.album, position)
    return Block(kind="gallery", gallery=gallery) if gallery else None


def _video(_edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    view = found.films.video(
        value.get("video"), found.album, caption=str(value.get("caption") or ""), base=found.base
    )
    return Block(kind="video", video=view) if view else None


def _embed(edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    """Make a card of the library, with the story's own words where it has some, or of words."""
    title, text = str(value.get("title") or ""), str(value.get("text") or "")
    card = found.films.embed(value.get("card"), found.album)
    if card is not None:
        language = card.language if not text else str(value.get("language") or "")
        is_foreign = language != edition.language and is_tag(language)
        own = replace(
            card,
            title=title or card.title,
            text=text or card.text,
            language=language if is_foreign else "",
        )
        return Block(kind="embed", embed=own)
    url = str(value.get("url") or "")
    if not url.startswith(("https://", "http://")):
        return None
    words = EmbedView(
        url=url,
        provider=str(value.get("provider") or ""),
        title=title,
        text=text,
        language=_foreign(edition, value),
    )
    return Block(kind="embed", embed=words)


def _cell(value: Any) -> Cell:
    text = str(value or "").strip()
    return Cell(text, is_number=_NUMBER.fullmatch(text) is not None)


def _table(_edition: Edition, value: Any, _found: Found, position: int) -> Block | None:
    raw = value.get("table") or {}
    columns = [str(column.get("heading") or "") for column in raw.get("columns", [])]
    rows = tuple(
        tuple(_cell(cell) for cell in row.get("values", [])) for row in raw.get("rows", [])
    )
    if not columns or not rows:
        return None
    numeric = [
        all(row[index].is_number or not row[index].text for row in rows if index < len(row))
        for index in range(len(columns))
    ]
    return Block(
        kind="table",
        table=Table(
            id=f"table-{position + 1}",
            caption=str(value.get("caption") or ""),
            columns=tuple(
                Cell(text, is_number=is_number)
                for text, is_number in zip(columns, numeric, strict=True)
            ),
            rows=rows,
        ),
    )


def _related(_edition: Edition, value: Any, found: Found, _position: int) -> Block | None:
    ids = _ids(items_of(value.get("stories")))
    cards = tuple(found.cards[story_id] for story_id in ids if story_id in found.cards)
    return Block(kind="related", cards=cards) if cards else None


_BUILDERS = {
    "paragraph": _paragraph,
    "labelled": _labelled,
    "quote": _quote,
    "list": _list,
    "subheading": _subheading,
    "picture": _picture,
    "gallery": _gallery,
    "video": _video,
    "embed": _embed,
    "table": _table,
    "related": _related,
}
