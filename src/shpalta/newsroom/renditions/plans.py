"""Which files are made of a picture: shapes, widths, formats, and how large a file may be."""

from dataclasses import dataclass
from enum import StrEnum

from shpalta.core.crops import Rectangle, Shape, Size

RECIPE = "1"
"""To be raised when the same picture is to be made otherwise: then all are made anew."""
MOST_BYTES = 120_000
"""How large a file may be that a reader waits for: the quality gives way until it is not larger."""
_NEAR = 1.15
"""By what a width must exceed the next smaller one to be worth a file."""


class Format(StrEnum):
    """The formats, by the ending of their files."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        """The media type (RFC 6838)."""
        return "image/jpeg" if self == Format.JPEG else f"image/{self}"


@dataclass(frozen=True, slots=True)
class Widths:
    """The widths of a shape's files in pixels: in the modern formats, and as a fallback.

    Fallbacks are what old browsers print, and what networks and search engines show.
    """

    modern: tuple[int, ...]
    fallback: tuple[int, ...]


WIDTHS: dict[Shape, Widths] = {
    # A phone of 390 at three dots a pixel asks for 1200; a large screen at two dots for 1600.
    Shape.WHOLE: Widths((400, 800, 1200, 1600), (800,)),
    Shape.WIDE: Widths((400, 800, 1200), (800, 1200)),
    Shape.CARD: Widths((240, 480, 800, 1200), (480,)),
    Shape.SQUARE: Widths((240, 480), (240, 1200)),
    Shape.CLASSIC: Widths((), (1200,)),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A shape of a picture that is to be made: the part of it, and the widths."""

    shape: Shape
    rectangle: Rectangle
    modern: tuple[int, ...]
    fallback: tuple[int, ...]

    @property
    def widest(self) -> int:
        """The largest width in pixels."""
        return max((*self.modern, *self.fallback))


def frame(shape: Shape, rectangle: Rectangle, size: Size) -> Frame:
    """Plan a shape of a picture of some size. Nothing is made larger than it is there."""
    there = max(1, round(rectangle.width * size[0]))
    widths = WIDTHS[shape]
    return Frame(shape, rectangle, _fitting(widths.modern, there), _fitting(widths.fallback, there))


def _fitting(widths: tuple[int, ...], there: int) -> tuple[int, ...]:
    fitting = tuple(width for width in widths if width <= there)
    if len(fitting) < len(widths) and (not fitting or there > fitting[-1] * _NEAR):
        return (*fitting, there)
    return fitting
