"""Captions: what is well formed is kept and written anew, everything else refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shpalta.newsroom.video.captions import LARGEST, read_captions
from shpalta.newsroom.video.errors import VideoError

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20
)


def test_subrip_becomes_webvtt() -> None:
    track = read_captions(
        "1\r\n00:00:01,500 --> 00:00:02,000\r\nДобрий день\r\n".encode("utf-8-sig")
    )
    assert track.text == "WEBVTT\n\n00:00:01.500 --> 00:00:02.000\nДобрий день\n"
    assert track.cues == 1


def test_settings_and_plain_marks_stay_and_everything_else_is_text() -> None:
    lines = [
        *("WEBVTT", "", "STYLE", "::cue { background: url(https://evil.example) }", ""),
        "00:01.000 --> 00:02.000 line:0 align:start onload:x",
        "<b>A</b> <script>x</script> &amp; <v Me>B",
    ]
    text = read_captions("\n".join(lines).encode()).text
    assert text.splitlines() == [
        *("WEBVTT", "", "00:00:01.000 --> 00:00:02.000 line:0 align:start"),
        "<b>A</b> &lt;script&gt;x&lt;/script&gt; &amp; B",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no captions",
        b"00:02.000 --> 00:01.000\nbackwards\n",
        b"00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb\n",
        b"00:99.0 --> later\nx\n",
        b"\xff\x00 --> \xfe",
        b"x" * (LARGEST + 1),
    ],
)
def test_what_are_no_captions_is_refused(content: bytes) -> None:
    with pytest.raises(VideoError):
        read_captions(content)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 5000), words), min_size=1))
def test_what_was_written_is_read_as_it_was(cues: list[tuple[int, int, str]]) -> None:
    cues.sort()
    lines = [
        f"{_clock(start)} --> {_clock(start + length)}\nx{text.replace('-->', '')}\n"
        for start, length, text in cues
    ]
    once = read_captions("\n".join(lines).encode())
    assert once.cues == len(cues)
    assert read_captions(once.text.encode()) == once


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"00:{seconds // 60:02d}:{seconds % 60:02d},{rest:03d}"
