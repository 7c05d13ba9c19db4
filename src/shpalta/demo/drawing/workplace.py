"""Scenes of machines and stores: press hall, depot, racks, shelves, heating plant."""

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
    LEAF,
    MINT,
    MOSS,
    NIGHT,
    OCHRE,
    PLUM,
    ROSE,
    SKY,
    TEAL,
    floor_planks,
    person,
    stars,
    tree,
    wave,
    windows,
)


def seed_archive(rng: random.Random) -> Image.Image:
    """Draw shelves of seed jars in a gene bank."""
    sheet = Canvas(rng, "#264b52", "#1a3540")
    for row in range(4):
        shelf = 236 + row * 210
        sheet.box((0, shelf, WIDTH, shelf + 22), "#d3a873", Shade(BRICK, "down", 0.7))
        for column in range(12):
            x = 34 + column * 130
            ink = rng.choice([OCHRE, BRICK, LEAF, AMBER, PLUM, CORAL, MOSS])
            sheet.box(
                (x, shelf - 150, x + 100, shelf), "#cfe0da", Shade(TEAL, "right", 0.45), radius=16
            )
            level = shelf - rng.uniform(84, 124)
            sheet.box(
                (x + 8, level, x + 92, shelf - 8),
                ink,
                Shade(mix(ink, INK, 0.5), "right", 0.6),
                radius=10,
            )
            for _ in range(14):
                px, py = rng.uniform(x + 18, x + 82), rng.uniform(level + 8, shelf - 16)
                sheet.oval(
                    (px - 6, py - 4, px + 6, py + 4), mix(ink, rng.choice([INK, CREAM]), 0.4)
                )
            sheet.box(
                (x - 4, shelf - 170, x + 104, shelf - 142),
                CORAL if column % 3 else AMBER,
                Shade(INK, "right", 0.5),
                radius=8,
            )
            sheet.box((x + 24, shelf - 60, x + 76, shelf - 30), CREAM)
    sheet.stipple((0, 0, WIDTH, HEIGHT), Shade(NIGHT, "right", 0.22))
    return sheet.finish()


def server_racks(rng: random.Random) -> Image.Image:
    """Draw a supercomputer's racks seen along the aisle."""
    sheet = Canvas(rng, "#201a3d", "#37285c", "#5d3f77")
    sheet.polygon(
        [(640, 560), (960, 560), (1500, 905), (100, 905)], "#7b5b90", Shade(NIGHT, "down", 0.7)
    )
    sheet.polygon(
        [(640, 240), (960, 240), (1500, -5), (100, -5)], "#463266", Shade(NIGHT, "up", 0.6)
    )
    sheet.glow(800, 400, 330, "#ffd7b0", 0.8)
    for side in (-1, 1):
        for rack in range(6):
            near, far = 1.9 ** (rack / 1.6), 1.9 ** ((rack + 1) / 1.6) * 0.97
            x0, x1 = 800 + side * 150 * near, 800 + side * 150 * far
            top0, top1, low0, low1 = (
                400 - 165 * near,
                400 - 165 * far,
                400 + 165 * near,
                400 + 165 * far,
            )
            face = [(x0, top0), (x1, top1), (x1, low1), (x0, low0)]
            sheet.polygon(face, "#241d45", Shade("#8f6aa8", "left" if side < 0 else "right", 0.35))
            sheet.line([(x1, top1), (x1, low1)], "#8f6aa8", 3)
            for row in range(16):
                share = (row + 0.6) / 16.5
                y0, y1 = top0 + (low0 - top0) * share, top1 + (low1 - top1) * share
                for light in range(5):
                    t = 0.15 + light * 0.17
                    if rng.random() < 0.72:
                        ink = rng.choice([AMBER, CORAL, "#7fe0c2", "#7fe0c2", ROSE])
                        sheet.disc(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, 1.2 + rack * 0.8, ink)
    person(sheet, 800, 590, 150, TEAL, ROSE)
    return sheet.finish()


