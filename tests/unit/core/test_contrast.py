from hypothesis import given
from hypothesis import strategies as st

from shpalta.core.contrast import TEXT, contrast, luminance, nearest_passing, worst_contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_known_pairs() -> None:
    assert luminance("#000000") == 0
    assert round(luminance("#ffffff"), 9) == 1
    assert round(contrast("#000000", "#ffffff"), 9) == 21
    # The often quoted greys on white: the last one that passes and the first that does not.
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@given(COLOURS, COLOURS)
def test_a_ratio_is_the_same_both_ways_and_between_one_and_twenty_one(one: str, other: str) -> None:
    ratio = contrast(one, other)
    assert ratio == contrast(other, one)
    assert 1 <= ratio <= 21.0000001
    assert round(contrast(one, one), 9) == 1


@given(COLOURS, COLOURS)
def test_what_is_offered_passes_and_what_passes_is_left_as_it_is(colour: str, ground: str) -> None:
    found = nearest_passing(colour, ground)
    # Against one ground black or white always passes.
    assert found is not None
    assert contrast(found, ground) >= TEXT
    if contrast(colour, ground) >= TEXT + 0.2:
        assert all(
            abs(int(found[at : at + 2], 16) - int(colour[at : at + 2], 16)) <= 1 for at in (1, 3, 5)
        )


def test_nothing_is_offered_where_nothing_can_pass() -> None:
    assert nearest_passing("#808080", "#000000", "#ffffff", least=5) is None
    assert worst_contrast("#ffffff", "#000000", "#ffffff") == 1
