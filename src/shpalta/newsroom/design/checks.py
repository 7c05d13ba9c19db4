"""Whether the colours of a design can be read by everybody, and let others be read."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from shpalta.newsroom.titles.colours import DARK, LIGHT, is_colour, refused


def colour_errors(title: Any, design: Any) -> Iterator[tuple[str, ValidationError]]:
    """Say which colours of a design cannot be read, or make others unreadable."""
    for name, ground, accent in (
        ("", LIGHT, title.colour),
        ("dark_", DARK, title.dark_colour),
    ):
        tint = getattr(design, f"{name}tint")
        # A ground must let text, softer text and the accent be read.
        texts = [one for one in (ground.ink, ground.soft, accent) if is_colour(one)]
        yield from refused(f"{name}tint", tint, *texts)
        grounds = (ground.paper, tint if is_colour(tint) else ground.tint)
        yield from refused(f"{name}breaking", getattr(design, f"{name}breaking"), *grounds)
