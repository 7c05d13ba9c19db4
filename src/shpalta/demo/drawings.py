"""The demo newspaper's pictures: every scene by its id, drawn by code, the same every time."""

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image

from shpalta.demo.drawing.arena import ARENA
from shpalta.demo.drawing.boards import BOARDS
from shpalta.demo.drawing.canvas import HEIGHT, WIDTH
from shpalta.demo.drawing.discovery import DISCOVERY
from shpalta.demo.drawing.market import MARKET
from shpalta.demo.drawing.power import POWER
from shpalta.demo.drawing.riverside import RIVERSIDE
from shpalta.demo.drawing.squares import SQUARES
from shpalta.demo.drawing.stage import STAGE
from shpalta.demo.drawing.streets import STREETS
from shpalta.demo.drawing.workplace import WORKPLACE

SCENES: dict[str, Callable[[random.Random], Image.Image]] = {
    **STREETS,
    **SQUARES,
    **RIVERSIDE,
    **POWER,
    **DISCOVERY,
    **STAGE,
    **ARENA,
    **BOARDS,
    **MARKET,
    **WORKPLACE,
}


def draw(scene_id: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Draw a scene as an RGB picture of ``size`` pixels; raises ``KeyError`` for an unknown id.

    The id seeds the chance in the drawing, so that a scene is the same pixel for pixel each time.
    """
    # Chance here only scatters stars and leaves; nothing secret depends on it.
    picture = SCENES[scene_id](random.Random(f"shpalta/{scene_id}"))  # noqa: S311
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS)
