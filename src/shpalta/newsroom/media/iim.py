"""Reading IIM records (IPTC-NAA Information Interchange Model 4.2), as agencies still send them."""

from collections.abc import Iterable, Mapping
from typing import Any

from shpalta.newsroom.media.xmp import Texts

_RESOURCE = 0x0404
"""Photoshop's image resource that holds IIM."""
_MARK = 0x1C
_UTF_8 = b"\x1b%G"
"""ISO 2022's announcement, in record 1:90."""
_DATASETS: Mapping[tuple[int, int], str] = {
    (2, 25): "keywords",
    (2, 40): "instructions",
    (2, 55): "taken",
    (2, 60): "time",
    (2, 80): "creator",
    (2, 90): "city",
    (2, 101): "country",
    (2, 105): "headline",
    (2, 110): "credit",
    (2, 116): "copyright",
    (2, 120): "caption",
}


def read_iim(resources: Any) -> Texts:
    """Read the records among Photoshop's resources (as Pillow gives them, by number)."""
    block = resources.get(_RESOURCE) if isinstance(resources, Mapping) else None
    if not isinstance(block, bytes):
        return {}
    records = list(_records(block))
    is_utf_8 = any(at == (1, 90) and value == _UTF_8 for at, value in records)
    found: dict[str, tuple[str, ...]] = {}
    for at, value in records:
        if name := _DATASETS.get(at):
            found[name] = (*found.get(name, ()), _decode(value, is_utf_8=is_utf_8))
    if "taken" in found and "time" in found:
        found["taken"] = (f"{found['taken'][0]}T{found['time'][0]}", *found["taken"])
    return found


def _records(block: bytes) -> Iterable[tuple[tuple[int, int], bytes]]:
    at = 0
    while at + 5 <= len(block) and block[at] == _MARK:
        length = int.from_bytes(block[at + 3 : at + 5])
        if length & 0x8000:  # an extended dataset: longer than any text of ours
            return
        yield (block[at + 1], block[at + 2]), block[at + 5 : at + 5 + length]
        at += 5 + length


def _decode(value: bytes, *, is_utf_8: bool) -> str:
    """Decode a text; one that does not say how is UTF-8 if it can be, else of its region."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        if is_utf_8:
            return value.decode(errors="replace")
    letters = [byte for byte in value if chr(byte).isalpha() or byte > 0x7F]  # noqa: PLR2004  ASCII
    foreign = sum(byte >= 0xC0 for byte in letters)  # noqa: PLR2004  Cyrillic letters of cp1251
    # Western texts have an accent here and there; Cyrillic ones have nothing else.
    return value.decode("cp1251" if foreign * 2 > len(letters) else "latin-1", errors="replace")
