"""Which pictures a version of a story holds, each with the words that it has there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Printed:
    """A picture as a story prints it; `credit` is the story's own, "" for the picture's."""

    picture_id: int
    credit: str


def printed_in(lead_picture_id: int | None, lead_credit: str, body: Any) -> list[Printed]:
    """List the pictures of a story: the lead's, then those of the body as it is stored."""
    found = [Printed(lead_picture_id, lead_credit)] if lead_picture_id else []
    for block in body:
        if isinstance(block, Mapping):
            found += _of_values(block.get("value"))
    return found


def _of_values(value: Any) -> Iterator[Printed]:
    """Find pictures however deep they lie: a gallery holds a list of them."""
    if isinstance(value, list):
        for one in value:
            yield from _of_values(one)
    elif isinstance(value, Mapping):
        picture_id = value.get("picture")
        if isinstance(picture_id, int):
            yield Printed(picture_id, str(value.get("credit") or ""))
        for part in ("value", "pictures"):
            yield from _of_values(value.get(part))
