"""Scenes of the river and the land around the city."""

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
    SKY,
    TEAL,
    cloud,
    crane,
    fir,
    glints,
    hills,
    lamp,
    person,
    skyline,
    tree,
    wave,
    windows,
)


def river_morning(rng: random.Random) -> Image.Image:
    """Draw mist over a wide river at sunrise."""
    sheet = Canvas(rng, "#f3b28b", "#f8d3a4", "#fdeccb")
    sheet.glow(1050, 400, 520, "#fff6d8", 0.9)
    sheet.disc(1050, 390, 92, "#fff3cf")
    hills(sheet, 450, 40, "#d7a58d")
    hills(sheet, 500, 46, "#a77d80", Shade("#f8d3a4", "down", 0.7))
    for x in range(-20, 1640, 62):
        if not 880 < x < 1230:
            fir(sheet, x, 575, rng.uniform(80, 190), "#5c5670", PLUM)
    sheet.gradient((0, 560, WIDTH, HEIGHT), "#f3cfa5", "#7c9fa6", "#2e5d72")
    for step in range(26):
        half = rng.uniform(30, 110)
        y = 566 + step * 12
        sheet.box(
            (1050 - half, y, 1050 + half, y + 4), "#fff3cf", opacity=0.8 - step * 0.02, radius=2
        )
    glints(sheet, (0, 600, WIDTH, HEIGHT), ["#a9c4bd", "#5f8b98", "#f6d9b0"], 120)
    _rowing_boat(sheet, 470, 720, 1.0)
    for x in (1380, 1430, 1490, 1530, 1575):
        sheet.line([(x, HEIGHT), (x + rng.uniform(-30, 10), 640)], MOSS, 6)
        sheet.oval((x - 18, 600, x - 4, 680), BRICK)
    sheet.stipple((0, 500, WIDTH, 600), Shade(CREAM, "down", 0.4))
    return sheet.finish()


def _rowing_boat(sheet: Canvas, x: float, y: float, size: float) -> None:
    hull = [(x - 170 * size, y), (x + 170 * size, y), (x + 116 * size, y + 52 * size)]
    hull += [(x - 116 * size, y + 52 * size)]
    sheet.box((x - 150 * size, y + 52 * size, x + 150 * size, y + 62 * size), "#23475a")
    sheet.polygon(hull, BRICK, Shade(INK, "down", 0.7))
    sheet.line([(x - 172 * size, y), (x + 172 * size, y)], CREAM, 6 * size)
    sheet.box(
        (x - 34 * size, y - 92 * size, x + 28 * size, y), TEAL, Shade(INK, "left", 0.6), radius=22
    )
    sheet.disc(x - 2 * size, y - 116 * size, 24 * size, "#b8744f")
    sheet.line(
        [(x, y - 64 * size), (x + 100 * size, y - 20 * size), (x + 250 * size, y + 60 * size)],
        INK,
        6,
    )


def bridge_arches(rng: random.Random) -> Image.Image:
    """Draw an old stone bridge of five arches and its reflection."""
    sheet = Canvas(rng, "#86b3b8", "#cfdcc4", "#f5dfb2")
    cloud(sheet, 330, 170, 330, "#f6efdc", "#b8cdc6")
    cloud(sheet, 1240, 120, 260, "#f6efdc", "#b8cdc6")
    skyline(sheet, 520, 80, 240, "#c98f6f")
    skyline(sheet, 540, 30, 150, "#b0694f", CREAM)
    sheet.gradient((0, 540, WIDTH, HEIGHT), "#5d969b", "#1f5561")
    sheet.box((-5, 400, WIDTH + 5, 640), "#d9b98a", Shade(BRICK, "down", 0.55))
    sheet.box((-5, 384, WIDTH + 5, 412), "#efd9ae")
    for step in range(41):
        sheet.box((step * 40, 350, step * 40 + 8, 388), "#efd9ae")
    sheet.box((-5, 344, WIDTH + 5, 354), "#efd9ae")
    for step in range(5):
        _arch(sheet, 30 + step * 316)
    for x, coat, tall in ((300, CORAL, 84), (345, TEAL, 78), (930, PLUM, 84), (1330, OCHRE, 80)):
        person(sheet, x, 386, tall, coat, "#b8744f")
    for x in (120, 760, 1400):
        lamp(sheet, x, 386, 150, INK, AMBER)
    glints(sheet, (0, 650, WIDTH, HEIGHT), ["#86b3b8", "#f5dfb2", "#2f6a75"], 170)
    return sheet.finish()