def electric_bus(rng: random.Random) -> Image.Image:
    """Draw an electric bus charging at a depot at night."""
    sheet = Canvas(rng, "#12203f", "#204566", "#2f6a72")
    stars(sheet, (0, 0, WIDTH, 240), CREAM, 60)
    sheet.polygon(
        [(0, 180), (1600, 110), (1600, 190), (0, 250)], "#33546a", Shade(NIGHT, "down", 0.7)
    )
    for x in (180, 780, 1400):
        sheet.box((x, 160, x + 22, 760), "#33546a")
        sheet.glow(x + 140, 260, 330, "#bff0dc", 0.4)
    sheet.gradient((0, 740, WIDTH, HEIGHT), "#274a5c", "#101c33")
    body = (260, 320, 1290, 740)
    sheet.box(body, MINT, Shade(TEAL, "down", 0.8), radius=44)
    sheet.box((280, 372, 1270, 556), "#173349", Shade("#0d1c30", "down", 0.7), radius=24)
    for step in range(5):
        sheet.box(
            (300 + step * 180, 388, 452 + step * 180, 540),
            "#f9e3a4",
            Shade(OCHRE, "down", 0.6),
            radius=12,
        )
    sheet.box((1196, 384, 1262, 600), "#cdeee0", Shade(SKY, "up", 0.6), radius=12)
    sheet.polygon([*wave(260, 1290, 640, 18, 1.2), (1290, 690), (260, 690)], CREAM)
    for x in (460, 1080):
        sheet.disc(x, 742, 66, INK)
        sheet.disc(x, 742, 30, "#9fb3b8")
    sheet.box((1380, 470, 1480, 770), CREAM, Shade(TEAL, "right", 0.8), radius=14)
    sheet.box((1400, 500, 1460, 570), "#7fe0a2", radius=6)
    cable: list[Point] = [(1400, 640)]
    for step in range(1, 21):
        t = step / 20
        cable.append((1400 - 118 * t, 640 + 140 * math.sin(t * math.pi)))
    sheet.line(cable, INK, 10)
    sheet.glow(1430, 535, 110, "#7fe0a2", 0.7)
    person(sheet, 160, 830, 230, BLUE, ROSE)
    tree(sheet, 60, 760, 210, MOSS, "#20352f")
    return sheet.finish()


def _dial(sheet: Canvas, x: float, y: float, turn: float) -> None:
    sheet.disc(x, y, 104, INK)
    sheet.disc(x, y, 90, CREAM, Shade(ROSE, "down", 0.5))
    for tick in range(9):
        angle = math.pi * (0.75 + tick * 1.5 / 8)
        inner = 62 if tick % 2 else 54
        ink = CORAL if tick > 6 else INK
        sheet.line(
            [
                (x + inner * math.cos(angle), y + inner * math.sin(angle)),
                (x + 78 * math.cos(angle), y + 78 * math.sin(angle)),
            ],
            ink,
            6,
        )
    angle = math.pi * 0.75 + turn
    sheet.line([(x, y), (x + 62 * math.cos(angle), y + 62 * math.sin(angle))], CORAL, 7)
    sheet.disc(x, y, 14, INK)


def heat_pipes(rng: random.Random) -> Image.Image:
    """Draw coloured pipes and dials of a heating plant."""
    sheet = Canvas(rng, "#f0dcb9", "#e0bd8e")
    for x in range(0, 1600, 100):
        for y in range(0, 900, 50):
            shift = 50 if y // 50 % 2 else 0
            sheet.box(
                (x + shift - 50, y, x + shift + 48, y + 48),
                mix("#e7cba0", BRICK, rng.uniform(0, 0.18)),
            )
    for y, ink in ((130, CORAL), (400, TEAL), (670, OCHRE)):
        sheet.box((-20, y, WIDTH + 20, y + 120), ink, Shade(mix(ink, INK, 0.6), "down", 0.9))
        sheet.box((-20, y + 18, WIDTH + 20, y + 32), mix(ink, "#ffffff", 0.55))
        for x in (210, 700, 1190):
            sheet.box(
                (x, y - 16, x + 52, y + 136), mix(ink, INK, 0.35), Shade(INK, "down", 0.7), radius=6
            )
            for bolt in range(4):
                sheet.disc(x + 26, y + 6 + bolt * 36, 7, CREAM)
    for x, y, ink in ((460, 250, CORAL), (960, 250, CORAL), (1420, 520, TEAL)):
        sheet.box((x - 34, y - 20, x + 34, y + 170), mix(ink, INK, 0.2), Shade(INK, "right", 0.8))
    for x, y, turn in ((460, 330, 0.9), (960, 330, 2.2), (1420, 600, 1.5), (200, 600, 0.6)):
        _dial(sheet, x, y, turn)
    for x, y in ((720, 590), (1440, 330)):
        sheet.arc((x - 78, y - 78, x + 78, y + 78), 0, 360, BRICK, 20)
        for spoke in range(3):
            angle = spoke * math.pi / 3
            dx, dy = 72 * math.cos(angle), 72 * math.sin(angle)
            sheet.line([(x - dx, y - dy), (x + dx, y + dy)], BRICK, 11)
        sheet.disc(x, y, 20, CREAM)
    return sheet.finish()


