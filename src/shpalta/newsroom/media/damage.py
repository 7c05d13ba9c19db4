"""Whether the coded pixels of a JPEG are whole: asked of a second decoder, which forgives nothing.

Pillow's decoder paints over what is missing and says nothing. FFmpeg's can be told to stop at the
first code that means nothing, and at a scan that ends before all blocks were in it. So a missing
middle, foreign bytes and a hole are found.

A JPEG has no checksum, so this much cannot be known: bytes changed into others that mean something
as well; the loss of a block or two (a hundred bytes), after which decoders fall into step again;
and of a progressive JPEG the loss of whole scans, without which it is a coarser picture.
"""

import re
from typing import Final

import av
from av.error import InvalidDataError

_EIGHTH: Final = "3"
"""Each side divided by two as often: all codes are read, but few pixels are kept."""
_USUAL_CODES: Final = bytes.fromhex("0002010303020403050504040000017d")
"""How many codes of each length the table of T.81, annex K.3.3.2, has for brightness."""
_HOLE: Final = re.compile(rb"\0{256}")


def is_damaged(jpeg: bytes, *, scans: int) -> bool:
    """Tell whether something is wrong with the coded pixels of a JPEG, as far as one can know.

    `jpeg` ends with its picture; whether its size is within bounds was asked before.
    """
    return _has_hole(jpeg, scans) or not _is_read_through(jpeg)


def _has_hole(jpeg: bytes, scans: int) -> bool:
    """Tell whether a part was never written: what a disk or a download leaves is zeros.

    They are codes, too. But with the usual table zeros are blocks of nothing but the smallest
    waves, each at its lowest, one after the other: nobody has photographed that. With tables made
    for one picture they may be a plain sky.
    """
    return scans == 1 and _USUAL_CODES in jpeg and _HOLE.search(jpeg) is not None


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