def _arch(sheet: Canvas, x: float) -> None:
    middle, half, spring = x + 138, 118, 640
    opening = [
        (
            middle + half * math.cos(turn * math.pi / 24),
            spring - 190 * math.sin(turn * math.pi / 24),
        )
        for turn in range(25)
    ]
    ring = [
        (
            middle + (half + 18) * math.cos(turn * math.pi / 24),
            spring - 210 * math.sin(turn * math.pi / 24),
        )
        for turn in range(25)
    ]
    sheet.polygon(ring, "#efd9ae")
    sheet.polygon(opening, "#3f7d86", Shade("#1b3f4c", "up", 0.9))
    mirror = [(px, 2 * spring - py) for px, py in opening]
    sheet.polygon(mirror, "#2b626d", Shade("#1b4250", "down", 0.6))
    sheet.box((middle + half, 600, middle + half + 80, 690), "#c29a6c", Shade(BRICK, "right", 0.7))


def ferry_crossing(rng: random.Random) -> Image.Image:
    """Draw a small white ferry in the middle of the river."""
    sheet = Canvas(rng, "#9ad0cf", "#d5e6cf", "#f4ecd0")
    cloud(sheet, 420, 150, 380, CREAM, "#bcd6cf")
    cloud(sheet, 1180, 220, 300, CREAM, "#bcd6cf")
    hills(sheet, 420, 50, "#9fb98d", Shade(MOSS, "down", 0.5))
    for x in range(20, 1600, 75):
        tree(sheet, x + rng.uniform(-20, 20), 470, rng.uniform(90, 160), "#6f8f5b", MOSS)
    sheet.gradient((0, 465, WIDTH, HEIGHT), "#4c9a9c", "#1a5566")
    glints(sheet, (0, 480, WIDTH, HEIGHT), ["#7fbdb8", "#d5e6cf", "#2c7078"], 190)
    sheet.polygon(
        [(380, 720), (1240, 720), (1330, 610), (300, 610)], CREAM, Shade(BLUE, "down", 0.6)
    )
    sheet.polygon([(380, 720), (1240, 720), (1262, 690), (358, 690)], BRICK)
    sheet.box((430, 500, 1180, 612), "#fbf6e6", Shade(SKY, "right", 0.6), radius=14)
    for x in range(470, 1110, 84):
        sheet.box((x, 530, x + 56, 580), TEAL, Shade(INK, "up", 0.5), radius=10)
    sheet.box((560, 410, 960, 502), "#fbf6e6", Shade(SKY, "right", 0.6), radius=12)
    sheet.box((590, 432, 930, 472), BLUE, Shade(INK, "up", 0.5), radius=8)
    sheet.box((1010, 380, 1080, 502), CORAL, Shade(BRICK, "right", 0.8), radius=8)
    sheet.box((1010, 410, 1080, 430), CREAM)
    for x, y, size in ((1060, 330, 40), (1110, 276, 54), (1190, 230, 66)):
        sheet.disc(x, y, size, CREAM, opacity=0.75)
    sheet.line([(760, 410), (760, 320)], INK, 4)
    sheet.polygon([(763, 322), (830, 340), (763, 360)], AMBER)
    sheet.polygon([*wave(240, 1400, 724, 6, 6), (1400, 760), (240, 760)], "#2c7078")
    for left, right in ((150, 470), (560, 900), (1010, 1480)):
        sheet.box((left, 732, right, 740), CREAM, opacity=0.8, radius=4)
    return sheet.finish()


