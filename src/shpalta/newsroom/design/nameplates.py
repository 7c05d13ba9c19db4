"""Nameplates that are uploaded: drawings and pictures that are safe to show to readers."""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from shpalta.core.vector_images import LARGEST as LARGEST_DRAWING
from shpalta.core.vector_images import BadDrawingError, read_drawing

LARGEST = 1_000_000
"""Bytes of a picture as it is uploaded."""
_WIDEST, _HIGHEST = 1600, 600
_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Plate:
    """A nameplate that may be shown; sizes in CSS pixels."""

    data: bytes
    content_type: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        """What tells it from all others, for its address."""
        return hashlib.sha256(self.data).hexdigest()[:32]


def read_plate(upload: Any) -> Plate:
    """Read what was uploaded. Raises ValidationError."""
    if upload.size > LARGEST:
        raise ValidationError(_("The file is larger than a megabyte."))
    data: bytes = upload.read()
    if data.lstrip()[:1] == b"<" or data.startswith(b"\xef\xbb\xbf"):
        return _drawing(data)
    return _picture(data)


def _drawing(data: bytes) -> Plate:
    if len(data) > LARGEST_DRAWING:
        raise ValidationError(_("The drawing is larger than 100 kB."))
    try:
        drawing = read_drawing(data)
    except BadDrawingError as error:
        raise ValidationError(
            _("This SVG cannot be taken: %(part)s. Save it as plain curves."),
            params={"part": error.part or "?"},
        ) from error
    return Plate(drawing.svg, "image/svg+xml", drawing.width, drawing.height)


def _picture(data: bytes) -> Plate:
    """Write a picture anew: what it held beside its pixels stays behind."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "WEBP", "JPEG"]) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels."))
            image = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is no SVG, PNG, WebP or JPEG.")) from error
    image.thumbnail((_WIDEST, _HIGHEST))
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return Plate(written.getvalue(), "image/png", image.width, image.height)
