"""Scenes of the city's streets: trams, rain, snow, windows, bicycles."""

# A drawing is made of measures; a name for each would say no more than the number.
# ruff: noqa: PLR2004

from __future__ import annotations

import random
from collections.abc import Callable

from PIL import Image

from shpalta.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, Shade, mix
from shpalta.demo.drawing.motifs import (
    AMBER,
    BLUE,
    BRICK,
    CORAL,
    CREAM,
    INK,
    MINT,
    MOSS,
    NIGHT,
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    TEAL,
    glints,
    lamp,
    person,
    skyline,
    tree,
    windows,
)


def tram_dusk(rng: random.Random) -> Image.Image:
    """Draw a red tram on an avenue at dusk."""
    sheet = Canvas(rng, "#33365f", "#a4607a", "#f0a27c", "#f6cf9b")
    sheet.glow(1180, 520, 420, "#ffe2a8", 0.7)
    skyline(sheet, 640, 150, 330, "#6d4a6c")
    skyline(sheet, 690, 60, 230, PLUM, AMBER)
    sheet.gradient((0, 690, WIDTH, HEIGHT), "#4a3352", "#2b2340")
    for x in (300, 520, 1120, 1300):
        sheet.line([(800 + (x - 800) * 0.3, 690), (x * 1.6 - 480, HEIGHT)], ROSE, 3, 0.7)
    sheet.line([(0, 318), (WIDTH, 300)], INK, 2.5)
    _tram(sheet, 330, 400)
    for x in (110, 1450):
        lamp(sheet, x, 800, 380, INK, AMBER)
    for x, coat in ((1310, OCHRE), (1368, TEAL), (1200, CREAM)):
        person(sheet, x, 812, 150, coat, ROSE)
    sheet.stipple((0, 690, WIDTH, HEIGHT), Shade(NIGHT, "down", 0.55))
    return sheet.finish()


def _tram(sheet: Canvas, x: float, y: float) -> None:
    sheet.line([(x + 300, y), (x + 360, y - 50), (x + 310, y - 92)], INK, 5)
    sheet.box((x, y, x + 760, y + 350), CORAL, Shade(BRICK, "left", 0.8), radius=46)
    sheet.box((x + 8, y + 195, x + 752, y + 214), CREAM)
    sheet.box((x + 24, y - 8, x + 736, y + 18), BRICK, radius=10)
    for step in range(6):
        left = x + 34 + step * 104
        glass = (left, y + 48, left + 88, y + 178)
        sheet.box(glass, "#ffe6ac", Shade(OCHRE, "down", 0.6), radius=10)
        if step != 2:
            sheet.disc(left + 40, y + 128, 17, PLUM)
            sheet.box((left + 16, y + 143, left + 66, y + 178), PLUM, radius=14)
    sheet.box((x + 664, y + 44, x + 744, y + 190), "#ffe9bb", Shade(ROSE, "up", 0.5), radius=14)
    for left in (246, 560):
        sheet.box((x + left, y + 40, x + left + 92, y + 330), BRICK, radius=8)
        sheet.box((x + left + 8, y + 50, x + left + 42, y + 300), "#ffe6ac", radius=6)
        sheet.box((x + left + 50, y + 50, x + left + 84, y + 300), "#ffe6ac", radius=6)
    sheet.box((x + 20, y + 340, x + 740, y + 372), INK, radius=8)
    for left in (110, 200, 540, 630):
        sheet.disc(x + left, y + 366, 26, INK)
        sheet.disc(x + left, y + 366, 10, ROSE)
    sheet.glow(x + 770, y + 285, 120, "#fff0c4", 0.8)
    sheet.disc(x + 742, y + 285, 12, "#fff6dc")


def rain_street(rng: random.Random) -> Image.Image:
    """Draw umbrellas on a wet street in the evening."""
    sheet = Canvas(rng, "#1d3648", "#2f5a6a", "#7d9b98")
    skyline(sheet, 520, 180, 400, "#274a5b")
    skyline(sheet, 560, 110, 300, "#1a3242", AMBER)
    sheet.gradient((0, 560, WIDTH, HEIGHT), "#3a6270", "#152a3a")
    for x in (190, 620, 1080, 1460):
        lamp(sheet, x, 640, 330, NIGHT, AMBER)
        for step in range(12):
            half = rng.uniform(6, 30)
            y = 650 + step * 20
            sheet.box((x - half, y, x + half, y + 5), AMBER, opacity=0.55 - step * 0.035, radius=3)
    glints(sheet, (0, 590, WIDTH, HEIGHT), ["#5e8a92", "#9db9b0", "#264757"], 130)
    crowd = [(330, CORAL, 1.0), (520, MINT, 0.8), (800, OCHRE, 1.15), (1000, ROSE, 0.78)]
    for x, ink, size in [*crowd, (1250, CORAL, 0.95), (1390, CREAM, 0.72)]:
        _umbrella(sheet, x, 800 + (size - 1) * 150, size, ink)
    for _ in range(420):
        px, py = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        long = rng.uniform(16, 44)
        sheet.line([(px, py), (px - long * 0.22, py + long)], "#c9dcd6", 1, rng.choice([0.25, 0.4]))
    return sheet.finish()


