"""Scenes of culture: theatre, orchestra, library, mural, archive, cinema, print."""

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
    MINT,
    MOSS,
    NIGHT,
    OCHRE,
    PLUM,
    ROSE,
    SAND,
    TEAL,
    crane,
    person,
    skyline,
    stars,
)

BOOKS = [CORAL, TEAL, OCHRE, PLUM, BLUE, CREAM, BRICK, MOSS, ROSE, MINT]


def library_hall(rng: random.Random) -> Image.Image:
    """Draw tall bookshelves and reading lamps in a library hall."""
    sheet = Canvas(rng, "#5c3a2e", "#3c2623")
    sheet.box((560, 60, 1040, 640), "#8fb8c4", Shade(CREAM, "down", 0.7), radius=220)
    for x in (716, 878):
        sheet.box((x, 60, x + 12, 640), "#3c2623")
    for y in (250, 430):
        sheet.box((560, y, 1040, y + 12), "#3c2623")
    for side in (0, 1070):
        for shelf in range(5):
            y = 150 + shelf * 130
            _books(sheet, side, side + 530, y)
            sheet.box((side, y, side + 530, y + 14), "#a8683c", Shade(INK, "down", 0.6))
    sheet.stipple((0, 0, WIDTH, 640), Shade("#2a1817", "up", 0.5))
    sheet.box((-5, 690, WIDTH + 5, HEIGHT + 5), "#7d4a33", Shade(INK, "down", 0.7))
    for x in (260, 800, 1340):
        sheet.glow(x, 650, 260, AMBER, 0.6)
        sheet.box((x - 6, 610, x + 6, 740), OCHRE)
        sheet.polygon(
            [(x - 74, 620), (x - 44, 560), (x + 44, 560), (x + 74, 620)],
            TEAL,
            Shade(INK, "right", 0.6),
        )
        sheet.box((x - 46, 736, x + 46, 750), OCHRE, radius=6)
    sheet.box((-5, 748, WIDTH + 5, 778), "#b47a4c", Shade(INK, "down", 0.5))
    for x, ink in ((470, CORAL), (1080, CREAM)):
        sheet.polygon(
            [(x - 110, 740), (x, 752), (x + 110, 740), (x + 100, 716), (x, 730), (x - 100, 716)],
            CREAM,
        )
        sheet.line([(x, 730), (x, 752)], INK, 3)
        sheet.box((x - 190, 700, x - 130, 748), ink, Shade(INK, "right", 0.5))
    return sheet.finish()


def _books(sheet: Canvas, left: float, right: float, shelf: float) -> None:
    x = left + 6
    while x < right - 34:
        wide, tall = sheet.rng.uniform(14, 32), sheet.rng.uniform(74, 112)
        ink = sheet.rng.choice(BOOKS)
        sheet.box((x, shelf - tall, x + wide, shelf), ink, Shade(INK, "right", 0.5))
        sheet.box((x + 3, shelf - tall + 14, x + wide - 3, shelf - tall + 20), mix(ink, CREAM, 0.5))
        x += wide + (sheet.rng.uniform(10, 30) if sheet.rng.random() < 0.08 else 2)


def stage_curtain(rng: random.Random) -> Image.Image:
    """Draw a theatre's red curtain opening on a lit stage."""
    sheet = Canvas(rng, "#22305c", "#3b4d80", "#d98f72")
    stars(sheet, (400, 120, 1200, 420), CREAM, 70)
    sheet.disc(930, 300, 84, CREAM, Shade(AMBER, "down", 0.8))
    skyline(sheet, 660, 40, 170, "#2a2c52", AMBER)
    sheet.polygon(
        [(330, 660), (1270, 660), (1500, 800), (100, 800)], "#c98f5a", Shade(BRICK, "down", 0.8)
    )
    sheet.polygon([(520, -5), (820, -5), (1010, 760), (560, 760)], "#fff2c8", opacity=0.28)
    person(sheet, 720, 740, 230, CREAM, ROSE)
    person(sheet, 880, 730, 220, TEAL, ROSE)
    for side in (-1, 1):
        for fold in range(7):
            outer, inner = 800 + side * (820 - fold * 72), 800 + side * (750 - fold * 72)
            sway = side * (fold * 20)
            points = [
                (outer, 60),
                (inner, 60),
                (inner + sway * 0.2, 480),
                (inner + side * 60, 800),
                (outer + side * 60, 800),
            ]
            sheet.polygon(
                points,
                mix(CORAL, BRICK, fold % 2),
                Shade("#4e1a24", "left" if side < 0 else "right", 0.75),
            )
    sheet.box((-5, -5, WIDTH + 5, 96), BRICK, Shade("#4e1a24", "up", 0.8))
    for step in range(9):
        x = step * 190 - 60
        sheet.oval((x, 20, x + 200, 176), CORAL, Shade("#4e1a24", "down", 0.7))
        sheet.arc((x + 4, 20, x + 196, 178), 20, 160, AMBER, 8)
    sheet.box((-5, -5, WIDTH + 5, 60), OCHRE, Shade(BRICK, "down", 0.6))
    sheet.box((-5, 796, WIDTH + 5, HEIGHT + 5), "#2b1a2b")
    for x in range(40, 1600, 112):
        sheet.disc(x, 905, 52, "#140f1e")
        sheet.disc(x, 846, 27, "#140f1e")
    return sheet.finish()


