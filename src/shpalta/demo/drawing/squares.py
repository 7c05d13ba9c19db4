"""Scenes of everyday life: stations, squares, parks, cafés, maps."""

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
    MINT,
    NIGHT,
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    SKY,
    TEAL,
    lamp,
    person,
    skyline,
    stars,
    tree,
)


def train_station(rng: random.Random) -> Image.Image:
    """Draw a train waiting under a station's glass roof."""
    sheet = Canvas(rng, "#f6dfb4", "#efc592")
    sheet.glow(800, 300, 620, "#fff6da", 0.9)
    for rib in range(7):
        x = -60 + rib * 287
        sheet.arc((x - 560, 40 + abs(rib - 3) * 10, x + 560, 1200), 180, 360, "#7d5a4c", 10)
    for rib in range(9):
        sheet.line([(800, 20), (rib * 200, 500)], "#a97f63", 3)
    sheet.box((-5, 486, WIDTH + 5, 520), "#b98b6a")
    sheet.polygon(
        [(-5, 905), (-5, 700), (640, 520), (820, 520), (760, 905)],
        "#c9a47e",
        Shade(BRICK, "down", 0.6),
    )
    sheet.polygon(
        [(820, 520), (1605, 700), (1605, 905), (760, 905)], "#5a4b54", Shade(NIGHT, "down", 0.7)
    )
    sheet.polygon([(772, 905), (818, 520), (826, 520), (800, 905)], AMBER)
    _train(sheet)
    _station_clock(sheet)
    for x, foot, tall, coat in (
        (180, 850, 300, CORAL),
        (430, 760, 220, BLUE),
        (600, 660, 150, OCHRE),
        (680, 600, 100, PLUM),
    ):
        person(sheet, x, foot, tall, coat, "#b8744f")
        sheet.box(
            (x + tall * 0.2, foot - tall * 0.28, x + tall * 0.44, foot),
            BRICK,
            Shade(INK, "right", 0.6),
            radius=6,
        )
    return sheet.finish()


def _station_clock(sheet: Canvas) -> None:
    sheet.disc(350, 250, 92, INK)
    sheet.disc(350, 250, 80, CREAM)
    for tick in range(12):
        angle = tick * math.pi / 6
        sheet.line(
            [
                (350 + 62 * math.cos(angle), 250 + 62 * math.sin(angle)),
                (350 + 74 * math.cos(angle), 250 + 74 * math.sin(angle)),
            ],
            INK,
            5,
        )
    sheet.line([(350, 250), (350, 194)], INK, 6)
    sheet.line([(350, 250), (390, 272)], CORAL, 6)
    sheet.box((345, -5, 355, 160), INK)


def _train(sheet: Canvas) -> None:
    side = [(905, 300), (1605, 80), (1605, 800), (905, 560)]
    sheet.polygon(side, TEAL, Shade(INK, "right", 0.6))
    sheet.polygon([(905, 470), (1605, 540), (1605, 590), (905, 490)], AMBER)
    for step in range(4):
        t0, t1 = 0.12 + step * 0.22, 0.28 + step * 0.22
        quad = []
        for t, share in ((t0, 0.2), (t1, 0.2), (t1, 0.55), (t0, 0.55)):
            px = 905 + 700 * t
            top, low = 300 - 220 * t, 560 + 240 * t
            quad.append((px, top + (low - top) * share))
        sheet.polygon(quad, "#fbe7b6", Shade(SKY, "down", 0.6))
    front = [(905, 300), (860, 330), (845, 420), (850, 540), (905, 566)]
    sheet.polygon(front, mix(TEAL, INK, 0.3))
    sheet.polygon([(896, 336), (868, 352), (860, 430), (896, 434)], "#fbe7b6")
    sheet.disc(868, 500, 11, "#fffbe0")
    sheet.glow(868, 500, 110, "#fff4c8", 0.7)


def clock_tower(rng: random.Random) -> Image.Image:
    """Draw the town hall's clock tower above evening roofs."""
    sheet = Canvas(rng, "#23416b", "#5f7fa0", "#eab68a", "#f6d7a3")
    for x, y, size in (
        (260, 230, 9),
        (330, 200, 8),
        (390, 250, 9),
        (1250, 170, 10),
        (1320, 210, 8),
    ):
        sheet.line([(x - 2 * size, y - size), (x, y), (x + 2 * size, y - size)], INK, 4)
    skyline(sheet, 800, 130, 300, "#a97a6c")
    sheet.box((640, 260, 960, 905), "#e6c593", Shade(BRICK, "right", 0.8))
    sheet.box((616, 250, 984, 284), CREAM, Shade(BRICK, "right", 0.5))
    sheet.box((616, 600, 984, 628), CREAM, Shade(BRICK, "right", 0.5))
    sheet.polygon([(626, 252), (700, 130), (900, 130), (974, 252)], TEAL, Shade(INK, "right", 0.8))
    sheet.box((730, 60, 870, 134), "#e6c593", Shade(BRICK, "right", 0.8))
    sheet.polygon([(716, 64), (800, -60), (884, 64)], TEAL, Shade(INK, "right", 0.8))
    sheet.disc(800, 440, 136, INK)
    sheet.disc(800, 440, 120, "#fdf3d6", Shade(AMBER, "down", 0.6))
    for tick in range(12):
        angle = tick * math.pi / 6
        sheet.line(
            [
                (800 + 94 * math.cos(angle), 440 + 94 * math.sin(angle)),
                (800 + 110 * math.cos(angle), 440 + 110 * math.sin(angle)),
            ],
            INK,
            8,
        )
    sheet.line([(800, 440), (800, 356)], INK, 9)
    sheet.line([(800, 440), (856, 478)], INK, 12)
    sheet.disc(800, 440, 13, CORAL)
    for x in (690, 780, 870):
        sheet.box((x, 680, x + 44, 790), AMBER, Shade(BRICK, "down", 0.6), radius=22)
    skyline(sheet, 905, 60, 190, PLUM, AMBER)
    return sheet.finish()


