"""Scenes of markets, kitchens, tables and school yards."""

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
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    SKY,
    TEAL,
    person,
    skyline,
    tree,
    windows,
)


def school_garden(rng: random.Random) -> Image.Image:
    """Draw children at raised beds before a school."""
    sheet = Canvas(rng, "#9fd0d2", "#d9e8cb", "#f7e9bf")
    sheet.box((180, 170, 1420, 620), "#eec48d", Shade(BRICK, "right", 0.5))
    sheet.polygon([(140, 180), (800, 40), (1460, 180)], CORAL, Shade(BRICK, "right", 0.8))
    windows(sheet, (240, 230, 1400, 560), 168, 170, SKY, 1)
    sheet.box((730, 430, 870, 620), TEAL, Shade(INK, "right", 0.6), radius=60)
    sheet.gradient((0, 610, WIDTH, HEIGHT), "#a5b960", "#6d8a44")
    for x in (60, 470, 880, 1290):
        sheet.box((x, 750, x + 290, 850), "#a8683c", Shade(INK, "down", 0.7), radius=6)
        sheet.box((x + 10, 742, x + 280, 766), "#4a3328")
        for step in range(8):
            px = x + 30 + step * 33
            tall = rng.uniform(40, 96)
            sheet.line([(px, 750), (px + 4, 750 - tall)], MOSS, 6)
            for leaf in (0.4, 0.7):
                sheet.oval((px - 20, 740 - tall * leaf, px, 752 - tall * leaf), LEAF)
                sheet.oval((px + 4, 732 - tall * leaf, px + 26, 746 - tall * leaf), LEAF)
            sheet.disc(
                px + 4,
                748 - tall,
                13,
                rng.choice([CORAL, AMBER, PLUM, ROSE]),
                Shade(INK, "down", 0.4),
            )
    for x, coat, tall in (
        (400, CORAL, 190),
        (810, AMBER, 170),
        (845, BLUE, 200),
        (1230, TEAL, 180),
    ):
        person(sheet, x, 860, tall, coat, "#d99c74")
    tree(sheet, 60, 640, 400, LEAF, MOSS)
    tree(sheet, 1540, 640, 430, LEAF, MOSS)
    return sheet.finish()


def coffee_window(rng: random.Random) -> Image.Image:
    """Draw a cup by a café window with the street behind."""
    sheet = Canvas(rng, "#7fa7ad", "#c9d5c2", "#efd9ae")
    skyline(sheet, 560, 180, 420, "#a9b2a4")
    skyline(sheet, 600, 90, 260, "#86756b", AMBER)
    for x in (260, 1130):
        tree(sheet, x, 650, 330, OCHRE, BRICK)
    for x, coat in ((480, CORAL), (900, TEAL), (980, PLUM)):
        person(sheet, x, 650, 170, coat, ROSE)
    sheet.stipple((0, 0, WIDTH, 700), Shade(CREAM, "up", 0.35))
    for x in (-20, 520, 1060, 1580):
        sheet.box((x, -5, x + 40, 700), "#3d2a2c")
    sheet.box((-5, -5, WIDTH + 5, 36), "#3d2a2c")
    sheet.box((-5, 660, WIDTH + 5, HEIGHT + 5), "#a8683c", Shade("#3d2a2c", "down", 0.8))
    sheet.box((-5, 660, WIDTH + 5, 682), "#c98953")
    sheet.oval((420, 790, 920, 880), "#5b3529", opacity=0.6)
    sheet.oval((420, 770, 900, 860), CREAM, Shade(SAND, "right", 0.9))
    sheet.arc((760, 590, 920, 760), 270, 110, CREAM, 30)
    cup = [(500, 560), (820, 560), (800, 720), (740, 810), (580, 810), (520, 720)]
    sheet.polygon(cup, CORAL, Shade(BRICK, "right", 0.9))
    sheet.oval((500, 530, 820, 596), CREAM)
    sheet.oval((518, 540, 802, 590), "#5b3529")
    sheet.oval((590, 552, 730, 580), SAND)
    for start in (580, 660, 740):
        steam = [(start + 22 * math.sin(step / 4 + start), 520 - step * 15) for step in range(18)]
        sheet.line(steam, CREAM, 10, 0.5)
    sheet.polygon(
        [(1060, 800), (1400, 770), (1480, 850), (1120, 884)], CREAM, Shade(SAND, "down", 0.7)
    )
    sheet.polygon(
        [(1090, 806), (1250, 792), (1290, 834), (1124, 850)], SKY, Shade(BLUE, "down", 0.7)
    )
    for line in range(4):
        sheet.line(
            [(1280 + line * 9, 792 + line * 16), (1400 + line * 14, 782 + line * 16)], INK, 4
        )
    return sheet.finish()


