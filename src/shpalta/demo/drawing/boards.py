"""Scenes that lie flat: a chess board, a city plan, a day's energy, cells."""

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
    SKY,
    TEAL,
    wave,
)


def chess_board(rng: random.Random) -> Image.Image:
    """Draw chess pieces on a board in raking light."""
    sheet = Canvas(rng, "#2d4a54", "#21363f")
    horizon, rows = 420.0, 6
    for row in range(rows):
        y0 = horizon + (row / rows) ** 1.6 * 500
        y1 = horizon + ((row + 1) / rows) ** 1.6 * 500
        for column in range(-6, 7):
            w0, w1 = 120 + (y0 - horizon) * 0.42, 120 + (y1 - horizon) * 0.42
            cell = [
                (800 + column * w0, y0),
                (800 + (column + 1) * w0, y0),
                (800 + (column + 1) * w1, y1),
                (800 + column * w1, y1),
            ]
            ink = CREAM if (row + column) % 2 else BRICK
            sheet.polygon(cell, ink)
    sheet.stipple((0, 420, WIDTH, HEIGHT), Shade(INK, "left", 0.7))
    sheet.glow(1250, 100, 800, "#ffe2a8", 0.5)
    for x, foot, size, ink, crown in (
        (330, 560, 1.0, INK, "cross"),
        (560, 520, 0.8, INK, "ball"),
        (1310, 540, 0.85, INK, "tower"),
    ):
        _piece(sheet, x, foot, size, ink, crown)
    for x, foot, size, crown in (
        (820, 690, 1.35, "ball"),
        (1120, 790, 1.75, "cross"),
        (420, 850, 1.5, "tower"),
    ):
        _piece(sheet, x, foot, size, "#f3dfb8", crown)
    return sheet.finish()


def _piece(sheet: Canvas, x: float, foot: float, size: float, ink: str, crown: str) -> None:
    shade = _piece_shade(ink)
    sheet.polygon(
        [(x, foot), (x - 420 * size, foot + 30 * size), (x - 60 * size, foot - 24 * size)],
        INK,
        opacity=0.35,
    )
    sheet.box(
        (x - 82 * size, foot - 34 * size, x + 82 * size, foot + 8 * size),
        ink,
        shade,
        radius=16 * size,
    )
    sheet.box(
        (x - 64 * size, foot - 62 * size, x + 64 * size, foot - 28 * size),
        ink,
        shade,
        radius=14 * size,
    )
    top = foot - (190 if crown == "ball" else 290 if crown == "cross" else 220) * size
    sheet.polygon(
        [
            (x - 52 * size, foot - 56 * size),
            (x - 26 * size, top),
            (x + 26 * size, top),
            (x + 52 * size, foot - 56 * size),
        ],
        ink,
        shade,
    )
    sheet.box(
        (x - 48 * size, top - 8 * size, x + 48 * size, top + 14 * size),
        ink,
        shade,
        radius=10 * size,
    )
    _crown(sheet, x, top, size, ink, crown)


def _piece_shade(ink: str) -> Shade:
    dark = mix(ink, NIGHT, 0.8) if ink != INK else mix(INK, SKY, 0.5)
    return Shade(dark, "left", 0.85)


def _crown(sheet: Canvas, x: float, top: float, size: float, ink: str, crown: str) -> None:
    shade = _piece_shade(ink)
    if crown == "ball":
        sheet.disc(x, top - 36 * size, 44 * size, ink, shade)
    elif crown == "cross":
        sheet.polygon(
            [
                (x - 32 * size, top),
                (x - 50 * size, top - 76 * size),
                (x + 50 * size, top - 76 * size),
                (x + 32 * size, top),
            ],
            ink,
            shade,
        )
        sheet.box((x - 7 * size, top - 136 * size, x + 7 * size, top - 74 * size), ink)
        sheet.box((x - 26 * size, top - 118 * size, x + 26 * size, top - 104 * size), ink)
    else:
        sheet.box((x - 56 * size, top - 76 * size, x + 56 * size, top), ink, shade)
        for step in (-1, 0, 1):
            sheet.box(
                (
                    x - 14 * size + step * 42 * size,
                    top - 100 * size,
                    x + 14 * size + step * 42 * size,
                    top - 70 * size,
                ),
                ink,
            )


def city_map(rng: random.Random) -> Image.Image:
    """Draw a city's blocks, parks and river as a plan."""
    sheet = Canvas(rng, "#f5ead2", "#efe0c0")
    _city_blocks(sheet)
    bank = wave(-30, 1630, 520, 120, 0.9, 2.2)
    other = [(px, py + 118 + 20 * math.sin(px / 200)) for px, py in bank]
    sheet.polygon([*bank, *reversed(other)], "#6fb0b8", Shade(TEAL, "down", 0.6))
    sheet.line(bank, CREAM, 10)
    sheet.line(other, CREAM, 10)
    for left, right in (
        ((300, -10), (470, 910)),
        ((880, -10), (980, 910)),
        ((1330, -10), (1200, 910)),
    ):
        sheet.line([left, right], CREAM, 22)
        sheet.line([left, right], OCHRE, 5)
    route = [(-10, 210), (360, 210), (560, 330), (930, 330), (1280, 180), (1610, 180)]
    sheet.line(route, CREAM, 22)
    sheet.line(route, CORAL, 11)
    for px, py in route[1:-1]:
        sheet.disc(px, py, 20, CREAM)
        sheet.disc(px, py, 11, CORAL)
    for px, py, ink in ((700, 770, BRICK), (1120, 640, TEAL)):
        sheet.polygon([(px, py), (px - 36, py - 70), (px + 36, py - 70)], ink)
        sheet.disc(px, py - 84, 40, ink, Shade(INK, "right", 0.5))
        sheet.disc(px, py - 84, 16, CREAM)
    return sheet.finish()


