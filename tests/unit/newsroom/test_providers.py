"""Addresses of videos and posts, as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.newsroom.video.providers import find_place

FRAMES = {
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://www.facebook.com",
    "https://t.me",
    "https://platform.twitter.com",
}

FACEBOOK = (
    "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com"
    "%2Fcity%2Fvideos%2F10153%2F"
)


@pytest.mark.parametrize(
    ("pasted", "address", "player"),
    [
        (
            "youtu.be/dQw4w9WgXcQ?si=x",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "https://m.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1",
        ),
        (
            "https://vimeo.com/76979871/abcdef0123",
            "https://vimeo.com/76979871/abcdef0123",
            "https://player.vimeo.com/video/76979871?h=abcdef0123&dnt=1&autoplay=1",
        ),
        (
            "https://twitter.com/city/status/123456789?s=20",
            "https://x.com/city/status/123456789",
            "https://platform.twitter.com/embed/Tweet.html?id=123456789&dnt=true",
        ),
        ("https://t.me/s/city/55", "https://t.me/city/55", "https://t.me/city/55?embed=1"),
        (
            "https://facebook.com/city/videos/10153/",
            "https://www.facebook.com/city/videos/10153/",
            FACEBOOK,
        ),
    ],
)
def test_what_is_pasted_is_understood(pasted: str, address: str, player: str) -> None:
    place = find_place(pasted)
    assert place is not None
    assert (place.address, place.player) == (address, player)
    assert find_place(place.address) == place, "its usual address stays the same"


@given(st.text(max_size=80))
def test_nothing_else_ever_leads_elsewhere(text: str) -> None:
    for beginning in ("", "https://youtube.com/", "https://t.me/", "https://x.com/i/status/"):
        place = find_place(beginning + text)
        if place is not None:
            assert place.frame in FRAMES
            assert place.player.isascii()
            assert not set(place.player) & set("\"'<> \n")