def _stall(sheet: Canvas, x: float, y: float, ink: str) -> None:
    sheet.box((x + 14, y + 80, x + 26, y + 440), INK)
    sheet.box((x + 434, y + 80, x + 446, y + 440), INK)
    sheet.box((x + 20, y + 110, x + 440, y + 300), mix(ink, INK, 0.7), Shade(INK, "up", 0.7))
    for step in range(8):
        left = x - 10 + step * 60
        colour = ink if step % 2 == 0 else CREAM
        top = [
            (x + 30 + step * 50, y),
            (x + 80 + step * 50, y),
            (left + 60, y + 110),
            (left, y + 110),
        ]
        sheet.polygon(top, colour, Shade(INK, "down", 0.25))
        sheet.oval((left, y + 92, left + 60, y + 130), colour)
    sheet.box((x, y + 290, x + 460, y + 440), "#8a5a3a", Shade(INK, "down", 0.7))
    for step, fruit in enumerate([CORAL, AMBER, MOSS, PLUM]):
        left = x + 10 + step * 112
        for row in range(3):
            for column in range(4 - row):
                px, py = left + 16 + column * 24 + row * 12, y + 282 - row * 18
                sheet.disc(px, py, 14, fruit, Shade(INK, "down", 0.6))
        sheet.box((left - 4, y + 288, left + 102, y + 336), "#c08a58", Shade(INK, "down", 0.5))


def market_stalls(rng: random.Random) -> Image.Image:
    """Draw striped awnings and crates of fruit on a market square."""
    sheet = Canvas(rng, SKY, "#cfe0da", CREAM)
    skyline(sheet, 470, 120, 280, "#c9a98d")
    skyline(sheet, 480, 60, 180, "#b08872", CREAM)
    sheet.gradient((0, 480, WIDTH, HEIGHT), SAND, "#b98f62")
    for x, ink in ((40, CORAL), (570, TEAL), (1100, OCHRE)):
        _stall(sheet, x, 330, ink)
    for x, coat, tall in (
        (520, PLUM, 300),
        (1075, BRICK, 290),
        (330, BLUE, 320),
        (1440, MOSS, 310),
    ):
        person(sheet, x, 880, tall, coat, "#b8744f")
    return sheet.finish()


def _loaf(sheet: Canvas, x: float, shelf: float, wide: float, crust: str, row: int) -> None:
    dark = mix(crust, "#3a2019", 0.55)
    if row == 1:
        tall = 190.0
        sheet.box(
            (x, shelf - tall, x + wide * 0.55, shelf), crust, Shade(dark, "right", 0.8), radius=30
        )
        for step in range(5):
            y = shelf - tall + 30 + step * 32
            sheet.line([(x + 10, y + 16), (x + wide * 0.45, y)], CREAM, 6)
        return
    tall = wide * 0.62
    sheet.oval((x, shelf - tall, x + wide, shelf + tall * 0.22), crust, Shade(dark, "down", 0.85))
    sheet.box((x - 2, shelf, x + wide + 2, shelf + 30), "#c98d52", Shade("#5b3529", "down", 0.8))
    for step in (-1, 0, 1):
        middle = x + wide / 2 + step * wide * 0.2
        sheet.line(
            [(middle - 10, shelf - tall * 0.5), (middle + 12, shelf - tall * 0.84)], CREAM, 6
        )


def bakery_loaves(rng: random.Random) -> Image.Image:
    """Draw bread on a bakery's shelves in morning light."""
    sheet = Canvas(rng, "#7a4a35", "#5b3529")
    sheet.glow(800, 60, 900, "#ffd58a", 0.55)
    for row, y in enumerate((270, 520, 770)):
        sheet.box((40, y, 1560, y + 30), "#c98d52", Shade("#5b3529", "down", 0.8), radius=4)
        x = 110.0
        while x < 1450:
            crust = rng.choice(["#c77a34", "#d99445", "#b3652c", "#e3ab5e"])
            wide = rng.uniform(120, 190) if row != 1 else rng.uniform(86, 120)
            if x + wide > 1530:
                break
            _loaf(sheet, x, y, wide, crust, row)
            x += wide + rng.uniform(14, 28)
    sheet.stipple((0, 0, 420, HEIGHT), Shade("#3a2019", "left", 0.6))
    sheet.stipple((1180, 0, WIDTH, HEIGHT), Shade("#3a2019", "right", 0.6))
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

MARKET: dict[str, Scene] = {
    "coffee-window": coffee_window,
    "school-garden": school_garden,
    "bakery-loaves": bakery_loaves,
    "market-stalls": market_stalls,
}