def orchestra_hall(rng: random.Random) -> Image.Image:
    """Draw a conductor before rows of players with cellos."""
    sheet = Canvas(rng, "#6d3a35", "#a35c41", "#d99a5c")
    for x in range(60, 1600, 190):
        sheet.box((x, -10, x + 120, 330), "#8c4a3a", Shade("#4a2230", "down", 0.7), radius=16)
        for pipe in range(4):
            sheet.box(
                (x + 10 + pipe * 27, 30 + pipe % 2 * 26, x + 30 + pipe * 27, 300),
                AMBER,
                Shade(BRICK, "right", 0.8),
                radius=9,
            )
    sheet.box((-5, 330, WIDTH + 5, HEIGHT + 5), "#7a4232", Shade("#3c1c24", "down", 0.7))
    for row, (y, size) in enumerate(((470, 0.75), (610, 0.95), (780, 1.2))):
        sheet.box((-5, y, WIDTH + 5, y + 20), "#c98953", Shade(INK, "down", 0.6))
        for column in range(9 - row):
            x = 110 + row * 60 + column * (170 + row * 26)
            if abs(x - 800) > (90 if row == 2 else 0):
                _player(sheet, x, y, size)
    sheet.glow(800, 420, 420, "#ffe2a8", 0.4)
    sheet.box((720, 800, 880, 900), BRICK, Shade(INK, "down", 0.7))
    coat = [
        (740, 640),
        (766, 500),
        (834, 500),
        (860, 640),
        (880, 800),
        (806, 780),
        (800, 720),
        (794, 780),
        (720, 800),
    ]
    sheet.polygon(coat, INK, Shade(NIGHT, "right", 0.8))
    sheet.line([(770, 516), (660, 500), (590, 420)], INK, 34)
    sheet.line([(830, 516), (950, 490), (1000, 390)], INK, 34)
    sheet.line([(1000, 390), (1070, 290)], CREAM, 5)
    sheet.disc(800, 446, 44, "#c9cdd3")
    return sheet.finish()


def _player(sheet: Canvas, x: float, y: float, size: float) -> None:
    shirt = sheet.rng.choice([INK, PLUM, "#34264a", NIGHT])
    sheet.box(
        (x - 36 * size, y - 110 * size, x + 36 * size, y),
        shirt,
        Shade(NIGHT, "right", 0.7),
        radius=26 * size,
    )
    sheet.disc(x, y - 132 * size, 23 * size, sheet.rng.choice([ROSE, "#b8744f", "#e0b08a"]))
    body = OCHRE if sheet.rng.random() < 0.6 else "#b3562f"
    dark = mix(body, INK, 0.6)
    sheet.disc(x + 26 * size, y - 60 * size, 23 * size, body, Shade(dark, "right", 0.8))
    sheet.disc(x + 30 * size, y - 24 * size, 31 * size, body, Shade(dark, "right", 0.8))
    sheet.line([(x + 24 * size, y - 66 * size), (x + 10 * size, y - 150 * size)], dark, 7 * size)
    sheet.line([(x - 40 * size, y - 34 * size), (x + 74 * size, y - 62 * size)], CREAM, 3)


