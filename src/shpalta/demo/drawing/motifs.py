"""Things that stand in many scenes: hills, houses, trees, people, water, stars."""

# A drawing is made of measures; a name for each would say no more than the number.
# ruff: noqa: PLR2004

from __future__ import annotations

import math
from collections.abc import Sequence

from shpalta.demo.drawing.canvas import HEIGHT, WIDTH, Box, Canvas, Point, Shade, mix

NIGHT, INK, BLUE, SKY = "#141d36", "#22283a", "#2d5a86", "#8db6c9"
TEAL, MINT, MOSS, LEAF = "#1f6f6b", "#a5cdb6", "#4f6b3c", "#8aa04f"
CREAM, SAND, OCHRE, AMBER = "#f6ecd8", "#e2c79a", "#dd9f36", "#f5c65b"
CORAL, BRICK, ROSE, PLUM = "#e4613f", "#9f4230", "#eaa996", "#573a5c"


def wave(
    left: float, right: float, y: float, rise: float, turns: float, phase: float = 0
) -> list[Point]:
    """Give the points of a wavy line of two overlaid sines."""
    points = []
    for step in range(81):
        share = step / 80
        angle = share * turns * 2 * math.pi + phase
        points.append(
            (
                left + (right - left) * share,
                y - rise * (math.sin(angle) + 0.4 * math.sin(angle * 2.3 + 1)),
            )
        )
    return points


def hills(
    canvas: Canvas, y: float, rise: float, ink: str, shade: Shade | None = None, turns: float = 1.5
) -> None:
    """Print a range of hills from edge to edge, filled down to the sheet's foot."""
    ridge = wave(-20, WIDTH + 20, y, rise, turns, canvas.rng.uniform(0, 6))
    canvas.polygon([*ridge, (WIDTH + 20, HEIGHT + 5), (-20, HEIGHT + 5)], ink, shade)


def skyline(
    canvas: Canvas, base: float, low: float, high: float, ink: str, lit: str | None = None
) -> None:
    """Print a row of houses of chance heights; ``lit`` is the ink of their windows."""
    x = -30.0
    while x < WIDTH:
        wide = canvas.rng.uniform(70, 150)
        top = base - canvas.rng.uniform(low, high)
        canvas.box((x, top, x + wide, base), ink)
        if canvas.rng.random() < 0.6:
            peak = canvas.rng.uniform(18, 48)
            canvas.polygon([(x - 4, top), (x + wide / 2, top - peak), (x + wide + 4, top)], ink)
        if lit is not None:
            windows(canvas, (x + 10, top + 14, x + wide - 10, base - 12), 26, 34, lit, 0.4)
        x += wide + canvas.rng.choice([0, 0, 2, 14])


def windows(canvas: Canvas, box: Box, step_x: float, step_y: float, ink: str, share: float) -> None:
    """Print small windows on a grid; each is there by chance ``share``."""
    left, top, right, bottom = box
    y = top
    while y + step_y * 0.6 < bottom:
        x = left
        while x + step_x * 0.5 < right:
            if canvas.rng.random() < share:
                canvas.box((x, y, x + step_x * 0.45, y + step_y * 0.5), ink)
            x += step_x
        y += step_y


def tree(canvas: Canvas, x: float, foot: float, tall: float, leaf: str, dark: str) -> None:
    """Print a round-crowned tree."""
    canvas.box((x - tall * 0.03, foot - tall * 0.5, x + tall * 0.03, foot), dark)
    crown = tall * 0.3
    for dx, dy, size in ((-0.16, 0.52, 0.8), (0.17, 0.56, 0.75), (0, 0.74, 0.95)):
        canvas.disc(x + tall * dx, foot - tall * dy, crown * size, leaf, Shade(dark, "right", 0.75))


def fir(canvas: Canvas, x: float, foot: float, tall: float, leaf: str, dark: str) -> None:
    """Print a fir of three tiers."""
    canvas.box((x - tall * 0.03, foot - tall * 0.12, x + tall * 0.03, foot), dark)
    for tier in range(3):
        low = foot - tall * (0.1 + tier * 0.26)
        half = tall * (0.26 - tier * 0.06)
        canvas.polygon(
            [(x - half, low), (x, low - tall * 0.4), (x + half, low)],
            leaf,
            Shade(dark, "right", 0.7),
        )