def _umbrella(sheet: Canvas, x: float, foot: float, size: float, ink: str) -> None:
    tall = 210 * size
    person(sheet, x, foot, tall, NIGHT, ROSE)
    top, half = foot - tall * 1.18, tall * 0.52
    sheet.line([(x + 8, top), (x + 8, foot - tall * 0.5)], INK, 3)
    dome = [(x - half, top + half * 0.62)]
    for step in range(25):
        share = step / 24
        dome.append((x - half + 2 * half * share, top + half * 0.62 * (2 * share - 1) ** 2))
    for rib in range(4):
        right = x + half - rib * half / 2
        dome.append((right - half / 4, top + half * 0.5))
        dome.append((right - half / 2, top + half * 0.64))
    sheet.polygon(dome, ink, Shade(INK, "right", 0.6))
    for share in (0.25, 0.5, 0.75):
        sheet.line(
            [(x, top), (x - half + 2 * half * share, top + half * 0.62)], mix(ink, INK, 0.4), 1.5
        )


def winter_street(rng: random.Random) -> Image.Image:
    """Draw a steep old street under snow with lit windows."""
    sheet = Canvas(rng, "#27375e", "#5f6f98", "#b9a7b8", "#e8c9b7")
    skyline(sheet, 520, 40, 150, "#7f86a8")
    houses = [(-30, 250, 270, BRICK), (220, 330, 230, OCHRE), (430, 400, 190, TEAL)]
    houses += [(1360, 230, 280, PLUM), (1150, 320, 230, ROSE), (990, 400, 180, BLUE)]
    for x, top, wide, ink in reversed(houses):
        sheet.box((x, top, x + wide, 760), ink, Shade(INK, "left" if x > 800 else "right", 0.6))
        windows(sheet, (x + 26, top + 40, x + wide - 20, 700), wide / 3.3, 84, AMBER, 0.75)
        peak = [(x - 16, top + 6), (x + wide / 2, top - 96), (x + wide + 16, top + 6)]
        sheet.polygon(peak, "#f3eef0", Shade("#8f9cc4", "right", 0.6))
    road = [(640, 560), (960, 560), (1500, HEIGHT), (100, HEIGHT)]
    sheet.polygon(
        [(-5, 740), (640, 556), (960, 556), (1605, 740), (1605, 905), (-5, 905)], "#eceaf2"
    )
    sheet.polygon(road, "#d5d6e6", Shade("#8f9cc4", "down", 0.5))
    for x, foot, tall in ((690, 640, 170), (540, 740, 260), (1130, 740, 260)):
        lamp(sheet, x, foot, tall, INK, AMBER)
    for x, foot, tall, coat in ((800, 690, 90, CORAL), (850, 694, 70, TEAL), (700, 830, 150, PLUM)):
        person(sheet, x, foot, tall, coat, ROSE)
    for _ in range(520):
        size = rng.choice([1.5, 2, 2.6, 4])
        sheet.disc(rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), size, "#ffffff")
    return sheet.finish()


def apartment_windows(rng: random.Random) -> Image.Image:
    """Draw a wall of flats at night, each window its own life."""
    sheet = Canvas(rng, "#3a2f4e", "#2a2743")
    sheet.stipple((0, 0, WIDTH, HEIGHT), Shade(NIGHT, "right", 0.6))
    glass = ["#232a4a", "#232a4a", AMBER, OCHRE, CORAL, "#fbe3a6", MINT]
    for row in range(4):
        for column in range(7):
            x, y = 62 + column * 218, 44 + row * 214
            ink = rng.choice(glass)
            sheet.box((x - 9, y - 9, x + 177, y + 159), "#6b5470")
            sheet.box((x, y, x + 168, y + 150), ink, Shade(mix(ink, INK, 0.55), "down", 0.7))
            if ink != "#232a4a":
                _room(sheet, x, y, rng.randrange(5), mix(ink, INK, 0.72))
            sheet.box((x + 81, y, x + 87, y + 150), "#6b5470")
            sheet.box((x - 16, y + 159, x + 184, y + 171), "#83697f", Shade(INK, "down", 0.6))
    return sheet.finish()


