"""Scenes of sport and games."""

# A drawing is made of measures; a name for each would say no more than the number.
# ruff: noqa: PLR2004

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image

from shpalta.demo.drawing.canvas import HEIGHT, WIDTH, Canvas, Point, Shade, mix
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
    SKY,
    TEAL,
    person,
    skyline,
)


def football_pitch(rng: random.Random) -> Image.Image:
    """Draw a football pitch under floodlights."""
    sheet = Canvas(rng, "#16264a", "#2f5577", "#6f9d9a")
    sheet.polygon([(-5, 330), (1605, 330), (1605, 480), (-5, 480)], "#253a5e")
    for row in range(7):
        for column in range(90):
            ink = rng.choice([CORAL, CREAM, OCHRE, TEAL, ROSE, NIGHT, NIGHT])
            sheet.disc(10 + column * 18 + row % 2 * 9, 344 + row * 19, 6.5, mix(ink, NIGHT, 0.25))
    sheet.box((-5, 468, WIDTH + 5, 500), CREAM)
    for step in range(8):
        sheet.box((step * 210 - 20, 470, step * 210 + 120, 498), [CORAL, TEAL, OCHRE][step % 3])
    for stripe in range(9):
        y0, y1 = 500 + (stripe / 9) ** 1.5 * 405, 500 + ((stripe + 1) / 9) ** 1.5 * 405
        sheet.box((-5, y0, WIDTH + 5, y1 + 1), "#3f8a5b" if stripe % 2 else "#4f9d66")
    sheet.line([(800, 500), (800, 905)], CREAM, 5)
    sheet.arc((560, 590, 1040, 790), 0, 360, CREAM, 5)
    sheet.line([(0, 505), (1600, 505)], CREAM, 4)
    players = [(420, 640, 130, CORAL), (650, 740, 165, CORAL), (980, 660, 135, CREAM)]
    for x, foot, tall, coat in [
        *players,
        (1240, 780, 180, CREAM),
        (1130, 590, 105, CORAL),
        (250, 800, 185, CREAM),
    ]:
        sheet.oval((x - tall * 0.3, foot - 8, x + tall * 0.3, foot + 10), "#2d6a48")
        person(sheet, x, foot, tall, coat, "#b8744f")
    sheet.disc(790, 716, 17, "#fdf8ea", Shade(INK, "down", 0.7))
    for x in (110, 1490):
        sheet.box((x - 9, 90, x + 9, 470), INK)
        sheet.box((x - 90, 40, x + 90, 130), INK, radius=8)
        for row in range(2):
            for lamp in range(4):
                sheet.disc(x - 66 + lamp * 44, 64 + row * 42, 15, "#fffbe6")
        sheet.glow(x, 85, 420, "#fff6cf", 0.7)
    return sheet.finish()


def swim_lanes(rng: random.Random) -> Image.Image:
    """Draw swimmers in their lanes seen from above."""
    sheet = Canvas(rng, "#5cc0c4", "#3f9fb4")
    for _ in range(230):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT)
        wide = rng.uniform(30, 90)
        sheet.arc(
            (x, y, x + wide, y + wide * 0.4),
            200,
            340,
            rng.choice(["#86d6d2", "#7fd0d0", "#2f8aa3"]),
            3,
        )
    for lane in range(6):
        y = lane * 180
        for step in range(68):
            ink = CORAL if step % 8 < 4 else CREAM
            sheet.oval((step * 24, y - 9, step * 24 + 21, y + 9), ink, Shade(INK, "down", 0.5))
        sheet.box((0, y + 86, WIDTH, y + 96), "#2f7f9b", opacity=0.5)
    for lane, (x, cap) in enumerate(
        ((1080, CORAL), (760, AMBER), (1270, INK), (560, CREAM), (930, PLUM))
    ):
        _swimmer(sheet, x, lane * 180 + 90, cap)
    sheet.stipple((0, 0, WIDTH, HEIGHT), Shade("#1f5f86", "left", 0.4))
    return sheet.finish()


def _swimmer(sheet: Canvas, x: float, y: float, cap: str) -> None:
    skin = sheet.rng.choice(["#d99c74", "#b8744f", "#e8b48c"])
    for _ in range(34):
        px = x - 190 - abs(sheet.rng.gauss(0, 80))
        sheet.disc(px, y + sheet.rng.gauss(0, 20), sheet.rng.uniform(3, 11), CREAM, opacity=0.8)
    sheet.line([(x - 90, y - 12), (x - 200, y - 16)], skin, 22)
    sheet.line([(x - 90, y + 12), (x - 200, y + 20)], skin, 22)
    sheet.box((x - 130, y - 31, x + 4, y + 31), cap, Shade(INK, "down", 0.5), radius=28)
    sheet.box((x - 50, y - 33, x + 10, y + 33), skin, Shade(BRICK, "down", 0.5), radius=26)
    sheet.line([(x - 10, y - 26), (x + 70, y - 52), (x + 150, y - 28)], skin, 20)
    sheet.line([(x - 20, y + 26), (x - 70, y + 60), (x - 120, y + 50)], skin, 20)
    sheet.disc(x + 34, y, 29, cap, Shade(INK, "down", 0.5))
    for _ in range(16):
        sheet.disc(
            x + 150 + sheet.rng.gauss(0, 16),
            y - 28 + sheet.rng.gauss(0, 14),
            sheet.rng.uniform(3, 9),
            CREAM,
        )


