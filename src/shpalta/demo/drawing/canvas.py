"""A printmaker's canvas: flat inks, stippled shading and paper grain over Pillow.

Scenes are drawn in a coordinate space of 1600 by 900 units at twice that size in pixels and
reduced at the end, which smooths every edge. All chance comes from the generator that is given.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops, ImageColor, ImageDraw

WIDTH, HEIGHT = 1600, 900
_SCALE = 2

Side = Literal["left", "right", "up", "down"]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
Pencil = Callable[[ImageDraw.ImageDraw, "int | tuple[int, int, int]"], None]


@dataclass(frozen=True)
class Shade:
    """Stippled shading inside a shape, densest ``towards`` one side; ``amount`` is 0..1."""

    ink: str
    towards: Side = "down"
    amount: float = 0.7


def rgb(ink: str) -> tuple[int, int, int]:
    """Give the red, green and blue values of a ``#rrggbb`` ink."""
    return ImageColor.getcolor(ink, "RGB")[:3]  # type: ignore[index,return-value]


def mix(first: str, second: str, share: float) -> str:
    """Mix two inks; ``share`` 0 gives the first, 1 the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Canvas:
    """A sheet of 1600 by 900 units that is printed on shape by shape."""

    def __init__(self, rng: random.Random, *inks: str) -> None:
        """Cover the sheet with a vertical gradient through ``inks``, top to bottom."""
        self.rng = rng
        self._size = (WIDTH * _SCALE, HEIGHT * _SCALE)
        self._image = Image.new("RGB", self._size)
        grain = Image.frombytes("L", (WIDTH, HEIGHT), rng.randbytes(WIDTH * HEIGHT))
        self._fine_grain = grain
        self._grain = grain.resize(self._size, Image.Resampling.NEAREST)
        self.gradient((0, 0, WIDTH, HEIGHT), *inks)

    def gradient(self, box: Box, *inks: str) -> None:
        """Fill a box with a smooth vertical gradient through ``inks``."""
        strip = Image.new("RGB", (1, max(len(inks), 2)))
        for row in range(strip.height):
            strip.putpixel((0, row), rgb(inks[min(row, len(inks) - 1)]))
        left, top, right, bottom = self._pixels(box)
        tall = strip.resize((1, bottom - top), Image.Resampling.BILINEAR)
        self._image.paste(tall.resize((right - left, bottom - top)), (left, top))

    def polygon(
        self, points: Sequence[Point], ink: str, shade: Shade | None = None, opacity: float = 1
    ) -> None:
        """Print a filled polygon."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self._print(
            lambda pen, fill: pen.polygon(scaled, fill=fill),
            (min(xs), min(ys), max(xs), max(ys)),
            ink,
            shade,
            opacity,
        )

    def box(
        self,
        box: Box,
        ink: str,
        shade: Shade | None = None,
        opacity: float = 1,
        radius: float = 0,
    ) -> None:
        """Print a rectangle, with round corners when ``radius`` is given."""
        left, top, right, bottom = (value * _SCALE for value in box)
        if right < left or bottom < top:
            return
        self._print(
            lambda pen, fill: pen.rounded_rectangle(
                (left, top, right, bottom), radius * _SCALE, fill=fill
            ),
            box,
            ink,
            shade,
            opacity,
        )

    def oval(self, box: Box, ink: str, shade: Shade | None = None, opacity: float = 1) -> None:
        """Print an ellipse that fills the box."""
        left, top, right, bottom = (value * _SCALE for value in box)
        self._print(
            lambda pen, fill: pen.ellipse((left, top, right, bottom), fill=fill),
            box,
            ink,
            shade,
            opacity,
        )

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        ink: str,
        shade: Shade | None = None,
        opacity: float = 1,
    ) -> None:
        """Print a circle around a point."""
        self.oval((x - radius, y - radius, x + radius, y + radius), ink, shade, opacity)

    def line(self, points: Sequence[Point], ink: str, width: float = 3, opacity: float = 1) -> None:
        """Print a line of constant width with round joints."""
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        thick = max(1, round(width * _SCALE))
        self._print(
            lambda pen, fill: pen.line(scaled, fill=fill, width=thick, joint="curve"),
            (min(xs) - width, min(ys) - width, max(xs) + width, max(ys) + width),
            ink,
            None,
            opacity,
        )

    def arc(self, box: Box, start: float, end: float, ink: str, width: float = 3) -> None:
        """Print part of an ellipse's outline; angles in degrees, clockwise from three o'clock."""
        left, top, right, bottom = (value * _SCALE for value in box)
        ImageDraw.Draw(self._image).arc(
            (left, top, right, bottom), start, end, fill=rgb(ink), width=round(width * _SCALE)
        )

    def glow(self, x: float, y: float, radius: float, ink: str, strength: float = 0.6) -> None:
        """Print a soft round light that fades to nothing at ``radius``."""
        side = round(radius * 2 * _SCALE)
        fade = ImageChops.invert(Image.radial_gradient("L")).point(
            lambda value: max(0, value - 75) / 180 * 255 * strength
        )
        corner = (round((x - radius) * _SCALE), round((y - radius) * _SCALE))
        self._image.paste(rgb(ink), corner, fade.resize((side, side)))

    def stipple(self, box: Box, shade: Shade) -> None:
        """Stipple a whole box, as for mist, dusk or a floor's shadow."""
        self._print(_nothing, box, shade.ink, shade, 1)

    def finish(self, grain: float = 0.16) -> Image.Image:
        """Reduce to 1600 by 900 pixels and let the paper's grain show through."""
        image = self._image.reduce(_SCALE)
        paper = Image.merge("RGB", (self._fine_grain,) * 3)
        return Image.blend(image, ImageChops.soft_light(image, paper), grain * 2)

    def _pixels(self, box: Box) -> tuple[int, int, int, int]:
        left, top, right, bottom = box
        return (
            max(0, math.floor(left * _SCALE)),
            max(0, math.floor(top * _SCALE)),
            min(self._size[0], math.ceil(right * _SCALE) + 1),
            min(self._size[1], math.ceil(bottom * _SCALE) + 1),
        )

    def _print(
        self, pencil: Pencil, box: Box, ink: str, shade: Shade | None, opacity: float
    ) -> None:
        if shade is None and opacity >= 1:
            pencil(ImageDraw.Draw(self._image), rgb(ink))
            return
        bounds = self._pixels(box)
        if bounds[2] <= bounds[0] or bounds[3] <= bounds[1]:
            return
        mask = Image.new("L", self._size)
        pencil(ImageDraw.Draw(mask), round(255 * opacity))
        mask = mask.crop(bounds)
        self._image.paste(rgb(ink), bounds, mask)
        if shade is not None:
            if mask.getbbox() is None:
                mask = Image.new("L", mask.size, 255)
            self._image.paste(rgb(shade.ink), bounds, self._stippled(mask, bounds, box, shade))

    def _stippled(
        self, mask: Image.Image, bounds: tuple[int, int, int, int], box: Box, shade: Shade
    ) -> Image.Image:
        turned = {
            "down": None,
            "up": Image.Transpose.FLIP_TOP_BOTTOM,
            "right": Image.Transpose.ROTATE_90,
            "left": Image.Transpose.ROTATE_270,
        }[shade.towards]
        ramp = Image.linear_gradient("L")
        ramp = ramp if turned is None else ramp.transpose(turned)
        ramp = ramp.point(lambda value: value * shade.amount)
        # The ramp spans the whole shape, also the part that lies off the sheet.
        whole = [round(value * _SCALE) for value in box]
        ramp = ramp.resize(
            mask.size,
            box=_seen_part(bounds, (whole[0], whole[1], whole[2], whole[3])),
        )
        dots = ImageChops.subtract(ramp, self._grain.crop(bounds))
        return ImageChops.multiply(mask, dots.point(lambda value: 255 if value else 0))


def _nothing(pen: ImageDraw.ImageDraw, fill: int | tuple[int, int, int]) -> None:
    """Print no shape of its own: what is shaded is the whole box."""


def _seen_part(
    bounds: tuple[int, int, int, int], whole: tuple[int, int, int, int]
) -> tuple[float, float, float, float]:
    """Give the part of a 256-pixel ramp over ``whole`` that falls into ``bounds``."""
    wide, high = max(1, whole[2] - whole[0]), max(1, whole[3] - whole[1])
    cut = (
        (bounds[0] - whole[0]) / wide * 256,
        (bounds[1] - whole[1]) / high * 256,
        (bounds[2] - whole[0]) / wide * 256,
        (bounds[3] - whole[1]) / high * 256,
    )
    left, top = min(max(cut[0], 0), 255), min(max(cut[1], 0), 255)
    return (left, top, max(left + 1, min(cut[2], 256)), max(top + 1, min(cut[3], 256)))
