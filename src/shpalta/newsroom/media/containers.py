"""Where the picture in a file ends, and how many frames it has: read off the file's structure.

A picture that is a picture and nothing else ends where its file ends. What stands behind the end
is what a polyglot brings along; cameras put second pictures and short films there too.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_JPEG_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
_JPEG_LONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a segment: TEM, the restarts, SOI."""
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_APP14 = 0xEE
_JPEG_NOTES = frozenset({0xFE, *range(0xE0, 0xF0)})
"""COM and all of APP."""
_PADDING = b"\0\xff\r\n \t"
_MOST_PICTURES = 16
"""In one file."""
_MOST_NOTES = 16
_CANON = b"CANON OPTIONAL DATA\0"
_PNG_START = b"\x89PNG\r\n\x1a\n"
_BRANDS = {b"avif": "avif", b"avis": "avif", b"heic": "heic", b"heix": "heic", b"heim": "heic"}
_BRANDS |= {b"heis": "heic", b"hevc": "heic", b"mif1": "heic", b"msf1": "heic"}


class CutShortError(ValueError):
    """The file ends before its picture does, or its structure makes no sense."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a picture reaches: the offset after its last byte, its frames, its JPEG scans."""

    end: int
    frames: int = 1
    scans: int = 1
    coded: int = 0
    """The offset at which a JPEG's coded pixels begin: behind the header of its first scan."""
    head: bytes = b""
    """What stands before `coded` and tells how to read it: tables and headers, without notes."""
    coding: int = 0
    """The marker of a JPEG's frame (SOF), which says how its pixels are coded."""


def kind_of(data: bytes) -> str:
    """Say by its first bytes what kind of picture a file is; "" for what is none of ours."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(_PNG_START):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp":
        brands = [data[8:12], *(data[at : at + 4] for at in range(16, min(64, len(data)), 4))]
        return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "")
    return ""


def extent_of(kind: str, data: bytes) -> Extent:
    """Find where a picture of a kind that `kind_of` gave ends. Raises CutShortError."""
    try:
        return _READERS[kind](data)
    except IndexError as error:
        raise CutShortError from error


def _jpeg(data: bytes) -> Extent:
    """Walk the segments (ITU-T T.81, annex B) to the end of the image."""
    at, scans, coded, coding = 2, 0, 0, 0
    head: list[bytes] = []
    while True:
        found = _JPEG_MARKER.search(data, at)
        if found is None:
            raise CutShortError
        marker, at = found[1][0], found.end()
        if marker == 0xD9:  # noqa: PLR2004  EOI
            return Extent(at, scans=scans, coded=coded, head=b"".join(head), coding=coding)
        if marker in _JPEG_LONE:
            continue
        segment = data[at : at + int.from_bytes(data[at : at + 2])]
        at += int.from_bytes(data[at : at + 2])
        if at > len(data):
            raise CutShortError
        if not coded and _tells_how_to_read(marker, segment):
            head += (bytes([0xFF, marker]), segment)
        if marker in _JPEG_FRAMES:
            coding = coding or marker
        if marker == 0xDA:  # noqa: PLR2004  SOS
            scans += 1
            coded = coded or at


def _tells_how_to_read(marker: int, segment: bytes) -> bool:
    """Tell whether a JPEG's segment is needed for its pixels: no comment, no application's notes.

    Adobe's is one that is: it names the colour space.
    """
    return marker not in _JPEG_NOTES or (marker == _APP14 and segment[2:7] == b"Adobe")


def _png(data: bytes) -> Extent:
    """Walk the chunks (W3C PNG, section 5) to IEND; an APNG has one fcTL a frame."""
    at, frames = len(_PNG_START), 0
    while True:
        length, name = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        at += 12 + length
        if len(name) < 4 or at > len(data):  # noqa: PLR2004  four letters
            raise CutShortError
        frames += name == b"fcTL"
        if name == b"IEND":
            return Extent(at, max(1, frames))


def _gif(data: bytes) -> Extent:
    """Walk the blocks (GIF89a, appendix A) to the trailer."""
    at, frames = 13 + _colours(data[10]), 0
    while True:
        mark = data[at]
        if mark == 0x3B:  # noqa: PLR2004  trailer
            return Extent(at + 1, max(1, frames))
        if mark == 0x2C:  # noqa: PLR2004  image descriptor
            frames += 1
            at += 11 + _colours(data[at + 9])
        elif mark == 0x21:  # noqa: PLR2004  extension
            at += 2
        else:
            raise CutShortError
        while (length := data[at]) != 0:
            at += 1 + length
        at += 1


def _colours(flags: int) -> int:
    """Give the length of a colour table from the byte that announces it."""
    return int(3 * 2 ** ((flags & 7) + 1)) if flags & 0x80 else 0


def _webp(data: bytes) -> Extent:
    """Read the RIFF's length and count its frames (RFC 9649)."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise CutShortError
    frames, at = 0, 12
    while at + 8 <= end:
        frames += data[at : at + 4] == b"ANMF"
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return Extent(end, max(1, frames))


def _boxes(data: bytes) -> Extent:
    """Walk the top boxes (ISO/IEC 14496-12, section 4.2) as far as they are some."""
    end = 0
    for end in _box_ends(data):
        if end > len(data):
            raise CutShortError
    return Extent(end)


def _box_ends(data: bytes) -> Iterator[int]:
    at = 0
    while at + 8 <= len(data) and data[at + 4 : at + 8].isalnum():
        size = int.from_bytes(data[at : at + 4])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        at = len(data) if size == 0 else at + size
        if 1 < size < 8:  # noqa: PLR2004  less than its own head
            raise CutShortError
        yield at


_READERS: Mapping[str, Callable[[bytes], Extent]] = MappingProxyType(
    {"jpeg": _jpeg, "png": _png, "gif": _gif, "webp": _webp, "avif": _boxes, "heic": _boxes}
)


def is_harmless_tail(tail: bytes) -> bool:
    """Tell whether what stands behind a picture is what cameras and photographers' programs put.

    That is: nothing but padding; further JPEGs (multi-picture format, gain maps); a film of a
    second (motion photo); the directory that Samsung's phones write; notes of such programs.
    """
    tail = tail[: _end_before_notes(tail)]
    for _number in range(_MOST_PICTURES):
        if not tail.strip(_PADDING) or tail[4:8] == b"ftyp" or tail.endswith(b"SEFT"):
            return True
        tail = tail.lstrip(b"\0")
        if kind_of(tail) != "jpeg":
            return False
        try:
            tail = tail[_jpeg(tail).end :]
        except CutShortError:
            return False
    return False


def _end_before_notes(tail: bytes) -> int:
    """Find where the notes of photographers' programs begin; each ends with how long it is."""
    end = len(tail)
    for _number in range(_MOST_NOTES):
        last = tail[max(0, end - 64) : end]
        if last.endswith(b"cbipcbbl"):  # Photo Mechanic
            length = 12 + int.from_bytes(last[-12:-8])
        elif last.endswith(b"\xa1\xb2\xc3\xd4"):  # FotoStation: its own end is counted in
            length = int.from_bytes(last[-8:-4])
        elif last.startswith(_CANON):  # Digital Photo Professional: a head of 28, an end of 64
            length = 92 + int.from_bytes(last[20:24])
            if not tail.startswith(_CANON, max(0, end - length)):
                break
        else:
            break
        if not 0 < length <= end:
            break
        end -= length
    return end