def _city_blocks(sheet: Canvas) -> None:
    x = -40.0
    while x < WIDTH:
        wide = sheet.rng.uniform(60, 130)
        y = -30.0
        while y < HEIGHT:
            tall = sheet.rng.uniform(44, 104)
            ink = sheet.rng.choice(["#e9c9a0", "#e3b98f", "#ecd6b2", "#dca981", ROSE, "#e9c9a0"])
            if sheet.rng.random() < 0.09:
                ink = LEAF
            sheet.box(
                (x, y, x + wide - 11, y + tall - 11),
                ink,
                Shade(mix(ink, BRICK, 0.5), "down", 0.35),
                radius=4,
            )
            if ink == LEAF:
                for _ in range(9):
                    sheet.disc(
                        sheet.rng.uniform(x + 10, x + wide - 20),
                        sheet.rng.uniform(y + 10, y + tall - 20),
                        7,
                        MOSS,
                    )
            y += tall
        x += wide


def energy_mix(rng: random.Random) -> Image.Image:
    """Draw a day's energy as flowing coloured layers."""
    sheet = Canvas(rng, "#f8efdb", "#f1e1c2")
    for x in range(100, 1600, 116):
        sheet.line([(x, 70), (x, 830)], "#dccaa6", 1.5)
    inks = [INK, TEAL, BLUE, SKY, AMBER, CORAL]
    bounds = [[840.0] * 141]
    for layer in range(len(inks)):
        phase, swell = rng.uniform(0, 6), rng.uniform(24, 40)
        level = []
        for step in range(141):
            t = step / 140
            thick = 84 + swell * math.sin(t * 5 + phase) + 14 * math.sin(t * 13 + phase * 2)
            if layer == 4:
                thick = 4 + 250 * math.exp(-(((t - 0.52) / 0.17) ** 2))
            if layer == 5:
                thick = (
                    34
                    + 70 * math.exp(-(((t - 0.82) / 0.09) ** 2))
                    + 34 * math.exp(-(((t - 0.3) / 0.08) ** 2))
                )
            level.append(bounds[-1][step] - thick)
        bounds.append(level)
    for layer, ink in enumerate(inks):
        low = [(60 + step * 1480 / 140, y) for step, y in enumerate(bounds[layer])]
        high = [(60 + step * 1480 / 140, y) for step, y in enumerate(bounds[layer + 1])]
        sheet.polygon([*low, *reversed(high)], ink, Shade(mix(ink, INK, 0.5), "down", 0.6))
        sheet.line(high, CREAM, 4)
    _sun_and_moon(sheet)
    return sheet.finish()


def _sun_and_moon(sheet: Canvas) -> None:
    sheet.disc(830, 96, 46, AMBER, Shade(CORAL, "down", 0.6))
    for ray in range(12):
        angle = ray * math.pi / 6
        sheet.line(
            [
                (830 + 60 * math.cos(angle), 96 + 60 * math.sin(angle)),
                (830 + 78 * math.cos(angle), 96 + 78 * math.sin(angle)),
            ],
            OCHRE,
            5,
        )
    sheet.disc(1430, 100, 40, PLUM)
    sheet.disc(1446, 90, 34, "#f6ebd4")


def microscope_cells(rng: random.Random) -> Image.Image:
    """Draw cells in a microscope's round field of view."""
    sheet = Canvas(rng, "#1b2440", "#151b33")
    sheet.disc(800, 450, 438, "#f5e3cf", Shade(ROSE, "right", 0.7))
    placed: list[tuple[float, float, float]] = []
    for _ in range(900):
        size = rng.choice([rng.uniform(18, 34), rng.uniform(40, 84)])
        angle, far = rng.uniform(0, 2 * math.pi), math.sqrt(rng.random()) * (428 - size)
        x, y = 800 + far * math.cos(angle), 450 + far * math.sin(angle)
        if all(math.hypot(x - px, y - py) > size + other + 3 for px, py, other in placed):
            placed.append((x, y, size))
    for x, y, size in placed:
        ink = rng.choice([TEAL, CORAL, MINT, OCHRE, PLUM, ROSE])
        outline = []
        phase = rng.uniform(0, 6)
        for step in range(36):
            angle = step * math.pi / 18
            far = size * (1 + 0.05 * math.sin(angle * 4 + phase))
            outline.append((x + far * math.cos(angle), y + far * math.sin(angle)))
        sheet.polygon(outline, ink, Shade(mix(ink, INK, 0.6), "down", 0.8))
        sheet.disc(x + size * 0.2, y - size * 0.15, size * 0.36, mix(ink, INK, 0.45))
        for _ in range(7):
            angle, far = rng.uniform(0, 2 * math.pi), size * rng.uniform(0.5, 0.8)
            spot = (x + far * math.cos(angle), y + far * math.sin(angle))
            sheet.disc(*spot, size * rng.uniform(0.05, 0.1), mix(ink, CREAM, 0.6))
    for step in range(48):
        angle = step * math.pi / 24
        inner = 452 if step % 4 else 446
        sheet.line(
            [
                (800 + inner * math.cos(angle), 450 + inner * math.sin(angle)),
                (800 + 470 * math.cos(angle), 450 + 470 * math.sin(angle)),
            ],
            SAND,
            3,
        )
    return sheet.finish()


Scene = Callable[[random.Random], Image.Image]

BOARDS: dict[str, Scene] = {
    "microscope-cells": microscope_cells,
    "chess-board": chess_board,
    "city-map": city_map,
    "energy-mix": energy_mix,
}
