"""Images of creatives lose what was written beside the pixels, and nothing of what is seen."""

import io
from typing import Any

import pytest
from PIL import Image, ImageSequence

from shpalta.campaigns.images import read_image

TOLD = "written by a program"


def moving(kind: str) -> bytes:
    """Draw three frames, with a note beside them."""
    frames = [Image.new("RGB", (30, 25), colour) for colour in ("red", "green", "blue")]
    note = Image.Exif()
    note[0x010E] = TOLD
    beside: dict[str, Any] = {"comment": TOLD.encode()} if kind == "GIF" else {"exif": note}
    out = io.BytesIO()
    frames[0].save(
        out, kind, save_all=True, append_images=frames[1:], duration=[200, 300, 400], **beside
    )
    return out.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_banner_that_moves_goes_on_moving_without_its_notes(kind: str) -> None:
    sent = moving(kind)
    assert TOLD.encode() in sent
    taken = read_image(f"banner.{kind.lower()}", sent)
    assert TOLD.encode() not in taken.data
    with Image.open(io.BytesIO(taken.data)) as image:
        durations = []
        for frame in ImageSequence.Iterator(image):
            frame.load()
            durations.append(frame.info["duration"])
    assert durations == [200, 300, 400]
