"""Images of creatives: looked at as pictures are, and kept under the name of their content."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from shpalta.campaigns.models.creative import FOLDER
from shpalta.newsroom.media.inspection import inspect

LARGEST = 300 * 1024
"""Bytes: what stands beside a story must not be heavier than the story."""
SCALES = (1, 2, 3)
"""How many pixels of the file may lie in one of the page."""
_KINDS = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
_NOTES = ("exif", "xmp", "photoshop", "comment")
_QUALITY = 92


@dataclass(frozen=True, slots=True)
class CreativeImage:
    """An upload that may be shown: its bytes, media type, size in pixels, and SHA-256."""

    data: bytes
    kind: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        """Give the media type."""
        return f"image/{self.kind}"

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the bytes in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()

    def fits(self, width: int, height: int) -> bool:
        """Tell whether it fills a size in CSS pixels, or does so on a denser screen."""
        return any((self.width, self.height) == (width * scale, height * scale) for scale in SCALES)


def read_image(name: str, data: bytes) -> CreativeImage:
    """Look at an upload as at a picture's. Raises ValidationError for what is none, or too heavy.

    What a camera or a program wrote beside the pixels is left out.
    """
    if len(data) > LARGEST:
        message = _("“%(name)s” has %(size)s KB: an image of a campaign has at most %(most)s.")
        sizes = {"name": name, "size": len(data) // 1024, "most": LARGEST // 1024}
        raise ValidationError(message % sizes)
    found = inspect(name, data)
    if found.kind not in _KINDS:
        message = _("“%(name)s” is no image that browsers show: use PNG, JPEG, WebP, AVIF or GIF.")
        raise ValidationError(message % {"name": name})
    if any(found.notes.get(note) for note in _NOTES):
        data = _without_notes(data, found.kind)
    return CreativeImage(data, found.kind, found.width, found.height)


def _without_notes(data: bytes, kind: str) -> bytes:
    """Write an image anew, upright, from its pixels alone; what moves goes on moving."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=[_KINDS[kind]]) as image:
        how: dict[str, Any] = {"quality": _QUALITY, "icc_profile": image.info.get("icc_profile")}
        upright: Image.Image = image
        if getattr(image, "is_animated", False):
            # No camera turns what moves. Times are read here: not every format hands them on.
            how |= {"save_all": True, "duration": _durations(image)}
        else:
            upright = ImageOps.exif_transpose(image)
        for note in _NOTES:
            upright.info.pop(note, None)
        upright.save(out, _KINDS[kind], **how)
    return out.getvalue()


def _durations(image: Image.Image) -> list[int]:
    """Give how long each frame stands, in milliseconds."""
    found = []
    for frame in ImageSequence.Iterator(image):
        frame.load()
        found.append(int(frame.info.get("duration", 0)))
    image.seek(0)
    return found


def keep_image(image: CreativeImage) -> str:
    """Keep an image and give the name of its file; one that is there already stays as it is."""
    name = f"{FOLDER}{image.digest}.{image.kind}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(image.data))
    return name
