"""An advertisement's image: a cup of coffee before a river at sunrise, in any size."""

from PIL import Image, ImageDraw

_SKY, _SUN, _RIVER, _SHORE = "#f4c88a", "#fff1c9", "#5f8ea0", "#2f4a57"
_CUP, _SHADE, _COFFEE = "#fbf7ef", "#d9cfbd", "#5b3a29"
_SCALE = 4
"""Drawn larger and reduced: that smooths the edges."""


def draw_advert(width: int, height: int) -> Image.Image:
    """Draw it in a size in pixels."""
    wide, high = width * _SCALE, height * _SCALE
    image = Image.new("RGB", (wide, high), _SKY)
    pen = ImageDraw.Draw(image)
    unit = min(wide, high) / 10
    horizon = high * 0.55
    sun_x = wide * 0.72
    pen.ellipse((sun_x - 2 * unit, horizon - 2 * unit, sun_x + 2 * unit, horizon + 2 * unit), _SUN)
    pen.rectangle((0, horizon, wide, high), _RIVER)
    for place in range(1, 6):
        y = horizon + place * unit * 0.6
        pen.line(
            (sun_x - (6 - place) * unit * 0.5, y, sun_x + (6 - place) * unit * 0.5, y), _SUN, 6
        )
    pen.rectangle((0, high - unit, wide, high), _SHORE)
    _cup(pen, wide * 0.3, high - unit, unit)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _cup(pen: ImageDraw.ImageDraw, x: float, bottom: float, unit: float) -> None:
    """Draw the cup, standing at `bottom` with its middle at `x`."""
    top = bottom - 4.4 * unit
    pen.ellipse(
        (x + 1.3 * unit, top + unit, x + 3.4 * unit, top + 3.2 * unit), None, _CUP, int(unit / 2)
    )
    corners = [(x - 2.2 * unit, top), (x + 2.2 * unit, top)]
    corners += [(x + 1.5 * unit, bottom), (x - 1.5 * unit, bottom)]
    pen.polygon(corners, _CUP)
    pen.polygon([corners[1], corners[2], (x + 0.6 * unit, bottom), (x + unit, top)], _SHADE)
    pen.ellipse((x - 2.2 * unit, top - 0.6 * unit, x + 2.2 * unit, top + 0.6 * unit), _CUP)
    pen.ellipse((x - 1.9 * unit, top - 0.4 * unit, x + 1.9 * unit, top + 0.4 * unit), _COFFEE)
    for shift in (-0.8, 0.4):
        start = x + shift * unit
        for bend, side in ((0, 90), (1, -90)):
            box_top = top - (2 + bend) * unit
            box = (start - unit / 2, box_top, start + unit / 2, box_top + unit)
            pen.arc(box, side, side + 180, "#fffaf0", int(unit / 5))