def mural_wall(rng: random.Random) -> Image.Image:
    """Draw painters on scaffolding before a house-high mural."""
    sheet = Canvas(rng, "#9cc7cf", "#dbe6cf")
    skyline(sheet, 800, 120, 300, "#b9a58d")
    wall = (330, 60, 1270, 820)
    sheet.box(wall, "#e9d3ab", Shade(SAND, "right", 0.8))
    sheet.box((330, 560, 1270, 820), TEAL, Shade(BLUE, "down", 0.7))
    sheet.disc(1000, 290, 150, CORAL, Shade(AMBER, "down", 0.8))
    for step, ink in enumerate((MOSS, LEAF, OCHRE)):
        ridge = [(330.0, 640.0)]
        for share in range(31):
            x = 330 + share * 940 / 30
            ridge.append((x, 520 + step * 46 - 60 * math.sin(share * 0.24 + step * 1.8)))
        sheet.polygon([*ridge, (1270, 640)], ink, Shade(mix(ink, INK, 0.5), "down", 0.6))
    crane(sheet, 590, 500, 2.0)
    for step in range(7):
        sheet.oval(
            (380 + step * 126, 700 + step % 2 * 30, 460 + step * 126, 730 + step % 2 * 30), MINT
        )
    for x in (900, 1090, 1280):
        sheet.box((x, 110, x + 10, 850), INK)
    for y in (260, 470, 680):
        sheet.box((880, y, 1310, y + 14), "#a8683c")
        sheet.line([(905, y), (1095, y + 205)], INK, 4)
    for x, foot, coat in ((980, 260, AMBER), (1190, 470, ROSE), (960, 680, CORAL)):
        person(sheet, x, foot, 128, coat, "#b8744f")
        sheet.line([(x - 10, foot - 84), (x - 70, foot - 120)], coat, 12)
    sheet.box((-5, 830, WIDTH + 5, HEIGHT + 5), "#8d8578", Shade(INK, "down", 0.6))
    for x, ink in ((480, CORAL), (540, BLUE), (600, OCHRE), (660, TEAL)):
        sheet.box((x, 800, x + 44, 850), CREAM, Shade(INK, "right", 0.6))
        sheet.oval((x, 794, x + 44, 808), ink)
    return sheet.finish()


def rooftop_cinema(rng: random.Random) -> Image.Image:
    """Draw an audience before an open-air screen on a roof."""
    sheet = Canvas(rng, "#1a1f47", "#46376f", "#a85f7a")
    stars(sheet, (0, 0, WIDTH, 420), CREAM, 150)
    skyline(sheet, 640, 100, 330, "#2e2a55")
    skyline(sheet, 660, 40, 210, "#221f45", AMBER)
    sheet.glow(800, 360, 640, "#fff1c9", 0.45)
    sheet.box((420, 130, 1180, 560), INK)
    sheet.gradient((436, 146, 1164, 544), "#f7d9a0", "#ee9f6d", "#c9586a")
    sheet.disc(960, 350, 76, "#fff3d0")
    sheet.polygon(
        [(436, 545), (436, 440), (620, 350), (760, 460), (900, 400), (1164, 490), (1164, 545)],
        PLUM,
        Shade(INK, "down", 0.6),
    )
    sheet.box((500, 560, 516, 700), INK)
    sheet.box((1084, 560, 1100, 700), INK)
    sheet.box((-5, 690, WIDTH + 5, HEIGHT + 5), "#2d2046", Shade(NIGHT, "down", 0.7))
    for row, y in enumerate((740, 820, 910)):
        for x in range(60 + row * 34, 1600, 118 + row * 12):
            if rng.random() < 0.88:
                size = 0.8 + row * 0.24
                sheet.box(
                    (x - 44 * size, y - 40 * size, x + 44 * size, y + 80),
                    mix(rng.choice([CORAL, TEAL, BLUE, OCHRE]), NIGHT, 0.5),
                    radius=24,
                )
                sheet.disc(x, y - 62 * size, 25 * size, mix("#b8744f", NIGHT, 0.45))
    for step in range(33):
        x = step * 50
        py = 60 + 50 * math.sin(step % 11 / 10 * math.pi)
        sheet.glow(x, py, 40, AMBER, 0.6)
        sheet.disc(x, py, 6, "#fff2c8")
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

STAGE: dict[str, Scene] = {
    "library-hall": library_hall,
    "stage-curtain": stage_curtain,
    "orchestra-hall": orchestra_hall,
    "mural-wall": mural_wall,
    "rooftop-cinema": rooftop_cinema,
}
