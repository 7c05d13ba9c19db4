"""A policy names the very style that a page holds, and no other."""

from shpalta.core.policies import style_source


def test_a_style_is_named_by_the_digest_that_browsers_reckon() -> None:
    # That of the empty text is known: RFC 6234's function, written as RFC 4648 writes bytes.
    assert style_source("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"


def test_styles_that_differ_by_a_space_have_different_names() -> None:
    assert style_source("a{top:0}") != style_source("a{top: 0}")


def test_letters_beyond_ascii_are_reckoned_as_pages_send_them() -> None:
    told = "'sha256-uyGzOdEUGEQCjSBG8/EXQfL0lejHNxXxcNml45Gmq5U='"
    assert style_source("a::after{content:'»'}") == told
