"""Looking at an upload before anything is kept: what it is, and whether it is that alone.

The whole file is decoded once, within bounds; what is refused is refused with what it is, which
file it is and what to do. What is served later is written anew from the pixels.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageCms, ImageOps

from shpalta.newsroom.media import likeness
from shpalta.newsroom.media.containers import (
    CutShortError,
    Extent,
    extent_of,
    is_harmless_tail,
    kind_of,
)
from shpalta.newsroom.media.damage import is_damaged

LARGEST_FILE = 60 * 1024 * 1024
"""In bytes: a camera's JPEG of 100 megapixels is about half of that."""
MOST_PIXELS = 100_000_000
"""Width times height times frames."""
_MOST_FRAMES = 1_000
_MOST_SCANS = 200
"""Of a progressive JPEG: each costs as much as a whole picture."""
_LARGEST_NOTES: Mapping[str, int] = MappingProxyType(
    {"exif": 1_000_000, "xmp": 4_000_000, "icc_profile": 4_000_000}
)
_EXTENSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "jpeg": ("jpg", "jpeg"),
        "png": ("png",),
        "gif": ("gif",),
        "webp": ("webp",),
        "avif": ("avif",),
        "heic": ("heic",),
    }
)
_FORMATS = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}
_FORMATS |= {"heic": "HEIF"}
_CODE = re.compile(
    rb"<script[\s>/]|<html[\s>]|<!doctype\s|<\?php\s|<iframe\s|<svg\s+xmlns|<body\s|javascript:",
    re.IGNORECASE,
)
_PDF_WITHIN, _ZIP_WITHIN = 1_024, 66_000
"""How far from the start readers look for a PDF, and from the end for a ZIP's directory."""

_MESSAGES: Mapping[str, Any] = MappingProxyType(
    {
        "too_large": gettext_lazy(
            "“%(name)s” is too large (%(size)s, at most %(largest)s): save it smaller."
        ),
        "not_a_picture": gettext_lazy(
            "“%(name)s” is no picture that can be taken (%(what)s). "
            "Save it as JPEG, PNG, WebP, AVIF, HEIC or GIF."
        ),
        "wrong_extension": gettext_lazy(
            "“%(name)s” is a %(kind)s by its content: name it “%(right)s” and try again."
        ),
        "cut_short": gettext_lazy(
            "“%(name)s” is cut short: its end is missing. Copy or download it once more."
        ),
        "too_many_frames": gettext_lazy(
            "“%(name)s” has too many frames or layers: save one of them as a picture."
        ),
        "too_many_pixels": gettext_lazy(
            "“%(name)s” has more than %(pixels)d megapixels: save it smaller."
        ),
        "holds_more": gettext_lazy(
            "“%(name)s” is not a picture alone, it also holds %(what)s. "
            "Open it in a picture editor and save it anew."
        ),
        "giant_notes": gettext_lazy(
            "“%(name)s” carries too much beside the picture (%(note)s: %(size)s). "
            "Save it anew without it."
        ),
        "broken_profile": gettext_lazy(
            "The colour profile in “%(name)s” is broken: save the picture anew, as sRGB."
        ),
        "broken": gettext_lazy(
            "“%(name)s” is damaged and cannot be opened. Copy or download it once more."
        ),
        "damaged": gettext_lazy(
            "“%(name)s” is damaged: a part of the picture is missing or was overwritten. "
            "Copy or download it once more."
        ),
    }
)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class Inspected:
    """An upload that is a picture: its kind, its size as it stands upright, its notes."""

    kind: str
    width: int
    height: int
    look: int
    notes: Mapping[str, Any]
    """What Pillow found beside the pixels: `exif`, `xmp`, `photoshop`, …"""

    @property
    def content_type(self) -> str:
        """The media type."""
        return f"image/{self.kind}"

    @property
    def extension(self) -> str:
        """The usual extension of a file's name, without a dot."""
        return _EXTENSIONS[self.kind][0]