def printing_press(rng: random.Random) -> Image.Image:
    """Draw paper running over the rollers of a printing press."""
    sheet = Canvas(rng, "#e8d4ac", "#cfae7d")
    floor_planks(sheet, 760, "#b38d5e")
    for x, ink in ((120, TEAL), (520, CORAL), (920, OCHRE), (1320, INK)):
        sheet.box((x - 110, 190, x + 190, 800), "#4d5b66", Shade(INK, "right", 0.8), radius=14)
        sheet.disc(x + 40, 310, 86, ink, Shade(mix(ink, NIGHT, 0.7), "right", 0.9))
        sheet.disc(x + 40, 310, 26, CREAM)
        sheet.disc(x + 40, 480, 72, "#a9b4b5", Shade(INK, "right", 0.9))
        sheet.disc(x + 40, 480, 20, INK)
        sheet.disc(x + 40, 640, 86, ink, Shade(mix(ink, NIGHT, 0.7), "right", 0.9))
        sheet.disc(x + 40, 640, 26, CREAM)
    web = [(-10, 420.0)]
    for x in (120, 520, 920, 1320):
        web += [
            (x - 60, 420),
            (x - 34, 482),
            (x - 18, 522),
            (x + 40, 562),
            (x + 98, 522),
            (x + 114, 482),
            (x + 150, 420),
        ]
    sheet.line([*web, (1610, 420)], "#fbf6e8", 26)
    for x in range(250, 1600, 400):
        for line in range(3):
            sheet.box((x + 36, 411 + line * 7, x + 96 - line * 14, 414 + line * 7), INK)
    for step in range(10):
        sheet.box(
            (1240 + step % 2 * 8, 846 - step * 9, 1500 + step % 2 * 8, 854 - step * 9),
            CREAM if step % 2 else SKY,
        )
    person(sheet, 350, 880, 330, BLUE, "#b8744f")
    windows(sheet, (60, 30, 1560, 160), 150, 130, "#fbf1d6", 1)
    return sheet.finish()


def archive_shelves(rng: random.Random) -> Image.Image:
    """Draw archive boxes and rolled plans in a vault."""
    sheet = Canvas(rng, "#38415c", "#262c45")
    for row in range(4):
        shelf = 220 + row * 210
        x = 30.0
        while x < 1560:
            wide = rng.choice([70, 92, 120])
            if rng.random() < 0.18:
                for roll in range(9):
                    px, py = x + 22 + roll % 3 * 38, shelf - 22 - roll // 3 * 40
                    sheet.disc(px, py, 20, CREAM, Shade(OCHRE, "right", 0.8))
                    sheet.disc(px, py, 7, INK)
                x += 132
                continue
            tall = rng.uniform(130, 160)
            ink = rng.choice(["#b98d5c", "#a5764a", "#c9a06c", "#7f8f96", BRICK])
            sheet.box((x, shelf - tall, x + wide, shelf), ink, Shade(INK, "right", 0.75))
            sheet.box((x + wide * 0.2, shelf - tall + 26, x + wide * 0.8, shelf - tall + 64), CREAM)
            sheet.disc(x + wide / 2, shelf - 34, 9, INK)
            x += wide + 6
        sheet.box((0, shelf, WIDTH, shelf + 20), "#75809a", Shade(INK, "down", 0.7))
    sheet.polygon([(780, -5), (860, -5), (1260, 905), (380, 905)], "#ffeec0", opacity=0.16)
    sheet.stipple((0, 0, 500, HEIGHT), Shade(NIGHT, "left", 0.6))
    sheet.stipple((1100, 0, WIDTH, HEIGHT), Shade(NIGHT, "right", 0.6))
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

WORKPLACE: dict[str, Scene] = {
    "server-racks": server_racks,
    "seed-archive": seed_archive,
    "electric-bus": electric_bus,
    "heat-pipes": heat_pipes,
    "printing-press": printing_press,
    "archive-shelves": archive_shelves,
}