def basketball_court(rng: random.Random) -> Image.Image:
    """Draw a ball above the hoop on a courtyard's basketball court."""
    sheet = Canvas(rng, "#f4b183", "#f7d0a0", "#fbe6c0")
    skyline(sheet, 650, 200, 430, "#e0997a")
    skyline(sheet, 660, 90, 260, "#c27762", CREAM)
    sheet.gradient((0, 650, WIDTH, HEIGHT), TEAL, "#174f55")
    sheet.polygon(
        [(900, 650), (1480, 650), (1720, 905), (760, 905)], CORAL, Shade(BRICK, "down", 0.7)
    )
    sheet.line([(900, 650), (760, 905)], CREAM, 6)
    sheet.arc((660, 600, 1700, 1000), 100, 260, CREAM, 6)
    sheet.box((1330, 190, 1352, 760), INK)
    sheet.line([(1341, 260), (1190, 260)], INK, 12)
    sheet.box((1010, 90, 1230, 300), CREAM, Shade(SKY, "right", 0.8), radius=8)
    sheet.box((1068, 180, 1172, 264), CREAM)
    for edge in (
        (1068, 180, 1172, 188),
        (1068, 256, 1172, 264),
        (1068, 180, 1076, 264),
        (1164, 180, 1172, 264),
    ):
        sheet.box(edge, CORAL)
    sheet.oval((1040, 286, 1200, 322), CORAL)
    sheet.oval((1052, 292, 1188, 314), PLUM)
    for step in range(7):
        x = 1048 + step * 24
        sheet.line([(x, 306), (1080 + step * 13, 420)], CREAM, 4)
        sheet.line([(x, 306), (1080 + (step + 1) % 7 * 13, 420)], CREAM, 3)
    sheet.disc(860, 210, 66, OCHRE, Shade(BRICK, "right", 0.9))
    sheet.arc((794, 144, 926, 276), 0, 360, INK, 5)
    sheet.line([(860, 146), (860, 274)], INK, 5)
    sheet.line([(796, 210), (924, 210)], INK, 5)
    for step in range(9):
        t = step / 9
        sheet.disc(470 + 330 * t, 470 - 330 * t + 120 * t * t, 7, CREAM)
    person(sheet, 400, 850, 350, CORAL, "#b8744f")
    sheet.line([(430, 600), (500, 500), (520, 430)], "#b8744f", 26)
    person(sheet, 640, 800, 290, BLUE, "#d99c74")
    return sheet.finish()


def running_race(rng: random.Random) -> Image.Image:
    """Draw runners of a city race in morning light."""
    sheet = Canvas(rng, "#f2a48b", "#f7c79f", "#fde6bd")
    sheet.disc(1160, 330, 150, "#fff1cc")
    skyline(sheet, 560, 90, 300, "#d98f7d")
    skyline(sheet, 600, 40, 180, "#a9606a")
    sheet.gradient((0, 590, WIDTH, HEIGHT), "#6f6a80", "#38395a")
    for x in (-400, 300, 1000, 1700):
        sheet.polygon(
            [(800 + (x - 800) * 0.4, 590), (806 + (x - 800) * 0.4, 590), (x + 40, 905), (x, 905)],
            CREAM,
        )
    inks = [CORAL, TEAL, AMBER, BLUE, ROSE, MINT, OCHRE]
    for x in range(180, 1500, 150):
        _runner(sheet, x + rng.uniform(-20, 20), 690, 0.62, rng.choice(inks))
    for step, x in enumerate((210, 600, 980, 1370)):
        _runner(sheet, x, 860, 1.25, inks[step])
    for step in range(24):
        x = step * 72
        y = 70 + 26 * math.sin(step * 0.7)
        sheet.polygon([(x, y), (x + 54, y), (x + 27, y + 56)], inks[step % 7])
    return sheet.finish()


def _runner(sheet: Canvas, x: float, foot: float, size: float, shirt: str) -> None:
    skin = sheet.rng.choice(["#b8744f", "#e0a57c", "#8f5a3f"])
    sheet.oval((x - 70 * size, foot - 6, x + 80 * size, foot + 10), NIGHT, opacity=0.5)

    def placed(points: list[Point]) -> list[Point]:
        return [(x + across * size, foot - up * size) for across, up in points]

    def limb(points: list[Point], ink: str, width: float) -> None:
        sheet.line(placed(points), ink, width * size)

    limb([(0, 120), (62, 92), (40, 8)], skin, 20)
    limb([(0, 120), (-30, 60), (-104, 70)], skin, 20)
    limb([(34, 8), (74, 8)], CREAM, 17)
    limb([(-104, 84), (-108, 50)], CREAM, 17)
    sheet.polygon(placed([(-34, 136), (36, 136), (54, 84), (-34, 90)]), INK)
    body = placed([(-30, 128), (34, 128), (58, 226), (-8, 232)])
    sheet.polygon(body, shirt, Shade(INK, "left", 0.6))
    limb([(26, 222), (-42, 180), (-6, 146)], skin, 16)
    limb([(26, 222), (84, 176), (112, 222)], skin, 16)
    sheet.disc(x + 44 * size, foot - 264 * size, 30 * size, skin)
    sheet.polygon(placed([(12, 268), (36, 300), (74, 278)]), INK)


Scene = Callable[[random.Random], Image.Image]

ARENA: dict[str, Scene] = {
    "football-pitch": football_pitch,
    "swim-lanes": swim_lanes,
    "basketball-court": basketball_court,
    "running-race": running_race,
}
