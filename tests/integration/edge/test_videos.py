"""Videos through the edge: in slices, whole or in part, and never kept."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shpalta.core.ranges import content_range, holds, read_range
from shpalta.edge.slicing import SLICE
from tests.integration.edge.origins import Answer, Asked
from tests.integration.edge.press import Edge, Press
from tests.integration.edge.readers import Reply, run

FOLDER = "0123456789abcdef" * 2
MOVIE = f"/media/videos/{FOLDER}/video.mp4"
CONTENT = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range((5 * SLICE // 2) // 32)) + b"x"
TAG = '"film-1"'


class FilmPress(Press):
    """A press with one video, which it gives out in parts."""

    content = CONTENT
    tag = TAG
    is_public = True

    def answer(self, asked: Asked) -> Answer:
        if asked.target != MOVIE:
            return super().answer(asked)
        if not self.is_public:
            return Answer(b"no", status=404)
        fields = [("ETag", self.tag), ("Content-Type", "video/mp4"), ("Accept-Ranges", "bytes")]
        fields += [("Cache-Control", "public, max-age=31536000, immutable")]
        if asked.headers.get("if-none-match") == self.tag:
            return Answer(b"", fields, status=304)
        wanted = read_range(asked.headers.get("range"))
        if not holds(asked.headers.get("if-range"), etag=self.tag, last_modified=None):
            wanted = None
        if wanted is None:
            return Answer(self.content, fields)
        part = wanted.of(len(self.content))
        fields.append(("Content-Range", content_range(part, len(self.content))))
        if not part.satisfiable:
            return Answer(b"", fields, status=416)
        return Answer(self.content[part.first : part.last + 1], fields, status=206)


def drive(path: str = MOVIE, **headers: str) -> tuple[Reply, FilmPress, int]:
    """Ask for the video once; give the reply, the press and how many objects the edge keeps."""

    async def scenario() -> tuple[Reply, FilmPress, int]:
        async with FilmPress() as press, Edge(press) as edge:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            reply = await edge.get(path, headers=named)
            return reply, press, len(edge.app.engine.shelves)

    return run(scenario())


def test_a_whole_video_is_fetched_slice_by_slice_and_kept_nowhere() -> None:
    reply, press, kept = drive()
    assert reply.status == 200
    assert reply.body == CONTENT
    assert reply["content-length"] == str(len(CONTENT))
    assert reply["accept-ranges"] == "bytes"
    assert reply["content-range"] is None
    asked = [one.headers["range"] for one in press.origin.asked]
    assert len(asked) == 3
    assert asked[1] == f"bytes={SLICE}-{2 * SLICE - 1}"
    assert all("surrogate-capability" not in one.headers for one in press.origin.asked)
    assert all("cookie" not in one.headers for one in press.origin.asked)
    assert kept == 0


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, len(CONTENT) - 1), st.integers(0, 2 * len(CONTENT)))
def test_any_part_is_exactly_what_was_asked_for(first: int, length: int) -> None:
    last = first + length
    reply, _press, _kept = drive(range=f"bytes={first}-{last}")
    end = min(last, len(CONTENT) - 1)
    assert reply.status == 206
    assert reply["content-range"] == f"bytes {first}-{end}/{len(CONTENT)}"
    assert reply.body == CONTENT[first : end + 1]
    assert reply["content-length"] == str(end + 1 - first)


@pytest.mark.parametrize("length", [1, 500, SLICE, SLICE + 1, 10 * len(CONTENT)])
def test_the_last_bytes_are_the_last_bytes(length: int) -> None:
    reply, _press, _kept = drive(range=f"bytes=-{length}")
    assert reply.status == 206
    assert reply.body == CONTENT[-length:]


def test_what_is_beyond_the_end_is_416_and_broken_ranges_are_the_whole() -> None:
    reply, _press, _kept = drive(range=f"bytes={len(CONTENT)}-")
    assert reply.status == 416
    assert reply["content-range"] == f"bytes */{len(CONTENT)}"
    for asked in ("bytes=9-3", "bytes=0-1,5-6", "lines=1-2"):
        reply, _press, _kept = drive(range=asked)
        assert (reply.status, len(reply.body)) == (200, len(CONTENT)), asked


def test_conditions_are_the_press_s_to_judge() -> None:
    reply, _press, _kept = drive(range="bytes=5-9", if_range=TAG)
    assert (reply.status, reply.body) == (206, CONTENT[5:10])
    reply, _press, _kept = drive(range="bytes=5-9", if_range='"other"')
    assert (reply.status, len(reply.body)) == (200, len(CONTENT))
    reply, _press, _kept = drive(if_none_match=TAG)
    assert (reply.status, reply.body) == (304, b"")


def test_a_video_that_is_withdrawn_is_gone_at_once_and_breaks_off_what_is_under_way() -> None:
    async def scenario() -> None:
        async with FilmPress() as press, Edge(press) as edge:
            assert (await edge.get(MOVIE)).status == 200
            press.is_public = False
            assert (await edge.get(MOVIE)).status == 404
            press.is_public = True
            answer = press.answer

            def change(asked: Asked) -> Answer:
                given = answer(asked)
                if asked.target == MOVIE:
                    press.is_public = False
                return given

            press.origin.handler = change
            with pytest.raises(Exception, match="changed or went"):
                await edge.get(MOVIE)

    run(scenario())


def test_nothing_but_files_of_videos_goes_this_way() -> None:
    for path in (f"/media/videos/{FOLDER}/other.bin", "/media/videos/abc/video.mp4"):
        reply, press, _kept = drive(path)
        assert reply.status == 404
        assert all(one.target != path for one in press.origin.asked)
