"""Looking at a file that somebody uploaded: is it a video, is it whole, is it of a sane size.

Only containers of one file are opened. Playlists and concatenations name other files, and a
hostile one names those of the server.
"""

import math
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError

from shpalta.newsroom.video.making.facts import (
    LONGEST_SIDE,
    SHORTEST_SIDE,
    Facts,
    Limits,
    RefusedError,
)

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,flv,ogg,mxf"
OPTIONS = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
PLAYED_VIDEO, PLAYED_SOUND = "h264", "aac"
PLAYED_SIDES = (1920, 1080)
"""The longer and the shorter side of the largest picture that is sent to readers."""
PLAYED_RATE = 10_000_000
"""Bits a second beyond which a file is encoded anew."""
_PROFILES = frozenset({"Baseline", "Constrained Baseline", "Main", "High"})
_WHOLE = 0.8
"""How much of the length that a file states must be there."""
_STILLS = frozenset({"png", "mjpeg", "gif", "bmp", "webp", "tiff"})
"""Codecs of pictures: a song's cover is no video."""


def open_video(path: Path) -> InputContainer:
    """Open a file for reading. Raises RefusedError if it is no video in one file."""
    try:
        container = av.open(str(path), "r", options=dict(OPTIONS), metadata_errors="replace")
    except (FFmpegError, OSError, ValueError, UnicodeError) as error:
        raise RefusedError(_why_unopened(path)) from error
    return container


def _why_unopened(path: Path) -> str:
    """Say whether what cannot be opened is a part of a video or none at all."""
    with path.open("rb") as file:
        start = file.read(64)
    is_mp4 = start[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free"}
    is_other = start.startswith((b"\x1aE\xdf\xa3", b"RIFF", b"FLV", b"OggS", b"0&\xb2u"))
    return "truncated" if is_mp4 or is_other else "no_video_file"


def find_picture_stream(container: InputContainer) -> Any:
    """Give the stream of moving pictures, None if there is none."""
    for stream in container.streams.video:
        attached = bool(getattr(stream.disposition, "value", 0) & 0x400)
        if not attached and stream.codec_context is not None:
            return stream
    return None


def look(path: Path, limits: Limits) -> Facts:
    """Find out what a file is. Raises RefusedError."""
    # All that is asked of a stream is asked while its file is open: it is freed with it.
    with open_video(path) as container:
        stream = find_picture_stream(container)
        if stream is None:
            raise RefusedError("no_picture" if container.streams.audio else "no_video_file")
        facts = _facts(path, container, stream)
        is_still = stream.codec_context.name in _STILLS and facts.duration < 1
    if is_still:
        raise RefusedError("still")
    if not math.isfinite(facts.duration) or facts.duration <= 0:
        raise RefusedError("empty")
    if facts.duration > limits.longest:
        raise RefusedError("too_long")
    _check_whole(path, facts.duration)
    return facts


def _facts(path: Path, container: InputContainer, stream: Any) -> Facts:
    width, height = stream.codec_context.width, stream.codec_context.height
    if min(width, height) < SHORTEST_SIDE or max(width, height) > LONGEST_SIDE:
        raise RefusedError("size")
    sound = next((str(one.codec_context.name) for one in container.streams.audio), "")
    duration = _duration(container, stream)
    frame = _first_frame(container, stream)
    rotation = int(getattr(frame, "rotation", 0) or 0) % 360
    is_turned = rotation in {90, 270}
    return Facts(
        duration=duration,
        width=height if is_turned else width,
        height=width if is_turned else height,
        rotation=rotation,
        video_codec=stream.codec_context.name,
        audio_codec=sound,
        is_streamable=_is_streamable(path, stream, frame, rotation, sound, duration),
    )


def _first_frame(container: InputContainer, stream: Any) -> Any:
    try:
        for frame in container.decode(stream):
            return frame
    except FFmpegError as error:
        raise RefusedError("broken") from error
    raise RefusedError("empty")


def _duration(container: InputContainer, stream: Any) -> float:
    """Give the length that the file states, or that it has."""
    if container.duration:
        return float(container.duration) / av.time_base
    if stream.duration:
        return float(stream.duration * stream.time_base)
    return 0.0


def _check_whole(path: Path, duration: float) -> None:
    """Refuse a file that ends long before it says. Raises RefusedError."""
    last = 0.0
    with open_video(path) as container:
        stream = find_picture_stream(container)
        begin = float((stream.start_time or 0) * stream.time_base)
        try:
            container.seek(int(max(0.0, duration - 2 + begin) * av.time_base))
            for packet in container.demux(stream):
                if packet.pts is not None and packet.size:
                    last = max(last, float(packet.pts * stream.time_base) - begin)
        except FFmpegError as error:
            raise RefusedError("truncated") from error
    if last < min(duration - 1.0, duration * _WHOLE) * (duration > 1):
        raise RefusedError("truncated")


def _is_streamable(
    path: Path, stream: Any, frame: Any, rotation: int, sound: str, duration: float
) -> bool:
    context = stream.codec_context
    longer, shorter = max(context.width, context.height), min(context.width, context.height)
    ratio = stream.sample_aspect_ratio
    return (
        context.name == PLAYED_VIDEO
        and context.profile in _PROFILES
        and frame.format.name in {"yuv420p", "yuvj420p"}
        and not frame.interlaced_frame
        and rotation == 0
        and ratio in {None, 0, 1}
        and longer <= PLAYED_SIDES[0]
        and shorter <= PLAYED_SIDES[1]
        and context.width % 2 == context.height % 2 == 0
        and sound in {"", PLAYED_SOUND}
        and path.stat().st_size * 8 <= PLAYED_RATE * duration
    )
