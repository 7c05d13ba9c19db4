"""Cutting pictures: the shape is kept, nothing lies outside, and the focus stays in sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.crops import EVERYTHING, RATIOS, Rectangle, Shape, Size, cut, cut_by_hand, largest

sizes = st.tuples(st.integers(1, 12_000), st.integers(1, 12_000))
parts = st.floats(0, 1)
shapes = st.sampled_from(list(RATIOS))
_EPSILON = 1e-9


def ratio(rectangle: Rectangle, size: Size) -> float:
    return rectangle.width * size[0] / (rectangle.height * size[1])


def is_inside(rectangle: Rectangle) -> bool:
    return (
        rectangle.left >= 0
        and rectangle.top >= 0
        and rectangle.left + rectangle.width <= 1 + _EPSILON
        and rectangle.top + rectangle.height <= 1 + _EPSILON
    )


@given(shapes, sizes, parts, parts)
def test_a_cut_has_its_shape_and_holds_the_focus(
    shape: Shape, size: Size, x: float, y: float
) -> None:
    found = cut(shape, size, (x, y))
    across, down = RATIOS[shape]
    assert ratio(found, size) == pytest.approx(across / down)
    assert is_inside(found)
    assert found.left - _EPSILON <= x <= found.left + found.width + _EPSILON
    assert found.top - _EPSILON <= y <= found.top + found.height + _EPSILON
    assert max(found.width, found.height) == pytest.approx(1)


@given(shapes, sizes, st.floats(-2, 2), st.floats(-2, 2), st.floats(0.01, 3))
def test_what_is_drawn_keeps_its_shape_and_stays_inside(
    shape: Shape, size: Size, left: float, top: float, width: float
) -> None:
    found = cut_by_hand(shape, size, left=left, top=top, width=width)
    across, down = RATIOS[shape]
    assert ratio(found, size) == pytest.approx(across / down)
    assert is_inside(found)
    assert found.width <= largest(shape, size)[0] + _EPSILON


@given(shapes, sizes, parts, parts, parts)
def test_what_fits_is_left_as_it_was_drawn(
    shape: Shape, size: Size, x: float, y: float, z: float
) -> None:
    most_width, most_height = largest(shape, size)
    width = most_width * max(z, 0.01)
    height = most_height * width / most_width
    left, top = x * (1 - width), y * (1 - height)
    found = cut_by_hand(shape, size, left=left, top=top, width=width)
    assert (found.left, found.top, found.width) == pytest.approx((left, top, width))


def test_the_whole_picture_is_all_of_it() -> None:
    assert largest(Shape.WHOLE, (3000, 17)) == (1, 1)
    assert EVERYTHING.in_pixels((30, 20)) == (0, 0, 30, 20)