def person(canvas: Canvas, x: float, foot: float, tall: float, coat: str, skin: str = INK) -> None:
    """Print a small standing figure seen from afar."""
    canvas.box((x - tall * 0.1, foot - tall * 0.45, x - tall * 0.015, foot), INK)
    canvas.box((x + tall * 0.015, foot - tall * 0.45, x + tall * 0.1, foot), INK)
    canvas.box(
        (x - tall * 0.15, foot - tall * 0.82, x + tall * 0.15, foot - tall * 0.35),
        coat,
        Shade(INK, "right", 0.5),
        radius=tall * 0.08,
    )
    canvas.disc(x, foot - tall * 0.91, tall * 0.085, skin)


def glints(canvas: Canvas, box: Box, inks: Sequence[str], count: int) -> None:
    """Print short level dashes, as light lies on water."""
    left, top, right, bottom = box
    for _ in range(count):
        y = top + (bottom - top) * canvas.rng.random()
        near = (y - top) / max(1, bottom - top)
        half = canvas.rng.uniform(8, 26) * (0.5 + 1.6 * near)
        x = canvas.rng.uniform(left, right)
        canvas.box((x - half, y, x + half, y + 1.5 + 3 * near), canvas.rng.choice(inks), radius=2)


def stars(canvas: Canvas, box: Box, ink: str, count: int) -> None:
    """Print stars of chance sizes."""
    left, top, right, bottom = box
    for _ in range(count):
        x, y = canvas.rng.uniform(left, right), canvas.rng.uniform(top, bottom)
        canvas.disc(x, y, canvas.rng.choice([0.8, 0.8, 1.1, 1.6, 2.4]), ink)


def cloud(canvas: Canvas, x: float, y: float, wide: float, ink: str, dark: str) -> None:
    """Print a flat-footed cloud."""
    for dx, dy, size in ((-0.28, 0.05, 0.16), (-0.06, -0.06, 0.22), (0.2, 0, 0.18)):
        canvas.disc(x + wide * dx, y + wide * dy, wide * size, ink)
    canvas.box(
        (x - wide * 0.5, y + wide * 0.02, x + wide * 0.5, y + wide * 0.2),
        ink,
        Shade(dark, "down", 0.5),
        radius=wide * 0.09,
    )


def floor_planks(canvas: Canvas, horizon: float, ink: str, centre: float = WIDTH / 2) -> None:
    """Print converging lines from a vanishing point to the foot of the sheet."""
    for step in range(-14, 15):
        canvas.line([(centre + step * 38, horizon), (centre + step * 190, HEIGHT + 5)], ink, 1.6)


def lamp(canvas: Canvas, x: float, foot: float, tall: float, post: str, light: str) -> None:
    """Print a street lamp with its glow."""
    canvas.glow(x, foot - tall, tall * 0.75, light, 0.55)
    canvas.box((x - 3, foot - tall, x + 3, foot), post)
    canvas.disc(x, foot - tall, tall * 0.055, mix(light, "#ffffff", 0.6))


def crane(sheet: Canvas, x: float, y: float, size: float) -> None:
    """Print a crane that stands in shallow water."""
    sheet.line([(x - 8 * size, y), (x - 4 * size, y + 104 * size)], INK, 4 * size)
    sheet.line(
        [(x + 10 * size, y), (x + 22 * size, y + 56 * size), (x + 8 * size, y + 104 * size)],
        INK,
        4 * size,
    )
    sheet.oval(
        (x - 76 * size, y - 44 * size, x + 56 * size, y + 18 * size),
        "#cfd2d2",
        Shade(INK, "left", 0.8),
    )
    sheet.polygon(
        [
            (x - 60 * size, y - 20 * size),
            (x - 124 * size, y + 34 * size),
            (x - 30 * size, y + 14 * size),
        ],
        "#59606c",
    )
    neck = [
        (x + 40 * size, y - 24 * size),
        (x + 78 * size, y - 74 * size),
        (x + 66 * size, y - 128 * size),
    ]
    sheet.line([*neck, (x + 82 * size, y - 150 * size)], INK, 13 * size)
    sheet.disc(x + 84 * size, y - 152 * size, 15 * size, CREAM)
    sheet.disc(x + 82 * size, y - 162 * size, 8 * size, CORAL)
    sheet.polygon(
        [
            (x + 94 * size, y - 158 * size),
            (x + 148 * size, y - 146 * size),
            (x + 94 * size, y - 146 * size),
        ],
        OCHRE,
    )
