"""Scenes of energy: wind, sun, water, wires, heat and batteries."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image

from shpalta.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, Point, Shade
from shpalta.demo.drawing.motifs import (
    AMBER,
    BRICK,
    CORAL,
    CREAM,
    INK,
    LEAF,
    NIGHT,
    PLUM,
    ROSE,
    SKY,
    TEAL,
    cloud,
    fir,
    glints,
    hills,
    person,
    stars,
)


def wind_turbines(rng: random.Random) -> Image.Image:
    """Draw white turbines on layered green hills."""
    sheet = Canvas(rng, "#5fa3b5", "#a9d0c6", "#f5e5b8")
    sheet.disc(300, 250, 84, "#fdf3d2")
    cloud(sheet, 1180, 170, 360, CREAM, "#a9cbc6")
    hills(sheet, 600, 60, "#8fb59b")
    for x, foot, size, turn in ((420, 590, 0.5, 0.3), (860, 590, 0.45, 1.1), (1330, 600, 0.5, 0.7)):
        _turbine(sheet, x, foot, size, turn)
    hills(sheet, 680, 66, "#5f9077", Shade(TEAL, "down", 0.6))
    for x, foot, size, turn in ((180, 690, 0.85, 0.9), (1060, 690, 0.9, 0.1)):
        _turbine(sheet, x, foot, size, turn)
    hills(sheet, 790, 60, "#33695a", Shade("#173c3a", "down", 0.8))
    _turbine(sheet, 640, 840, 1.35, 0.55)
    _turbine(sheet, 1440, 850, 1.2, 1.5)
    hills(sheet, 860, 24, "#1c4340", Shade(INK, "down", 0.6))
    return sheet.finish()


def _turbine(sheet: Canvas, x: float, foot: float, size: float, turn: float) -> None:
    hub = foot - 440 * size
    sheet.polygon(
        [(x - 5 * size, hub), (x + 5 * size, hub), (x + 12 * size, foot), (x - 12 * size, foot)],
        CREAM,
        Shade(SKY, "right", 0.9),
    )
    for blade in range(3):
        angle = turn + blade * 2 * math.pi / 3
        along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
        outline = [(0, 7), (40, 17), (215, 2), (215, -2), (0, -7)]
        points = [
            (x + size * (a * along[0] + b * across[0]), hub + size * (a * along[1] + b * across[1]))
            for a, b in outline
        ]
        sheet.polygon(points, "#fdf8ea", Shade(SKY, "down", 0.5))
    sheet.disc(x, hub, 13 * size, "#fdf8ea")
    sheet.disc(x, hub, 6 * size, CORAL)


def solar_field(rng: random.Random) -> Image.Image:
    """Draw rows of solar panels facing a low sun."""
    sheet = Canvas(rng, "#f08d5b", "#f7b872", "#fbe0a3")
    sheet.glow(1120, 330, 480, "#fff4cf", 0.95)
    sheet.disc(1120, 330, 96, "#fffaea")
    hills(sheet, 450, 34, "#c9805f")
    hills(sheet, 480, 26, "#9a6a55", Shade(PLUM, "down", 0.5))
    sheet.gradient((0, 490, WIDTH, HEIGHT), "#a79a55", "#4f6237")
    for row in range(6):
        near = (row / 5) ** 1.6
        y, tall = 508 + near * 250, 15 + near * 74
        wide = 120 + near * 320
        x = -wide * (0.2 + 0.35 * (row % 2))
        while x < WIDTH + wide:
            _panel(sheet, x, y, wide, tall, near)
            x += wide * 1.16
    for _ in range(180):
        x, y = rng.uniform(0, WIDTH), rng.uniform(640, HEIGHT)
        sheet.line([(x, y), (x + rng.uniform(-5, 5), y - rng.uniform(8, 22))], LEAF, 2)
    return sheet.finish()


def _panel(sheet: Canvas, x: float, y: float, wide: float, tall: float, near: float) -> None:
    lean = tall * 0.35
    sheet.line(
        [(x + wide * 0.5, y + tall * 0.6), (x + wide * 0.5, y + tall * 1.4)], INK, 3 + 6 * near
    )
    face = [(x + lean, y), (x + wide + lean, y), (x + wide, y + tall), (x, y + tall)]
    sheet.polygon(face, "#294d78", Shade("#e9a06a", "up", 0.3))
    for step in range(1, 6):
        share = step / 6
        sheet.line([(x + lean + wide * share, y), (x + wide * share, y + tall)], SKY, 0.8 + near)
    for share in (0.33, 0.66):
        edge = x + lean * (1 - share)
        sheet.line([(edge, y + tall * share), (edge + wide, y + tall * share)], SKY, 0.8 + near)
    sheet.line([*face, face[0]], CREAM, 1 + 2 * near)


def power_substation(rng: random.Random) -> Image.Image:
    """Draw pylons and wires leaving a substation at dusk."""
    sheet = Canvas(rng, "#1f2c56", "#5b4b7c", "#d0766b", "#f5b976")
    stars(sheet, (0, 0, WIDTH, 260), CREAM, 70)
    hills(sheet, 640, 40, "#6c4a66")
    for size, x in ((0.45, 830), (0.62, 1010), (0.9, 1230)):
        _pylon(sheet, x, 650 + size * 40, size)
    hills(sheet, 715, 22, "#43355a", Shade(NIGHT, "down", 0.6))
    _pylon(sheet, 1490, 790, 1.45)
    for near, far in (
        ((1294, 304), (1108, 306)),
        ((1490, 120), (1230, 260)),
        ((1686, 304), (1352, 306)),
    ):
        sheet.line(_hanging(near, far), INK, 2.5)
    sheet.box((-5, 780, WIDTH + 5, HEIGHT + 5), "#29243f", Shade(NIGHT, "down", 0.7))
    for x in (80, 300, 520):
        _transformer(sheet, x, 800)
    person(sheet, 770, 850, 150, AMBER, ROSE)
    sheet.disc(770, 706, 17, CORAL)
    return sheet.finish()


def _hanging(start: Point, end: Point) -> list[Point]:
    """Give the points of a wire that sags between two insulators."""
    points = []
    for step in range(21):
        t = step / 20
        x = start[0] + (end[0] - start[0]) * t
        points.append((x, start[1] + (end[1] - start[1]) * t + 130 * t * (1 - t)))
    return points


def _pylon(sheet: Canvas, x: float, foot: float, size: float) -> None:
    tall, wide = 480 * size, 70 * size
    stroke = 5 * size + 1
    top = foot - tall
    for side in (-1, 1):
        sheet.line(
            [(x + side * wide, foot), (x + side * wide * 0.3, top + tall * 0.3), (x, top)],
            INK,
            stroke,
        )
    for step in range(5):
        low, high = 1 - step * 0.14, 1 - (step + 1) * 0.14
        sheet.line(
            [
                (x - wide * low, foot - tall * step * 0.14),
                (x + wide * high, foot - tall * (step + 1) * 0.14),
            ],
            INK,
            stroke * 0.5,
        )
        sheet.line(
            [
                (x + wide * low, foot - tall * step * 0.14),
                (x - wide * high, foot - tall * (step + 1) * 0.14),
            ],
            INK,
            stroke * 0.5,
        )
    for level, spread in ((0.12, 100), (0.3, 135)):
        y, half = top + tall * level, spread * size
        sheet.polygon([(x - half, y), (x, y - 22 * size), (x + half, y), (x, y + 8 * size)], INK)
        for side in (-1, 1):
            sheet.box(
                (x + side * half - 3 * size, y, x + side * half + 3 * size, y + 30 * size), AMBER
            )


def _transformer(sheet: Canvas, x: float, foot: float) -> None:
    sheet.box((x, foot - 150, x + 170, foot + 20), "#7d8a93", Shade(INK, "right", 0.8), radius=6)
    for step in range(7):
        sheet.box((x + 14 + step * 22, foot - 128, x + 24 + step * 22, foot - 6), "#4c5966")
    for step in range(3):
        left = x + 26 + step * 48
        for ring in range(5):
            sheet.oval(
                (left - 6, foot - 178 - ring * 16, left + 22, foot - 160 - ring * 16),
                CORAL,
                Shade(BRICK, "right", 0.8),
            )
        sheet.disc(left + 8, foot - 248, 8, CREAM)


def battery_hall(rng: random.Random) -> Image.Image:
    """Draw a hall of grid batteries with green lights."""
    sheet = Canvas(rng, "#15304a", "#234f66", "#3a7480")
    for step in range(9):
        sheet.box((step * 190 - 30, 20, step * 190 + 90, 34), CREAM, radius=6)
        sheet.glow(step * 190 + 30, 30, 190, "#cfeee0", 0.35)
    sheet.polygon(
        [(560, 430), (1040, 430), (1900, 905), (-300, 905)], "#5c8a8c", Shade(NIGHT, "down", 0.5)
    )
    for depth in range(5):
        near = (depth + 1) / 5
        for side in (-1, 1):
            _battery(
                sheet, 800 + side * (170 + near**1.6 * 520), 430 + near**1.6 * 400, near**1.3, side
            )
    person(sheet, 800, 640, 190, AMBER, ROSE)
    sheet.disc(800, 466, 20, CREAM)
    return sheet.finish()


def _battery(sheet: Canvas, x: float, foot: float, near: float, side: int) -> None:
    half, tall = 40 + 150 * near, 120 + 520 * near
    face = (x - half, foot - tall, x + half, foot)
    sheet.box(
        face,
        "#e9efe4",
        Shade("#2c5a6a", "left" if side > 0 else "right", 0.85),
        radius=6 * near + 2,
    )
    for row in range(6):
        top = foot - tall + tall * (0.08 + row * 0.15)
        sheet.box((x - half * 0.78, top, x + half * 0.3, top + tall * 0.09), "#1d3d52", radius=3)
        for light in range(3):
            ink = sheet.rng.choice(["#7fe0a2", "#7fe0a2", AMBER])
            sheet.disc(x + half * (0.46 + light * 0.17), top + tall * 0.045, 2 + 5 * near, ink)


def hydro_dam(rng: random.Random) -> Image.Image:
    """Draw a small dam with white water below it."""
    sheet = Canvas(rng, "#79b6c4", "#c4dfd3", "#f0ecd0")
    hills(sheet, 300, 70, "#7fa088")
    for x in range(0, 1640, 58):
        fir(sheet, x, 400 + rng.uniform(-10, 20), rng.uniform(110, 210), "#3f7261", "#1f4742")
    sheet.gradient((0, 385, WIDTH, 440), "#3c8a94", "#2b6f7d")
    sheet.box((-5, 425, WIDTH + 5, 470), "#efe6cf", Shade(INK, "down", 0.4))
    for step in range(6):
        x = 60 + step * 260
        sheet.box((x - 70, 430, x + 10, 740), "#d8ccb0", Shade("#5a5f63", "right", 0.8))
        sheet.box(
            (x - 66, 340, x + 6, 440),
            CORAL if step % 2 else TEAL,
            Shade(INK, "right", 0.6),
            radius=4,
        )
        fall = [(x + 10, 470), (x + 190, 470), (x + 204, 760), (x - 4, 760)]
        sheet.polygon(fall, "#a9d6da", Shade("#2b6f7d", "up", 0.6))
        for _ in range(22):
            px = rng.uniform(x + 16, x + 184)
            y = rng.uniform(480, 640)
            sheet.line([(px, y), (px + rng.uniform(-4, 4), y + rng.uniform(40, 110))], "#f4fbf6", 3)
    sheet.gradient((0, 745, WIDTH, HEIGHT), "#4c9ba3", "#16505f")
    for _ in range(150):
        px, py = rng.uniform(0, WIDTH), rng.uniform(725, 800)
        sheet.disc(px, py, rng.uniform(6, 30), "#f4fbf6", opacity=rng.choice([0.5, 0.8, 1]))
    glints(sheet, (0, 800, WIDTH, HEIGHT), ["#bfe2e0", "#2b6f7d", "#f4fbf6"], 100)
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

POWER: dict[str, Scene] = {
    "wind-turbines": wind_turbines,
    "solar-field": solar_field,
    "power-substation": power_substation,
    "battery-hall": battery_hall,
    "hydro-dam": hydro_dam,
}
