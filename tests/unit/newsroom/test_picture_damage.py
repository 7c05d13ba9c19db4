"""A sound photograph is never called damaged, whatever stands beside its pixels."""

import io
import random
import re
import struct
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from shpalta.newsroom.media.inspection import inspect

ARITHMETIC = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb0043001b12141714111b1716171e1c1b2028422b2825"
    "2528513a3d3042605565645f555d5b6a7899816a7190735b5d85b586909ea3abadab6780bcc9baa6c799a8ab"
    "a4ffc9000b080010001801011100ffcc000600101005ffda0008010100003f00fed62ce5a06181abee323370"
    "a8ffd9"
)
"""A gradient with arithmetic codes (T.81, annex D), which no library here writes."""


def photograph(
    size: tuple[int, int] = (320, 200), *, mode: str = "RGB", noise: float = 0.3, **options: Any
) -> bytes:
    """Give a JPEG with something to see in it."""
    grain = Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1]))
    grain = grain.point(lambda value: round(128 + (value - 128) * noise))
    light = Image.linear_gradient("L").resize(size)
    file = io.BytesIO()
    Image.merge("RGB", (grain, light, light)).convert(mode).save(file, "JPEG", **options)
    return file.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    """Write a segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def with_segment(marker: int, content: bytes, **options: Any) -> bytes:
    """Give a JPEG with one more segment at its start."""
    good = photograph(**options)
    return good[:2] + segment(marker, content) + good[2:]


def exif(tag: int, content: bytes) -> bytes:
    """Write Exif with one entry of bytes, as a camera lays it out."""
    entry = struct.pack("<HHII", tag, 7, len(content), 26)
    return b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + bytes(4) + content


def exif_with_thumbnail(thumbnail: bytes) -> bytes:
    """Write Exif with nothing but a second directory, which names a thumbnail."""
    entries = [(0x0103, 3, 6), (0x0201, 4, 56), (0x0202, 4, len(thumbnail))]
    second = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    head = b"Exif\0\0II*\0\x08\0\0\0\0\0" + struct.pack("<IH", 14, len(entries))
    return head + second + bytes(4) + thumbnail


def filled(jpeg: bytes) -> bytes:
    """Put fill bytes before each marker (T.81, B.1.1.2)."""
    return jpeg[:2] + re.sub(
        rb"\xff[\xc0-\xd7\xd9-\xef]", lambda found: b"\xff\xff\xff" + found[0], jpeg[2:]
    )


def white(**options: Any) -> bytes:
    """Give a large JPEG with nothing to see in it."""
    file = io.BytesIO()
    Image.new("L", (2000, 1500), "white").save(file, "JPEG", **options)
    return file.getvalue()


def photo_mechanic(content: bytes) -> bytes:
    """Write what Photo Mechanic puts behind a picture."""
    return content + struct.pack(">I", len(content)) + b"cbipcbbl"


def foto_station(content: bytes) -> bytes:
    """Write what FotoStation puts behind a picture."""
    return content + struct.pack(">HI", 1, len(content) + 10) + b"\xa1\xb2\xc3\xd4"


def canon(content: bytes) -> bytes:
    """Write what Canon's Digital Photo Professional puts behind a picture."""
    mark = b"CANON OPTIONAL DATA\0"
    head = mark + struct.pack(">II", 0x10000, len(content))
    return head + content + mark + struct.pack(">I", len(content)) + bytes(40)