def park_lamps(rng: random.Random) -> Image.Image:
    """Draw a park avenue lit by lamps after sunset."""
    sheet = Canvas(rng, "#182a4f", "#3a4f7c", "#9c7f93")
    stars(sheet, (0, 0, WIDTH, 330), CREAM, 110)
    skyline(sheet, 520, 60, 190, "#4a4a77", AMBER)
    sheet.gradient((0, 515, WIDTH, HEIGHT), "#355a55", "#152c36")
    sheet.polygon(
        [(770, 515), (830, 515), (1290, 905), (310, 905)], "#c9a98d", Shade(NIGHT, "down", 0.7)
    )
    for depth in range(6):
        near = (depth / 5) ** 1.6
        foot = 530 + near * 330
        for side in (-1, 1):
            x = 800 + side * (90 + near * 620)
            tree(sheet, x, foot, 150 + near * 520, mix("#5d7a6b", TEAL, near), "#16323a")
            lamp(sheet, 800 + side * (52 + near * 430), foot, 80 + near * 260, NIGHT, AMBER)
    for x, foot, tall, coat in (
        (780, 640, 90, CORAL),
        (814, 642, 84, MINT),
        (900, 800, 190, OCHRE),
    ):
        person(sheet, x, foot, tall, coat, ROSE)
    sheet.box((520, 770, 700, 784), BRICK)
    sheet.box((520, 724, 700, 738), BRICK)
    for x in (536, 674):
        sheet.box((x, 724, x + 10, 826), INK)
    return sheet.finish()


def _hive(sheet: Canvas, x: float, foot: float, ink: str) -> None:
    for level in range(3):
        top = foot - 100 - level * 96
        sheet.box((x, top, x + 210, top + 92), ink, Shade(INK, "right", 0.55), radius=5)
        sheet.box((x + 80, top + 26, x + 130, top + 40), mix(ink, INK, 0.5), radius=7)
    sheet.box((x - 12, foot - 316, x + 222, foot - 288), CREAM, Shade(INK, "right", 0.4), radius=5)
    sheet.box((x + 40, foot - 20, x + 170, foot - 8), INK, radius=6)
    for leg in (x + 16, x + 176):
        sheet.box((leg, foot, leg + 20, foot + 44), "#5b4238")


def beehives_roof(rng: random.Random) -> Image.Image:
    """Draw painted hives on a flat roof above the city."""
    sheet = Canvas(rng, "#8fc3cc", "#d4e2c4", "#f8e3ad")
    skyline(sheet, 600, 130, 330, "#c7ae92")
    skyline(sheet, 620, 60, 220, "#a98975", CREAM)
    sheet.box((-5, 610, WIDTH + 5, 650), "#7d5a4f", Shade(INK, "down", 0.6))
    sheet.gradient((0, 650, WIDTH, HEIGHT), "#c7a37f", "#8f6a54")
    for x, ink in ((120, CORAL), (420, AMBER), (720, TEAL), (1020, ROSE)):
        _hive(sheet, x, 800, ink)
    sheet.box((1330, 430, 1470, 760), CREAM, Shade(SAND, "right", 0.9), radius=50)
    sheet.box((1350, 740, 1392, 860), CREAM)
    sheet.box((1408, 740, 1450, 860), CREAM)
    sheet.oval((1290, 350, 1510, 396), OCHRE, Shade(BRICK, "down", 0.6))
    sheet.box((1340, 300, 1460, 376), OCHRE, radius=34)
    sheet.box((1342, 390, 1458, 466), "#6b6257", opacity=0.75, radius=30)
    sheet.line([(1345, 480), (1250, 590), (1190, 560)], CREAM, 38)
    sheet.box((1130, 470, 1210, 590), AMBER, Shade(BRICK, "down", 0.6), radius=6)
    for _ in range(60):
        px, py = rng.uniform(60, 1300), rng.uniform(300, 700)
        sheet.oval((px - 8, py - 7, px + 2, py + 1), CREAM, opacity=0.8)
        sheet.oval((px - 7, py - 4, px + 9, py + 5), INK)
        sheet.box((px - 1, py - 4, px + 3, py + 5), AMBER)
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

SQUARES: dict[str, Scene] = {
    "beehives-roof": beehives_roof,
    "train-station": train_station,
    "clock-tower": clock_tower,
    "park-lamps": park_lamps,
}
