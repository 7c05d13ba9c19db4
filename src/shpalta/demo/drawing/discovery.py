"""Scenes of science: laboratories, telescopes, orbits, archives of seeds and data."""

# A drawing is made of measures; a name for each would say no more than the number.
# ruff: noqa: PLR2004

from __future__ import annotations

import math
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
    LEAF,
    MOSS,
    NIGHT,
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    SKY,
    TEAL,
    fir,
    hills,
    person,
    stars,
)


def lab_glassware(rng: random.Random) -> Image.Image:
    """Draw flasks with coloured liquids on a laboratory bench."""
    sheet = Canvas(rng, "#f3e6cc", "#e7cfa6")
    sheet.box((-5, 120, WIDTH + 5, 140), "#c99d6b")
    for x in range(60, 1600, 96):
        tall = rng.uniform(40, 92)
        ink = rng.choice([TEAL, CORAL, OCHRE, PLUM, BLUE])
        sheet.box((x, 120 - tall, x + 58, 120), ink, Shade(INK, "right", 0.6), radius=8)
        sheet.box((x + 16, 120 - tall - 16, x + 42, 120 - tall + 4), INK, radius=4)
    sheet.box((-5, 720, WIDTH + 5, HEIGHT + 5), "#2c5561", Shade(INK, "down", 0.8))
    sheet.box((-5, 704, WIDTH + 5, 728), "#4b7c84")
    for x, size, ink in ((250, 1.0, CORAL), (1010, 1.25, TEAL)):
        _round_flask(sheet, x, 704, size, ink)
    for x, size, ink in ((590, 1.2, AMBER), (1370, 0.95, PLUM)):
        _cone_flask(sheet, x, 704, size, ink)
    for step in range(4):
        x = 744 + step * 34
        sheet.box((x, 470, x + 24, 690), CREAM, radius=12)
        sheet.box((x, 540 + step * 22, x + 24, 690), [CORAL, OCHRE, TEAL, BLUE][step], radius=12)
    sheet.box((730, 560, 886, 580), "#a8683c")
    sheet.box((730, 660, 886, 704), "#a8683c", Shade(INK, "down", 0.6))
    sheet.line([(250, 330), (250, 250), (430, 250), (590, 300), (590, 350)], INK, 5)
    return sheet.finish()


def _round_flask(sheet: Canvas, x: float, foot: float, size: float, ink: str) -> None:
    r = 130 * size
    middle = foot - r
    sheet.box(
        (x - 30 * size, middle - r * 2, x + 30 * size, middle), "#fbf6ea", Shade(SKY, "right", 0.7)
    )
    sheet.disc(x, middle, r, "#fbf6ea", Shade(SKY, "right", 0.7))
    level = []
    for step in range(41):
        angle = math.pi * step / 40
        level.append((x + (r - 10) * math.cos(angle), middle + (r - 10) * math.sin(angle)))
    sheet.polygon(level, ink, Shade(mix(ink, INK, 0.6), "right", 0.9))
    sheet.oval((x - r + 10, middle - 16, x + r - 10, middle + 16), mix(ink, CREAM, 0.35))
    sheet.box(
        (x - 42 * size, middle - r * 2 - 8, x + 42 * size, middle - r * 2 + 10), CREAM, radius=8
    )
    for _ in range(9):
        bubble = sheet.rng.uniform(4, 12)
        sheet.disc(
            x + sheet.rng.uniform(-70, 70) * size,
            middle + sheet.rng.uniform(24, 90) * size,
            bubble,
            mix(ink, CREAM, 0.5),
        )
    sheet.arc(
        (x - r * 0.8, middle - r * 0.8, x + r * 0.8, middle + r * 0.8), 200, 250, "#ffffff", 8
    )


