"""Makes files of a picture: decoded once, as small as may be, then scaled down step by step.

Plain Pillow over bytes; nothing here knows of a database. Of what the original says about itself
nothing is passed on but the XMP packet that the caller gives: no place, no serial number, no
thumbnail. Colours become sRGB, turned pictures are turned upright, and of several frames the
first is taken.
"""

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil, log
from typing import Any

from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from shpalta.core.crops import Shape, Size
from shpalta.newsroom.renditions.choices import Why
from shpalta.newsroom.renditions.errors import UnmakeableError
from shpalta.newsroom.renditions.plans import MOST_BYTES, Format, Frame

QUALITIES: dict[Format, tuple[int, ...]] = {
    Format.AVIF: (60, 52, 44, 36, 28, 20, 12),
    Format.WEBP: (76, 66, 56, 46, 36, 26, 14),
    Format.JPEG: (82, 74, 66, 58, 50, 40, 30),
    Format.PNG: (0,),
}
"""What is tried in turn until a file is small enough. The last one is taken as it comes."""
_STEP = 1.25
"""By what one step of quality makes a file smaller, roughly."""
_WORKERS = max(2, min(4, os.cpu_count() or 1))
_MOST_PIXELS = 120_000_000
"""No picture that came in by a door of ours is larger; it would take all memory."""
_TURNED = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112
_OPAQUE = (255, 255, 255)
"""What stands behind a transparent picture where a format knows no transparency."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file: what it is, and its bytes. Sizes in pixels."""

    shape: Shape
    format: Format
    width: int
    height: int
    data: bytes


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture; whatever is found broken while it is read is an UnmakeableError."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnmakeableError(Why.TOO_LARGE, permanent=True)
            yield image
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise UnmakeableError(Why.BROKEN, permanent=True) from error


def upright_size(image: Image.Image) -> Size:
    """Give a picture's size as it is looked at."""
    width, height = image.size
    return (height, width) if image.getexif().get(_ORIENTATION) in _TURNED else (width, height)


def develop(image: Image.Image, frames: Sequence[Frame], packet: bytes = b"") -> list[Made]:
    """Make all files of some shapes of an opened picture; `packet` is XMP to be put into each."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        # The encoders leave other threads alone: while one file is compressed, the next is scaled.
        waiting = [
            pool.submit(_encoded, scaled, file_format, shape, packet)
            for scaled, file_format, shape in _scaled(_decoded(image, frames), frames)
        ]
        return [one.result() for one in waiting]


def _decoded(image: Image.Image, frames: Sequence[Frame]) -> Image.Image:
    """Give the picture upright, in sRGB, no larger than the largest of the files needs it."""
    upright = upright_size(image)
    size = _needed(upright, frames)
    # A JPEG is decoded at a half, a quarter or an eighth of its size where that will do.
    image.draft(None, size if upright == image.size else size[::-1])
    image.load()
    plain = _without_palette(ImageOps.exif_transpose(image))
    if plain.width > size[0]:
        plain = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _in_srgb(plain, image.info.get("icc_profile"))


def _needed(size: Size, frames: Iterable[Frame]) -> Size:
    scale = max(each.widest / (each.rectangle.width * size[0]) for each in frames)
    scale = min(scale, 1.0)
    return max(1, ceil(size[0] * scale)), max(1, ceil(size[1] * scale))


def _without_palette(image: Image.Image) -> Image.Image:
    """Give a picture that can be scaled: a colour for each point, eight bits each."""
    if image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        return image
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        return image.convert("F").point(lambda value: value / 257).convert("L")
    is_transparent = image.has_transparency_data
    return image.convert("RGBA" if is_transparent else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode in {"RGBA", "LA"} else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # A profile that is broken or of another colour space says nothing.
        if converted is not None:
            return converted
    return image.convert(mode)


def _scaled(
    image: Image.Image, frames: Sequence[Frame]
) -> Iterator[tuple[Image.Image, Format, Shape]]:
    """Give each file's picture, each made from the next larger one of its shape."""
    has_alpha = image.mode == "RGBA"
    for each in frames:
        source, box = image, each.rectangle.in_pixels(image.size)
        for width in sorted({*each.modern, *each.fallback}, reverse=True):
            height = max(1, round(width * (box[3] - box[1]) / (box[2] - box[0])))
            source = source.resize(
                (width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0
            )
            box = (0, 0, width, height)
            if width in each.modern:
                yield source, Format.AVIF, each.shape
                yield source, Format.WEBP, each.shape
            if width in each.fallback:
                keeps_alpha = has_alpha and each.modern
                yield source, Format.PNG if keeps_alpha else Format.JPEG, each.shape


def _encoded(image: Image.Image, file_format: Format, shape: Shape, packet: bytes) -> Made:
    if file_format == Format.JPEG and image.mode == "RGBA":
        behind = Image.new("RGB", image.size, _OPAQUE)
        behind.paste(image, mask=image.getchannel("A"))
        image = behind
    qualities, place = QUALITIES[file_format], 0
    data = _saved(image, file_format, qualities[place], packet)
    while len(data) > MOST_BYTES and place + 1 < len(qualities):
        # Each step makes a file about so much smaller: what is far too large needs several.
        steps = max(1, int(log(len(data) / MOST_BYTES, _STEP)))
        place = min(place + steps, len(qualities) - 1)
        data = _saved(image, file_format, qualities[place], packet)
    return Made(shape, file_format, image.width, image.height, data)


def _saved(image: Image.Image, file_format: Format, quality: int, packet: bytes) -> bytes:
    options: dict[str, Any] = {"quality": quality}
    if packet:
        options["xmp"] = packet
    match file_format:
        case Format.AVIF:
            # Many files are made at once: one thread for each is the fastest.
            options |= {"speed": 8, "max_threads": 1, "exif": b"", "icc_profile": None}
        case Format.WEBP:
            options |= {"method": 2, "exif": b"", "icc_profile": None}
        case Format.JPEG:
            options |= {"optimize": True, "progressive": True}
        case Format.PNG:
            options = {"optimize": True, "pnginfo": _png_words(packet)}
    file = io.BytesIO()
    bare = image.copy()
    bare.info = {}
    bare.save(file, "JPEG" if file_format == Format.JPEG else file_format.upper(), **options)
    return file.getvalue()


def _png_words(packet: bytes) -> PngInfo:
    words = PngInfo()
    if packet:
        words.add_itxt("XML:com.adobe.xmp", packet.decode())
    return words
