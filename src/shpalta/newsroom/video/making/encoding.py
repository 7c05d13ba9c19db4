"""The MP4: what fits already is only wrapped anew, the rest is encoded as H.264 and AAC."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.filter import Graph

from shpalta.newsroom.video.making.facts import Facts, RefusedError
from shpalta.newsroom.video.making.looking import (
    PLAYED_SIDES,
    find_picture_stream,
    open_video,
)

FAST_START = {"movflags": "+faststart"}
KEY_SECONDS = 2
FASTEST = 60
_USUAL_RATE = 30
_PRESET = {"preset": "veryfast", "crf": "23", "profile": "high"}
_SOUND_RATE, _SOUND_BITS = 48_000, 128_000
_LARGEST_RATE = {1080: 5_000_000, 720: 2_800_000, 480: 1_400_000, 0: 800_000}
"""Bits a second at most, by the least height from which on that holds."""
_QUARTER_TURNS = {90: "cclock", 270: "clock"}

Progress = Callable[[float], None]
"""Is told how much is done, from 0 to 1."""


def fitting_size(width: int, height: int, shorter: int = PLAYED_SIDES[1]) -> tuple[int, int]:
    """Give the size, in even pixels, in which a picture is sent whose shorter side is limited."""
    longer = round(shorter * PLAYED_SIDES[0] / PLAYED_SIDES[1])
    scale = min(1.0, longer / max(width, height), shorter / min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def wrap(source: Path, target: Path, progress: Progress, options: dict[str, str]) -> None:
    """Put the streams of a file into another as they are. `options` are the muxer's."""
    with (
        open_video(source) as given,
        av.open(str(target), "w", options=options) as made,
    ):
        copy_streams(given, made, progress)


def copy_streams(given: InputContainer, made: OutputContainer, progress: Progress) -> None:
    """Copy pictures and sound packet by packet."""
    picture = find_picture_stream(given)
    chosen = [picture, *given.streams.audio[:1]]
    targets = {one.index: made.add_stream_from_template(one) for one in chosen}
    length = float(given.duration or 0) / av.time_base
    for packet in given.demux(chosen):
        if packet.dts is None:
            continue
        if packet.stream is picture and length:
            progress(min(1.0, float(packet.dts * packet.time_base) / length))
        packet.stream = targets[packet.stream.index]
        made.mux(packet)


def encode(
    source: Path,
    target: Path,
    facts: Facts,
    progress: Progress,
    *,
    shorter: int = PLAYED_SIDES[1],
) -> None:
    """Encode a file as an MP4 that every browser plays, its shorter side at most `shorter`.

    Raises RefusedError if nothing of it can be decoded.
    """
    with open_video(source) as given, av.open(str(target), "w", options=FAST_START) as made:
        picture = find_picture_stream(given)
        picture.thread_type = "AUTO"
        sound = given.streams.audio[0] if given.streams.audio else None
        pictures = _Pictures(made, picture, facts, shorter)
        sounds = _Sounds(made, sound) if sound is not None else None
        for packet in given.demux([one for one in (picture, sound) if one is not None]):
            try:
                frames: list[Any] = list(packet.decode())
            except FFmpegError:
                # A few broken packets are a flaw of the picture, not the end of the video.
                continue
            for frame in frames:
                if packet.stream is picture:
                    pictures.take(frame)
                    if frame.time is not None:
                        progress(min(1.0, frame.time / facts.duration))
                elif sounds is not None:
                    sounds.take(frame)
        pictures.end()
        if sounds is not None:
            sounds.end()
    if not pictures.count:
        raise RefusedError("broken")


class _Pictures:
    """Turns, scales and encodes the pictures of one file."""

    def __init__(self, made: OutputContainer, stream: Any, facts: Facts, shorter: int) -> None:
        self.count = 0
        self._made = made
        width, height = fitting_size(facts.width, facts.height, shorter)
        rate = stream.average_rate or stream.guessed_rate or Fraction(_USUAL_RATE)
        rate = min(max(Fraction(rate), Fraction(1)), Fraction(FASTEST))
        bits = next(bits for least, bits in _LARGEST_RATE.items() if min(width, height) >= least)
        limits = {"maxrate": str(bits), "bufsize": str(2 * bits)}
        keys = {"g": str(round(rate * KEY_SECONDS)), "sc_threshold": "0"}
        self._target: Any = made.add_stream("libx264", rate=rate, options=_PRESET | limits | keys)
        self._target.width, self._target.height = width, height
        self._target.pix_fmt = "yuv420p"
        self._target.codec_context.thread_count = 2
        self._rate = rate
        self._stream, self._rotation = stream, facts.rotation
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None

    def take(self, frame: Any) -> None:
        """Encode one picture."""
        shape = (frame.width, frame.height, frame.format.name)
        if shape != self._shape:
            self._flush_graph()
            self._graph, self._shape = self._chain(frame), shape
        assert self._graph is not None  # noqa: S101  made above
        self._graph.vpush(frame)
        self._drain()

    def _chain(self, frame: Any) -> Graph:
        """Build what a picture goes through: straightened, turned, scaled, of an even pace."""
        graph = Graph()
        steps: list[Any] = [
            graph.add_buffer(
                width=frame.width,
                height=frame.height,
                format=frame.format.name,
                time_base=self._stream.time_base,
            )
        ]
        if frame.interlaced_frame:
            steps.append(graph.add("bwdif"))
        if self._rotation in _QUARTER_TURNS:
            steps.append(graph.add("transpose", _QUARTER_TURNS[self._rotation]))
        elif self._rotation == 180:  # noqa: PLR2004  degrees
            steps += [graph.add("hflip"), graph.add("vflip")]
        size = f"{self._target.width}:{self._target.height}"
        steps += [graph.add("scale", size), graph.add("setsar", "1")]
        steps.append(graph.add("fps", f"{self._rate.numerator}/{self._rate.denominator}"))
        steps += [graph.add("format", "yuv420p"), graph.add("buffersink")]
        for one, other in pairwise(steps):
            one.link_to(other)
        graph.configure()
        return graph

    def _drain(self) -> None:
        while self._graph is not None:
            try:
                frame: Any = self._graph.vpull()
            except (BlockingIOError, EOFError):
                return
            frame.pict_type = 0
            self.count += 1
            self._made.mux(self._target.encode(frame))

    def _flush_graph(self) -> None:
        if self._graph is not None:
            self._graph.vpush(None)
            self._drain()

    def end(self) -> None:
        """Write what is still held."""
        self._flush_graph()
        self._made.mux(self._target.encode(None))


class _Sounds:
    """Encodes the sound of one file."""

    def __init__(self, made: OutputContainer, stream: Any) -> None:
        self._made = made
        self._target: Any = made.add_stream("aac", rate=_SOUND_RATE)
        self._target.bit_rate = _SOUND_BITS
        mono = stream.codec_context.channels == 1
        self._target.layout = "mono" if mono else "stereo"
        self._resampler = av.AudioResampler(
            format="fltp", layout="mono" if mono else "stereo", rate=_SOUND_RATE
        )

    def take(self, frame: Any) -> None:
        """Encode one piece of sound."""
        for resampled in self._resampler.resample(frame):
            self._made.mux(self._target.encode(resampled))

    def end(self) -> None:
        """Write what is still held."""
        for resampled in self._resampler.resample(None):
            self._made.mux(self._target.encode(resampled))
        self._made.mux(self._target.encode(None))