def inspect(name: str, data: bytes) -> Inspected:
    """Look at an upload. Raises ValidationError for what is no picture, or more than one."""
    if len(data) > LARGEST_FILE:
        _refuse("too_large", name, size=filesizeformat(len(data)))
    kind = kind_of(data)
    if not kind:
        _refuse("not_a_picture", name, what=_named(data))
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in _EXTENSIONS[kind]:
        right = PurePath(name).stem + "." + _EXTENSIONS[kind][0]
        _refuse("wrong_extension", name, kind=kind.upper(), right=right)
    extent = _look_at_structure(name, kind, data)
    try:
        inspected = _decode(name, kind, data, extent.frames)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refusal("too_many_pixels", name) from error
    except ValidationError:
        raise
    except Exception as error:
        # Whatever six foreign parsers make of a hostile file, this one is not taken.
        raise _refusal("broken", name) from error
    if kind == "jpeg" and is_damaged(data, extent):
        _refuse("damaged", name)
    return inspected


def _look_at_structure(name: str, kind: str, data: bytes) -> Extent:
    """Refuse what is cut short or carries something else along; give how far the picture goes."""
    try:
        extent = extent_of(kind, data)
    except CutShortError as error:
        raise _refusal("cut_short", name) from error
    if extent.frames > _MOST_FRAMES or extent.scans > _MOST_SCANS:
        _refuse("too_many_frames", name)
    if _CODE.search(data):
        _refuse("holds_more", name, what=_("a program for browsers or servers"))
    if b"%PDF-" in data[:_PDF_WITHIN] or b"%PDF-" in data[extent.end :]:
        _refuse("holds_more", name, what="PDF")
    if b"PK\x05\x06" in data[-_ZIP_WITHIN:] or b"PK\x03\x04" in data[extent.end :]:
        _refuse("holds_more", name, what="ZIP")
    tail = data[extent.end :]
    if tail and not is_harmless_tail(tail):
        size = filesizeformat(len(tail))
        _refuse("holds_more", name, what=_("%(size)s of something") % {"size": size})
    return extent


def _decode(name: str, kind: str, data: bytes, frames: int) -> Inspected:
    with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
        width, height = image.size
        frames = max(frames, int(getattr(image, "n_frames", 1)) if kind == "avif" else 1)
        if width * height * frames > MOST_PIXELS:
            _refuse("too_many_pixels", name)
        notes: dict[Any, Any] = dict(image.info)
        for note, largest in _LARGEST_NOTES.items():
            if len(notes.get(note) or b"") > largest:
                size = filesizeformat(len(notes[note]))
                _refuse("giant_notes", name, size=size, note=note.upper())
        _check_profile(name, notes.get("icc_profile"))
        # A JPEG is read to its end whatever the scale; an eighth needs a 64th of the memory.
        image.draft("L", (max(1, width // 8), max(1, height // 8)))
        image.load()
        upright = ImageOps.exif_transpose(image)
        look = likeness.look_of(upright)
        if (upright.width < upright.height) != (width < height):
            width, height = height, width
        for number in range(1, frames):
            image.seek(number)
            image.load()
    return Inspected(kind, width, height, look, notes)


def _check_profile(name: str, profile: bytes | None) -> None:
    if not profile:
        return
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (OSError, ValueError, ImageCms.PyCMSError) as error:
        raise _refusal("broken_profile", name) from error


def _named(data: bytes) -> str:
    """Say what a file is that is no picture of ours, as far as its first bytes tell."""
    start = data[:512].lstrip(b"\xef\xbb\xbf\0 \t\r\n").lower()
    if b"<svg" in start or (start.startswith(b"<?xml") and b"<svg" in data[:4096].lower()):
        return _("an SVG drawing")
    known = {
        b"%pdf-": "PDF",
        b"pk\x03\x04": "ZIP",
        b"<!doctype": "HTML",
        b"<html": "HTML",
        b"<script": "HTML",
        b"bm": "BMP",
        b"ii*\0": "TIFF",
        b"mm\0*": "TIFF",
        b"8bps": "PSD",
        b"mz": _("a program"),
        b"\x7felf": _("a program"),
    }
    for beginning, what in known.items():
        if start.startswith(beginning):
            return what
    return _("of an unknown kind") if data else _("empty")


def _refusal(code: str, name: str, **params: Any) -> ValidationError:
    given = {
        "name": name[:100],
        "pixels": MOST_PIXELS // 1_000_000,
        "largest": filesizeformat(LARGEST_FILE),
        **params,
    }
    return ValidationError(_MESSAGES[code], code=code, params=given)


def _refuse(code: str, name: str, **params: Any) -> NoReturn:
    raise _refusal(code, name, **params)
