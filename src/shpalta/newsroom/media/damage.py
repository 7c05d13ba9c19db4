"""Whether the coded pixels of a JPEG are whole: asked of a second decoder, which forgives nothing.

Pillow's decoder paints over what is missing and says nothing. FFmpeg's can be told to stop at the
first code that means nothing, and at a scan that ends before all blocks were in it. So a missing
middle, foreign bytes and a hole are found.

Only the pixels are asked about, never what a camera or a program noted beside them: there zeros and
nonsense are nothing unusual, and in it is a thumbnail, a JPEG with tables of its own.

A JPEG has no checksum, so this much cannot be known: bytes changed into others that mean something
as well; the loss of a block or two (a hundred bytes), after which decoders fall into step again;
and of a progressive JPEG the loss of whole scans, without which it is a coarser picture.
"""

from typing import Final

import av
from av.error import InvalidDataError

from shpalta.newsroom.media.containers import Extent

_START, _END = b"\xff\xd8", b"\xff\xd9"
_KNOWN_CODINGS: Final = frozenset({0xC0, 0xC1, 0xC2})
"""Huffman's, baseline, extended or progressive. Arithmetic codes FFmpeg does not know."""
_EIGHTH: Final = "3"
"""Each side divided by two as often: all codes are read, but few pixels are kept."""
_USUAL_CODES: Final = bytes.fromhex("100002010303020403050504040000017d")
"""How many codes of each length the table of T.81, annex K.3.3.2, has for brightness.

Before it, the byte that says what it is: the first table of the waves.
"""
_HOLE: Final = bytes(256)
_LAST_ZEROS: Final = bytes(8)
"""More zeros do not belong to the last blocks of a whole picture with the usual codes."""


def is_damaged(data: bytes, extent: Extent) -> bool:
    """Tell whether something is wrong with the coded pixels of a JPEG, as far as one can know.

    `extent` is that of `data`; whether the picture's size is within bounds was asked before.
    """
    if extent.coding not in _KNOWN_CODINGS:
        return False
    coded = data[extent.coded : extent.end - len(_END)]
    if extent.scans == 1 and _USUAL_CODES in extent.head:
        # Zeros up to the end are no hole: some cameras fill a file up with them. Whether all
        # blocks came before them shows when it is read without them.
        coded = coded.rstrip(b"\0") + _LAST_ZEROS
        if _has_hole(coded):
            return True
    return not _is_read_through(b"".join((_START, extent.head, coded, _END)))


def _has_hole(coded: bytes) -> bool:
    """Tell whether a part was never written: what a disk or a download leaves is zeros.

    They are codes, too. But with the usual table zeros are blocks of nothing but the smallest
    waves, each at its lowest, one after the other: nobody has photographed that. With tables made
    for one picture they may be a plain sky.
    """
    return _HOLE in coded


def _is_read_through(jpeg: bytes) -> bool:
    reader = av.CodecContext.create("mjpeg", "r")
    reader.options = {"err_detect": "explode", "lowres": _EIGHTH}
    reader.thread_count = 1
    try:
        return bool([*reader.decode(av.Packet(jpeg)), *reader.decode(None)])
    except InvalidDataError:
        return False
    except (av.FFmpegError, ValueError):
        # A kind of JPEG that it does not know (some of four colours): nothing is known then.
        return True
