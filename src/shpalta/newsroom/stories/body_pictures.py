"""Which pictures a story's body prints, read from what is stored without making block objects."""

from collections.abc import Iterator, Mapping
from typing import Any


def pictures_in(body: Any) -> set[int]:
    """Give the ids of the pictures in a story's body, also those of its galleries."""
    blocks = (raw for raw in body.raw_data if isinstance(raw, Mapping))
    return {one for raw in blocks for one in pictures_in_block(raw.get("type"), raw.get("value"))}


def pictures_in_block(kind: Any, value: Any) -> Iterator[int]:
    """Give the ids of the pictures in one block as it is stored."""
    if not isinstance(value, Mapping):
        return
    items = items_of(value.get("pictures")) if kind == "gallery" else [value]
    for item in items if kind in {"picture", "gallery"} else ():
        picture = item.get("picture") if isinstance(item, Mapping) else None
        if isinstance(picture, int):
            yield picture


def items_of(value: Any) -> list[Any]:
    """Give the values of a list block, stored with or without ids."""
    items = value if isinstance(value, list) else []
    return [
        item.get("value") if isinstance(item, Mapping) and item.get("type") == "item" else item
        for item in items
    ]
