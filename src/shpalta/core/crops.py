"""How a picture is cut to the shapes that pages print, around what matters in it.

Rectangles are in parts of the picture: 0 is its left or upper edge, 1 the other one.
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The shapes in which pictures are printed."""

    WHOLE = "whole"
    WIDE = "16x9"
    CLASSIC = "4x3"
    SQUARE = "1x1"
    CARD = "card"


RATIOS: dict[Shape, tuple[int, int]] = {
    Shape.WIDE: (16, 9),
    Shape.CLASSIC: (4, 3),
    Shape.SQUARE: (1, 1),
    Shape.CARD: (3, 2),
}
"""Width to height of the shapes that cut something off; the whole picture has its own."""

Size = tuple[int, int]
"""Width and height in pixels, both above 0."""

MIDDLE = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A part of a picture."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0

    def in_pixels(self, size: Size) -> tuple[float, float, float, float]:
        """Give left, upper, right and lower edge in a picture of some size."""
        width, height = size
        return (
            self.left * width,
            self.top * height,
            min(self.left + self.width, 1.0) * width,
            min(self.top + self.height, 1.0) * height,
        )


EVERYTHING = Rectangle()


def largest(shape: Shape, size: Size) -> tuple[float, float]:
    """Give width and height (parts of the picture) of the largest cut of a shape."""
    if shape == Shape.WHOLE:
        return 1.0, 1.0
    across, down = RATIOS[shape]
    # How wide the shape is in parts of the picture's width when it is as high as the picture.
    width = across * size[1] / (down * size[0])
    return (width, 1.0) if width <= 1 else (1.0, 1 / width)


def cut(shape: Shape, size: Size, focus: tuple[float, float] = MIDDLE) -> Rectangle:
    """Cut the largest part of a shape whose middle is as near to the focus as the edges let it."""
    width, height = largest(shape, size)
    return Rectangle(_placed(focus[0], width), _placed(focus[1], height), width, height)


def cut_by_hand(shape: Shape, size: Size, *, left: float, top: float, width: float) -> Rectangle:
    """Give the rectangle that somebody drew, moved and shrunk as little as keeps it inside."""
    most_width, most_height = largest(shape, size)
    width = min(max(width, 0.0), most_width)
    height = most_height * width / most_width
    return Rectangle(_inside(left, width), _inside(top, height), width, height)


def _placed(middle: float, length: float) -> float:
    return _inside(middle - length / 2, length)


def _inside(start: float, length: float) -> float:
    return min(max(start, 0.0), 1.0 - length)
