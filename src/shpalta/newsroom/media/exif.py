"""Reading Exif (JEITA CP-3451): who, what and when. Places and serial numbers are not read."""

import re
from collections.abc import Mapping
from typing import Any

from PIL import Image

from shpalta.newsroom.media.xmp import Texts

_EXIF_IFD = 0x8769
_TAGS = {0x010E: "caption", 0x013B: "creator", 0x8298: "copyright"}
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")


def read_exif(notes: Mapping[str, Any]) -> Texts:
    """Read the Exif block among a picture's notes; a broken one says nothing."""
    block = notes.get("exif")
    if not isinstance(block, bytes):
        return {}
    exif = Image.Exif()
    try:
        exif.load(block)
        own = {tag: exif.get(tag) for tag in _TAGS}
        inner = exif.get_ifd(_EXIF_IFD)
    except Exception:  # noqa: BLE001  whatever a hostile block makes the parser do, it says nothing
        return {}
    found = {name: (text,) for tag, name in _TAGS.items() if (text := _text(own[tag]))}
    if date := _DATE.fullmatch(_text(inner.get(_TAKEN))):
        offset = _text(inner.get(_TAKEN_OFFSET))
        found["taken"] = (f"{date[1]}-{date[2]}-{date[3]}T{date[4]}{offset}",)
    return found


def _text(value: Any) -> str:
    """Give a text. Cameras write UTF-8 where the standard has ASCII; Pillow reads Latin-1."""
    if isinstance(value, str):
        value = value.encode("latin-1", errors="replace")
    if not isinstance(value, bytes):
        return ""
    text = value.partition(b"\0")[0].strip()
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")