def _cone_flask(sheet: Canvas, x: float, foot: float, size: float, ink: str) -> None:
    glass = [
        (x - 28, -300),
        (x + 28, -300),
        (x + 28, -200),
        (x + 130, 0),
        (x - 130, 0),
        (x - 28, -200),
    ]
    sheet.polygon(
        [(x + (px - x) * size, foot + y * size) for px, y in glass],
        "#fbf6ea",
        Shade(SKY, "right", 0.7),
    )
    liquid = [(x - 80, -110), (x + 80, -110), (x + 122, -8), (x - 122, -8)]
    sheet.polygon(
        [(x + (px - x) * size, foot + y * size) for px, y in liquid],
        ink,
        Shade(mix(ink, INK, 0.6), "right", 0.9),
    )
    sheet.oval(
        (x - 80 * size, foot - 124 * size, x + 80 * size, foot - 96 * size), mix(ink, CREAM, 0.35)
    )
    sheet.box((x - 40 * size, foot - 308 * size, x + 40 * size, foot - 292 * size), CREAM, radius=8)
    for mark in range(4):
        y = foot - (30 + mark * 36) * size
        sheet.line([(x + 20 * size, y), (x + 60 * size, y)], CREAM, 4)


def observatory_stars(rng: random.Random) -> Image.Image:
    """Draw an observatory dome under the Milky Way."""
    sheet = Canvas(rng, "#0d1430", "#1d2c5c", "#3b4f86", "#8a86a5")
    for _ in range(26):
        t = rng.uniform(-0.1, 1.1)
        sheet.glow(
            300 + t * 1150,
            720 - t * 760,
            rng.uniform(90, 210),
            rng.choice(["#8fa3d8", ROSE, "#d7c9ea"]),
            0.22,
        )
    stars(sheet, (0, 0, WIDTH, 640), CREAM, 380)
    for _ in range(420):
        t, off = rng.uniform(-0.1, 1.1), rng.gauss(0, 70)
        sheet.disc(
            300 + t * 1150 + off, 720 - t * 760 + off * 0.8, rng.choice([0.7, 1, 1.6]), "#fff6e0"
        )
    for x, y in ((1240, 150), (520, 210), (900, 90)):
        sheet.glow(x, y, 30, CREAM, 0.9)
        sheet.disc(x, y, 3.4, "#ffffff")
    hills(sheet, 690, 50, "#27335e")
    hills(sheet, 760, 40, "#182248", Shade(NIGHT, "down", 0.6))
    _dome(sheet)
    for x in (60, 150, 230, 1010, 1120, 1260, 1390, 1500):
        fir(sheet, x, 830, rng.uniform(150, 290), "#141d3d", NIGHT)
    person(sheet, 960, 810, 110, CORAL, ROSE)
    sheet.box((-5, 806, WIDTH + 5, HEIGHT + 5), "#0f1733")
    return sheet.finish()


def _dome(sheet: Canvas) -> None:
    sheet.box((420, 560, 860, 780), "#c8c3cf", Shade(NIGHT, "right", 0.9))
    sheet.box((404, 540, 876, 570), "#8f8ca6")
    dome = [
        (640 + 226 * math.cos(math.pi * s / 40), 545 - 226 * math.sin(math.pi * s / 40))
        for s in range(41)
    ]
    sheet.polygon(dome, "#e9e2df", Shade("#3b4472", "right", 0.9))
    slit = [(690, 340), (760, 362), (790, 545), (670, 545)]
    sheet.polygon(slit, NIGHT)
    sheet.polygon(
        [(690, 540), (770, 520), (846, 300), (784, 278)], CORAL, Shade(PLUM, "right", 0.8)
    )
    sheet.oval((776, 266, 856, 312), SAND)
    sheet.box((500, 640, 560, 780), AMBER, radius=10)
    sheet.glow(530, 710, 150, AMBER, 0.5)