SOUND: dict[str, Callable[[], bytes]] = {
    "with Windows' padding in Exif": lambda: with_segment(0xE1, exif(0xEA1C, bytes(2060))),
    "with Canon's empty remark": lambda: with_segment(0xE1, exif(0x9286, bytes(264))),
    "with zeros in a maker's note": lambda: with_segment(0xED, b"Note\0" + bytes(60_000)),
    "with zeros in a comment": lambda: with_segment(0xFE, bytes(1_000)),
    "with Exif that makes no sense": lambda: with_segment(0xE1, b"Exif\0\0II*\0" + b"\xff" * 40),
    "with an empty note": lambda: with_segment(0xE1, b""),
    "with the mark of an interlaced film": lambda: with_segment(0xE0, b"AVI1\x01" + bytes(9)),
    "with tables of its own, a thumbnail with the usual ones, and zeros": lambda: with_segment(
        0xE1, exif_with_thumbnail(photograph((160, 120))) + bytes(1_000), optimize=True
    ),
    "with a gain map behind it": lambda: photograph() + photograph((80, 50), mode="L"),
    "with fill bytes": lambda: filled(photograph()),
    "with fill bytes, progressive": lambda: filled(photograph(progressive=True)),
    "with fill bytes and restarts": lambda: filled(photograph(restart_marker_blocks=2)),
    "with a restart at the very end": lambda: photograph()[:-2] + b"\xff\xd0\xff\xd9",
    "filled up with zeros": lambda: photograph()[:-2] + bytes(4_000) + b"\xff\xd9",
    "from Photo Mechanic": lambda: photograph() + photo_mechanic(b"\x1c\x02\xdd\0\x01x" * 9),
    "from FotoStation": lambda: photograph() + foto_station(b"a" * 30) + foto_station(b"b" * 99),
    "from Canon's program": lambda: photograph() + canon(b"recipe" * 200),
    "with a preview, from two programs": lambda: (
        photograph() + photograph((80, 50)) + canon(b"recipe") + photo_mechanic(b"notes")
    ),
    "with arithmetic codes": lambda: ARITHMETIC,
    "in red, green and blue": lambda: photograph(keep_rgb=True),
    "all white with tables of its own": lambda: white(optimize=True),
    "all white with the usual tables": white,
}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("case", SOUND)
def test_a_sound_photograph_is_taken(case: str) -> None:
    assert inspect("a.jpg", SOUND[case]()).kind == "jpeg"


@given(
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    mode=st.sampled_from(["RGB", "L", "CMYK"]),
    noise=st.sampled_from([0.0, 0.02, 0.3, 1.0]),
    options=st.fixed_dictionaries(
        {
            "quality": st.integers(1, 100),
            "progressive": st.booleans(),
            "optimize": st.booleans(),
            "restart_marker_blocks": st.integers(0, 20),
        },
        optional={"subsampling": st.integers(0, 2)},
    ),
    note=st.binary(max_size=400),
)
@settings(max_examples=150, deadline=None)
def test_no_sound_jpeg_is_called_damaged(
    size: tuple[int, int], mode: str, noise: float, options: dict[str, Any], note: bytes
) -> None:
    if mode == "L":
        options.pop("subsampling", None)
    good = photograph(size, mode=mode, noise=noise, **options)
    noted = segment(0xEA, note + bytes(300))
    assert inspect("a.jpg", good[:2] + noted + good[2:]).kind == "jpeg"


@pytest.mark.parametrize("note", [b"", segment(0xE1, exif(0xEA1C, bytes(2060)))])
def test_what_is_damaged_is_refused_beside_any_note(note: bytes) -> None:
    good = photograph((800, 600))
    middle = len(good) // 2
    for torn in (
        good[:middle] + bytes(4_096) + good[middle + 4_096 :],
        good[: -len(good) // 20] + bytes(len(good) // 20) + b"\xff\xd9",
        good[:middle] + good[middle + 1_000 :],
    ):
        with pytest.raises(ValidationError) as refused:
            inspect("a.jpg", good[:2] + note + torn[2:])
        assert refused.value.code == "damaged"


@pytest.mark.parametrize(
    "tail",
    [
        b"anything" + photo_mechanic(b"notes"),
        b"\xff\xff\xff\xffcbipcbbl",
        struct.pack(">HI", 1, 0) + b"\xa1\xb2\xc3\xd4",
        foto_station(b"") * 100,
        canon(b"recipe")[1:],
    ],
)
def test_what_only_ends_like_an_editor_s_notes_is_refused(tail: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        inspect("a.jpg", photograph() + tail)
    assert refused.value.code == "holds_more"