def old_castle(rng: random.Random) -> Image.Image:
    """Draw a ruined castle on a hill above the town."""
    sheet = Canvas(rng, "#2b4a63", "#6d8a8f", "#e8bf8c", "#f4d9a5")
    sheet.disc(360, 360, 96, "#fbe6b8")
    hills(sheet, 560, 50, "#8d8674")
    crag = [(560, 700), (760, 520), (900, 470), (1320, 460), (1460, 560), (1640, 720), (1640, 905)]
    sheet.polygon([*crag, (420, 905)], "#5d6a4c", Shade(INK, "right", 0.8))
    wall = "#a98a6a"
    sheet.box((880, 330, 1340, 480), wall, Shade(INK, "right", 0.7))
    for x, top, wide in ((840, 200, 110), (1080, 270, 90), (1290, 160, 130)):
        sheet.box((x, top, x + wide, 490), mix(wall, CREAM, 0.15), Shade(INK, "right", 0.8))
        for step in range(int(wide // 30)):
            sheet.box(
                (x + step * 32, top - 20, x + step * 32 + 18, top + 4), mix(wall, CREAM, 0.15)
            )
        sheet.box((x + wide / 2 - 8, top + 50, x + wide / 2 + 8, top + 96), INK, radius=8)
    sheet.polygon([(1276, 146), (1355, 20), (1434, 146)], BRICK, Shade(INK, "right", 0.8))
    sheet.line([(1355, 24), (1355, -30)], INK, 4)
    sheet.box((960, 390, 1030, 482), INK, radius=34)
    for _ in range(46):
        px, py = rng.uniform(500, 1600), rng.uniform(640, 880)
        tree(sheet, px, py, rng.uniform(70, 130), "#7c7b45", "#384634")
    hills(sheet, 810, 28, "#33402f", Shade(NIGHT, "down", 0.6))
    for x in range(30, 700, 105):
        sheet.box((x, 770 + x % 40, x + 84, 860), "#4a3a3d")
        sheet.polygon(
            [(x - 8, 772 + x % 40), (x + 42, 720 + x % 40), (x + 92, 772 + x % 40)], BRICK
        )
        windows(sheet, (x + 12, 792 + x % 40, x + 80, 856), 28, 36, AMBER, 0.7)
    return sheet.finish()


def orchard_rows(rng: random.Random) -> Image.Image:
    """Draw rows of apple trees running to the horizon."""
    sheet = Canvas(rng, "#f4e2b6", "#f7d48f", "#f0b36c")
    sheet.disc(800, 300, 110, "#fdf0cc")
    hills(sheet, 370, 34, "#b7a65e")
    hills(sheet, 410, 20, "#93924b", Shade(MOSS, "down", 0.5))
    sheet.gradient((0, 420, WIDTH, HEIGHT), "#b5b257", "#6d7c38")
    for step in range(-7, 8):
        sheet.polygon(
            [(800 + step * 22, 420), (800 + step * 300 - 60, 905), (800 + step * 300 + 60, 905)],
            "#8c9446",
        )
    for depth in range(9):
        near = (depth / 8) ** 1.7
        foot = 440 + near * 420
        for side in range(-6, 7):
            if side == 0:
                continue
            x = 800 + (side - 0.5 * (1 if side > 0 else -1)) * (40 + near * 420)
            if -150 < x < 1750:
                _apple_tree(sheet, x, foot, 60 + near * 330)
    sheet.box((716, 800, 884, 872), "#a8683c", Shade(INK, "down", 0.7), radius=6)
    for column in range(6):
        sheet.disc(732 + column * 27, 798, 17, CORAL, Shade(BRICK, "right", 0.8))
    return sheet.finish()


def _apple_tree(sheet: Canvas, x: float, foot: float, tall: float) -> None:
    tree(sheet, x, foot, tall, LEAF, "#3f5a2e")
    for _ in range(9):
        dx, dy = sheet.rng.uniform(-0.3, 0.32), sheet.rng.uniform(0.4, 0.86)
        sheet.disc(x + tall * dx, foot - tall * dy, tall * 0.026, CORAL)


def cranes_wetland(rng: random.Random) -> Image.Image:
    """Draw cranes over a marsh under a big pale sun."""
    sheet = Canvas(rng, "#e9b7a0", "#f2d3b0", "#f3e6c8")
    sheet.disc(560, 330, 170, "#f0805f", Shade("#f2d3b0", "down", 0.9))
    hills(sheet, 520, 26, "#b49a94")
    hills(sheet, 560, 20, "#8a7d80", Shade(PLUM, "down", 0.5))
    sheet.gradient((0, 580, WIDTH, HEIGHT), "#d9b9a1", "#6f8f90", "#33596a")
    glints(sheet, (0, 600, WIDTH, HEIGHT), ["#f2d3b0", "#93a8a2", "#4f7580"], 140)
    for step in range(11):
        x, y = 940 + step * 54, 220 + abs(step - 4) * 30
        span = 34 + rng.uniform(-4, 6)
        sheet.polygon([(x - span, y - 16), (x, y + 3), (x + span, y - 20), (x, y + 11)], INK)
        sheet.line([(x - 6, y + 6), (x + 30, y + 12)], INK, 3)
    for x, y, size in ((380, 800, 1.0), (560, 770, 0.8), (1120, 830, 1.15)):
        crane(sheet, x, y, size)
    for _ in range(150):
        px = rng.choice([rng.uniform(0, 300), rng.uniform(1260, 1600), rng.uniform(0, 1600)])
        tall = rng.uniform(50, 190) * (1 if px < 300 or px > 1260 else 0.4)
        sheet.line(
            [(px, HEIGHT), (px + rng.uniform(-24, 24), HEIGHT - tall)],
            rng.choice([MOSS, "#3c4a35", OCHRE]),
            4,
        )
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

RIVERSIDE: dict[str, Scene] = {
    "river-morning": river_morning,
    "bridge-arches": bridge_arches,
    "ferry-crossing": ferry_crossing,
    "old-castle": old_castle,
    "orchard-rows": orchard_rows,
    "cranes-wetland": cranes_wetland,
}
