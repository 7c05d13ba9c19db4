"""HTTP Live Streaming (RFC 8216): the MP4 in segments, long ones in two heights."""

from dataclasses import dataclass
from pathlib import Path

import av

from shpalta.newsroom.video.making.encoding import Progress, copy_streams, encode
from shpalta.newsroom.video.making.facts import Facts
from shpalta.newsroom.video.making.looking import find_picture_stream, open_video

LONG_SECONDS = 60.0
"""From this length on there is a second, lower height for slow connections."""
SEGMENT_SECONDS = 6
LOW, LEAST = 360, 480
"""The shorter side of the lower variant, and from which one on it is that."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One height: `name` is its folder beside the playlist, `rate` in bits a second."""

    name: str
    width: int
    height: int
    rate: int
    codecs: str


def make_playlists(
    movie: Path, folder: Path, facts: Facts, progress: Progress, *, scratch: Path
) -> tuple[Variant, ...]:
    """Write the segments of an MP4 and the playlists over them into `folder`."""
    variants = [_segment(movie, folder, "high")]
    if facts.duration >= LONG_SECONDS:
        shorter = min(variants[0].width, variants[0].height)
        low = LOW if shorter >= LEAST else max(2, round(shorter / 4) * 2)
        small = scratch / "low.mp4"
        plain = Facts(**facts.as_json() | _upright(variants[0]))
        encode(movie, small, plain, progress, shorter=low)
        variants.append(_segment(small, folder, "low"))
        small.unlink()
    (folder / "index.m3u8").write_text(_master(variants))
    return tuple(variants)


def _upright(variant: Variant) -> dict[str, int]:
    return {"width": variant.width, "height": variant.height, "rotation": 0}


def _segment(movie: Path, folder: Path, name: str) -> Variant:
    place = folder / name
    place.mkdir(parents=True)
    options = {
        "hls_time": str(SEGMENT_SECONDS),
        "hls_list_size": "0",
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": str(place / "%05d.m4s"),
        "hls_flags": "independent_segments",
    }
    with open_video(movie) as given:
        with av.open(str(place / "index.m3u8"), "w", format="hls", options=options) as made:
            copy_streams(given, made, lambda _done: None)
        picture = find_picture_stream(given)
        context, sounds = picture.codec_context, given.streams.audio
        length = float(given.duration or av.time_base) / av.time_base
        return Variant(
            name,
            context.width,
            context.height,
            _peak(place, length),
            codec_names(bytes(context.extradata or b""), with_sound=bool(sounds)),
        )


def _peak(place: Path, length: float) -> int:
    """Give the largest bit rate of a segment, which a player must reckon with."""
    sizes = [file.stat().st_size for file in place.glob("*.m4s")]
    seconds = min(float(SEGMENT_SECONDS), max(length, 1.0))
    return round(max(sizes, default=0) * 8 / seconds) or 1


def codec_names(extradata: bytes, *, with_sound: bool) -> str:
    """Write the codecs (RFC 6381) of a stream by its AVC configuration record."""
    picture = f"avc1.{extradata[1:4].hex()}" if len(extradata) > 4 else "avc1.640028"  # noqa: PLR2004
    return f"{picture},mp4a.40.2" if with_sound else picture


def _master(variants: list[Variant]) -> str:
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for one in variants:
        size = f"{one.width}x{one.height}"
        lines += [
            f'#EXT-X-STREAM-INF:BANDWIDTH={one.rate},RESOLUTION={size},CODECS="{one.codecs}"',
            f"{one.name}/index.m3u8",
        ]
    return "\n".join(lines) + "\n"
