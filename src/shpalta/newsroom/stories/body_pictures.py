"""Which pictures a story's body prints, read from what is stored without making block objects."""

from collections.abc import Iterator, Mapping
from typing import Any


def pictures_in(body: Any) -> set[int]:
    """Give the ids of the pictures in a story's body, also those of its galleries."""
    blocks = (raw for raw in body.raw_data if isinstance(raw, Mapping))
    values = (value for raw in blocks for value in _of_block(raw.get("type"), raw.get("value")))
    found = (value.get("picture") for value in values if isinstance(value, Mapping))
    return {picture for picture in found if isinstance(picture, int)}


def _of_block(kind: Any, value: Any) -> Iterator[Any]:
    if kind == "picture":
        yield value
    elif kind == "gallery" and isinstance(value, Mapping):
        yield from items_of(value.get("pictures"))


def items_of(value: Any) -> list[Any]:
    """Give the values of a list block, stored with or without ids."""
    items = value if isinstance(value, list) else []
    return [
        item.get("value") if isinstance(item, Mapping) and item.get("type") == "item" else item
        for item in items
    ]
