"""What a picture looks like, in 64 bits: the same picture cut smaller or saved anew is found.

The difference hash: the picture is made grey, scaled to nine by eight points, and each bit says
whether a point is darker than its right neighbour. Two pictures look alike if few bits differ.

Of two hashes that differ in at most seven of 64 bits, one of four bands of 16 differs in at most
one (the pigeonhole principle). So the bands are columns with an index, and each is asked for its
17 neighbours: what is left to compare is a handful of rows, however many pictures there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from django.db.models import Q, QuerySet
from PIL import Image

from shpalta.newsroom.media.models import Picture

BITS = 64
MOST_DIFFERENT = 7
"""In how many bits pictures may differ that look alike."""
_BAND_BITS = 16
_BANDS = BITS // _BAND_BITS
_MOST_COMPARED = 2_000
_PLAIN = 4
"""A picture with fewer bits set, or unset, has too little in it to be told from others."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A picture that looks like another one; `difference` in bits, 0 to 7."""

    picture: Picture
    difference: int


def look_of(image: Image.Image) -> int:
    """Compute the hash of an upright picture."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX)
    points = list(grey.tobytes())
    rows = (points[start : start + 9] for start in range(0, 72, 9))
    bits = (left < right for row in rows for left, right in pairwise(row))
    return reduce(lambda number, bit: number << 1 | bit, bits, 0)


def columns_of(look: int) -> dict[str, int]:
    """Give the columns of a picture that hold its hash: signed as a whole, and in bands."""
    signed = look - (1 << BITS) if look >> (BITS - 1) else look
    return {"look": signed, **{f"look_{number}": band for number, band in _bands(look)}}


def find_alike(look: int | None, *, but: int | None = None, limit: int = 6) -> list[Alike]:
    """Find the pictures that look most like a hash (as the column holds it), the likest first.

    `but`: the id of the picture itself. A picture with nothing in it looks like no other.
    """
    if look is None or is_plain(look):
        return []
    found = []
    near = _near(look).exclude(pk=but or 0)
    for picture_id, other in near.values_list("pk", "look")[:_MOST_COMPARED]:
        difference = ((look ^ (other or 0)) & ((1 << BITS) - 1)).bit_count()
        if difference <= MOST_DIFFERENT:
            found.append((difference, -picture_id))
    found.sort()
    pictures = Picture.objects.in_bulk([-number for _difference, number in found[:limit]])
    return [Alike(pictures[-number], difference) for difference, number in found[:limit]]


def is_plain(look: int) -> bool:
    """Tell whether a picture has so little in it that its hash says nothing."""
    ones = (look & ((1 << BITS) - 1)).bit_count()
    return not _PLAIN <= ones <= BITS - _PLAIN


def _near(look: int) -> "QuerySet[Picture]":
    conditions = (
        Q((f"look_{number}__in", list(_neighbours(band)))) for number, band in _bands(look)
    )
    return Picture.objects.filter(reduce(Q.__or__, conditions)).order_by()


def _bands(look: int) -> Iterable[tuple[int, int]]:
    mask = (1 << _BAND_BITS) - 1
    return ((number, look >> (number * _BAND_BITS) & mask) for number in range(_BANDS))


def _neighbours(band: int) -> Iterable[int]:
    """Give a band and what differs from it in one bit."""
    return (band, *(band ^ (1 << bit) for bit in range(_BAND_BITS)))