def _room(sheet: Canvas, x: float, y: float, sort: int, ink: str) -> None:
    if sort == 0:
        sheet.polygon([(x, y), (x + 70, y), (x + 18, y + 150), (x, y + 150)], CREAM, opacity=0.6)
        sheet.polygon(
            [(x + 168, y), (x + 98, y), (x + 150, y + 150), (x + 168, y + 150)], CREAM, opacity=0.6
        )
    elif sort == 1:
        sheet.box((x + 106, y + 112, x + 148, y + 150), BRICK)
        for lean in (-30, -14, 2, 18, 32):
            sheet.line([(x + 127, y + 114), (x + 127 + lean, y + 58 + abs(lean))], MOSS, 7)
    elif sort == 2:
        sheet.disc(x + 50, y + 74, 22, ink)
        sheet.box((x + 16, y + 96, x + 84, y + 150), ink, radius=24)
    elif sort == 3:
        sheet.line([(x + 44, y), (x + 44, y + 40)], ink, 3)
        sheet.polygon([(x + 14, y + 70), (x + 32, y + 38), (x + 56, y + 38), (x + 74, y + 70)], ink)
        sheet.glow(x + 44, y + 80, 60, "#fff4cc", 0.5)
    else:
        sheet.oval((x + 92, y + 104, x + 156, y + 150), ink)
        sheet.disc(x + 104, y + 92, 17, ink)
        sheet.polygon([(x + 90, y + 88), (x + 92, y + 64), (x + 104, y + 78)], ink)
        sheet.polygon([(x + 104, y + 78), (x + 117, y + 64), (x + 119, y + 88)], ink)


def bicycle_lane(rng: random.Random) -> Image.Image:
    """Draw a cyclist on a lane between plane trees."""
    sheet = Canvas(rng, "#f7e3bd", "#f4d3a3", "#ecb985")
    sheet.disc(1230, 230, 120, "#fbeccb")
    skyline(sheet, 560, 60, 220, "#e0a878")
    for x in range(40, 1700, 230):
        tree(sheet, x, 640, 330 + rng.uniform(-30, 40), "#c98a3b", BRICK)
    sheet.gradient((0, 620, WIDTH, HEIGHT), MINT, "#6f9f8f")
    sheet.box((0, 690, WIDTH, 850), BRICK, Shade(PLUM, "down", 0.6))
    for x in range(-40, 1700, 190):
        sheet.polygon([(x, 766), (x + 96, 766), (x + 92, 776), (x - 4, 776)], CREAM)
    _bicycle(sheet, 700, 730)
    for _ in range(70):
        px, py = rng.uniform(0, WIDTH), rng.uniform(640, HEIGHT)
        sheet.oval((px, py, px + 14, py + 6), rng.choice([OCHRE, CORAL, AMBER]))
    return sheet.finish()


def _bicycle(sheet: Canvas, x: float, y: float) -> None:
    for wheel in (x - 130, x + 130):
        sheet.arc((wheel - 92, y - 92, wheel + 92, y + 92), 0, 360, INK, 8)
        sheet.arc((wheel - 80, y - 80, wheel + 80, y + 80), 0, 360, SAND, 2)
        sheet.disc(wheel, y, 9, INK)
    frame = [(x - 130, y), (x - 50, y - 128), (x + 88, y - 128), (x - 10, y), (x - 130, y)]
    sheet.line(frame, TEAL, 9)
    sheet.line([(x - 62, y - 150), (x - 10, y)], TEAL, 9)
    sheet.line([(x + 130, y), (x + 82, y - 172), (x + 128, y - 184)], TEAL, 9)
    sheet.box((x - 100, y - 164, x - 34, y - 150), INK, radius=7)
    sheet.line([(x - 64, y - 180), (x + 20, y - 110), (x - 4, y + 26), (x + 30, y + 28)], BLUE, 32)
    torso = [(x - 84, y - 170), (x - 6, y - 330), (x + 62, y - 300), (x - 10, y - 150)]
    sheet.polygon(torso, CORAL, Shade(BRICK, "left", 0.8))
    sheet.line([(x + 24, y - 296), (x + 66, y - 220), (x + 116, y - 192)], CORAL, 24)
    sheet.disc(x + 52, y - 356, 36, "#b8744f")
    sheet.polygon([(x + 8, y - 366), (x + 30, y - 402), (x + 78, y - 398), (x + 98, y - 366)], INK)
    for bar in range(3):
        sheet.line(
            [(x - 420, y - 190 + bar * 80), (x - 270 - bar * 20, y - 190 + bar * 80)], CREAM, 4
        )


Scene = Callable[[random.Random], Image.Image]

STREETS: dict[str, Scene] = {
    "tram-dusk": tram_dusk,
    "rain-street": rain_street,
    "winter-street": winter_street,
    "apartment-windows": apartment_windows,
    "bicycle-lane": bicycle_lane,
}