def satellite_orbit(rng: random.Random) -> Image.Image:
    """Draw a small satellite above the curve of the Earth."""
    sheet = Canvas(rng, "#0b1029", "#16204a", "#2b3a78")
    stars(sheet, (0, 0, WIDTH, 620), CREAM, 260)
    sheet.glow(800, 2150, 1800, "#7fc4e0", 0.8)
    sheet.disc(800, 2080, 1500, "#2f86a6", Shade("#12325e", "right", 0.5))
    for _ in range(15):
        x, y = rng.uniform(100, 1500), rng.uniform(690, 890)
        wide = rng.uniform(80, 240)
        if math.hypot(x - 800, y - 2080) < 1450:
            sheet.oval(
                (x - wide, y - 14, x + wide, y + 18),
                rng.choice(["#8fb97a", "#b7c987", "#5f9a78"]),
                Shade(MOSS, "down", 0.6),
            )
            sheet.oval((x - wide * 0.5, y - 26, x + wide * 0.7, y - 10), CREAM, opacity=0.85)
    _solar_wings(sheet)
    sheet.polygon(
        [(726, 226), (860, 196), (884, 380), (748, 414)], OCHRE, Shade(BRICK, "right", 0.9)
    )
    sheet.polygon([(860, 196), (912, 218), (934, 396), (884, 380)], BRICK)
    sheet.disc(812, 300, 44, INK)
    sheet.disc(812, 300, 28, SKY, Shade(NIGHT, "down", 0.8))
    sheet.line([(800, 205), (776, 100)], CREAM, 4)
    sheet.disc(776, 96, 10, CORAL)
    sheet.polygon([(820, 420), (640, 800), (1080, 800)], "#bfe6e0", opacity=0.14)
    return sheet.finish()


def _solar_wings(sheet: Canvas) -> None:
    for side in (-1, 1):
        for step in range(3):
            left = 800 + side * (150 + step * 150) - 66
            top = 300 - side * (150 + step * 150) * 0.22
            cell = [
                (left, top - 60),
                (left + 132, top - 60 - 29 * 1),
                (left + 132, top + 60 - 29),
                (left, top + 60),
            ]
            sheet.polygon(cell, BLUE, Shade(NIGHT, "down", 0.6))
            for line in range(1, 4):
                x = left + line * 33
                sheet.line([(x, top - 60 - line * 7), (x, top + 60 - line * 7)], SKY, 2)
            sheet.line([*cell, cell[0]], SAND, 4)


def greenhouse_night(rng: random.Random) -> Image.Image:
    """Draw a lit greenhouse full of plants at night."""
    sheet = Canvas(rng, "#131c3b", "#22386a", "#3a5a82")
    stars(sheet, (0, 0, WIDTH, 340), CREAM, 130)
    sheet.glow(800, 560, 820, "#ffb7c9", 0.5)
    sheet.box((-5, 770, WIDTH + 5, HEIGHT + 5), "#16263f", Shade(NIGHT, "down", 0.7))
    house = [(180, 780), (180, 420), (800, 180), (1420, 420), (1420, 780)]
    sheet.polygon(house, "#f7c6c0", Shade("#d9729a", "down", 0.7))
    for row, y in enumerate((600, 690, 780)):
        for x in range(220 + row * 16, 1400, 58):
            tall = rng.uniform(70, 150)
            ink = rng.choice([MOSS, TEAL, LEAF, "#2f5a3f"])
            for lean in (-1, 0, 1):
                tip = (x + lean * tall * 0.34, y - tall * (1 - abs(lean) * 0.25))
                sheet.polygon(
                    [
                        (x - 8, y),
                        (tip[0] - 7, tip[1] + tall * 0.4),
                        tip,
                        (tip[0] + 9, tip[1] + tall * 0.4),
                        (x + 8, y),
                    ],
                    ink,
                )
            if rng.random() < 0.4:
                sheet.disc(x, y - tall * 0.6, 10, CORAL)
        sheet.box((200, y, 1400, y + 16), "#7b4a4f")
    for x in range(180, 1421, 155):
        top = 420 - (620 - abs(800 - x)) * 240 / 620
        sheet.line([(x, 780), (x, top)], CREAM, 5)
    sheet.line([(180, 420), (1420, 420)], CREAM, 5)
    sheet.line([*house, house[0]], CREAM, 9)
    for x in range(300, 1400, 200):
        sheet.box((x - 60, 446, x + 60, 458), "#ff8fb4", radius=6)
        sheet.glow(x, 470, 150, "#ffd0de", 0.5)
    person(sheet, 1500, 830, 190, BLUE, ROSE)
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

DISCOVERY: dict[str, Scene] = {
    "lab-glassware": lab_glassware,
    "observatory-stars": observatory_stars,
    "satellite-orbit": satellite_orbit,
    "greenhouse-night": greenhouse_night,
}
