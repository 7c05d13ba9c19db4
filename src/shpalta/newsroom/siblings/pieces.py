"""A story's text as a list of pieces that can be compared: its fields, then its blocks."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from html import unescape
from typing import Any

from shpalta.newsroom.stories.models import Story

FIELDS = ("headline", "front_headline", "lead", "lead_caption", "lead_credit")
"""The fields that are text, in the order in which they are read."""

_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>")
_KEY = re.compile(r'\s+data-block-key="[^"]*"')
_NO_TEXT = frozenset({"id", "type", "url", "label", "picture", "ordered"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One field or block. `key` is the field's name or the block's identity.

    `facts` covers what the text does not show: markup, links, pictures.
    """

    key: str
    kind: str
    text: str
    facts: str = ""


def pieces_of(story: Story) -> list[Piece]:
    """Give the text of a story, empty fields left out."""
    fields = ((name, str(getattr(story, name)).strip()) for name in FIELDS)
    pieces = [Piece(name, name, text) for name, text in fields if text]
    lead_picture = story.lead_picture_id
    if lead_picture:
        pieces.append(Piece("lead_picture", "lead_picture", "", str(lead_picture)))
    return [*pieces, *blocks_of(story.body.get_prep_value())]


def blocks_of(raw: Iterable[Any]) -> Iterator[Piece]:
    """Give the blocks of a stored body."""
    for number, block in enumerate(raw):
        if isinstance(block, Mapping):
            value = _bare(block.get("value"))
            text = "\n".join(_texts(value)).strip()
            key = str(block.get("id") or f"#{number}")
            yield Piece(key, str(block.get("type")), text, _digest(value))


def snapshot_of(pieces: Sequence[Piece]) -> list[list[str]]:
    """Give pieces as they are kept."""
    return [list(astuple(piece)) for piece in pieces]


def pieces_from(snapshot: Iterable[Sequence[str]]) -> list[Piece]:
    """Give back the pieces of a snapshot."""
    return [Piece(*row) for row in snapshot]


def digest_of(pieces: Sequence[Piece]) -> str:
    """Give 64 hexadecimal digits that differ whenever the pieces do."""
    return _digest(snapshot_of(pieces))


def _bare(value: Any) -> Any:
    """Leave out what says nothing to a reader: identities, keys of the editor, empty values."""
    if isinstance(value, str):
        return _KEY.sub("", value)
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {name: _bare(item) for name, item in value.items() if item and name != "id"}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        text = _TAG.sub("", _BREAK.sub("\n", value)) if "<" in value else value
        if text := unescape(text).strip():
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in _NO_TEXT:
                yield from _texts(item)


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
