"""Makes small video files for tests: real ones, by the library that also reads them.

Each is made once, in a process of its own: a decoder that breaks must not take the tests down.
"""

import atexit
import hashlib
import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw

RATE, SOUND_RATE = 10, 48_000
Drawn = Callable[[int], Image.Image]


def bars(width: int, height: int) -> Drawn:
    """Give a drawing of coloured bars over which a square moves."""

    def draw(number: int) -> Image.Image:
        image = Image.new("RGB", (width, height), (24, 40, 90))
        pen = ImageDraw.Draw(image)
        for index, colour in enumerate(((200, 60, 40), (230, 180, 60), (60, 150, 90))):
            pen.rectangle(
                (index * width // 3, 0, (index + 1) * width // 3 - 1, height // 2), fill=colour
            )
        left = number * 7 % max(1, width - 20)
        pen.rectangle((left, height * 2 // 3, left + 20, height * 2 // 3 + 20), fill="white")
        return image

    return draw


def make_footage(
    path: Path,
    *,
    seconds: float = 2.0,
    size: tuple[int, int] = (320, 180),
    codec: str = "libx264",
    sound: str = "aac",
    rate: int = RATE,
    options: dict[str, str] | None = None,
) -> Path:
    """Write a video; the file's suffix says the container. `codec`, `sound`: "" for none."""
    wanted = json.dumps([path.suffix, seconds, size, codec, sound, rate, options or {}])
    shutil.copyfile(_kept(wanted), path)
    return path


@lru_cache(maxsize=64)
def _kept(wanted: str) -> Path:
    suffix = json.loads(wanted)[0]
    path = _folder() / f"{hashlib.sha256(wanted.encode()).hexdigest()[:16]}{suffix}"
    subprocess.run([sys.executable, __file__, wanted, str(path)], check=True, timeout=300)
    return path


@lru_cache(maxsize=8)
def made_streamable(seconds: float) -> tuple[Path, dict[str, Any]]:
    """Give the folder that the workshop's process makes of a video, and its facts."""
    source = make_footage(_folder() / f"source-{seconds}.mp4", seconds=seconds)
    folder = _folder() / f"made-{seconds}"
    folder.mkdir()
    command = [sys.executable, "-m", "shpalta.newsroom.video.making", "make"]
    told = subprocess.run(
        [*command, str(source), str(folder), "3600"], check=True, capture_output=True, timeout=120
    )
    facts: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])["facts"]
    return folder, facts


@lru_cache(maxsize=1)
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="footage-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def write_footage(wanted: str, path: Path) -> None:
    """Write a video as it is asked for by `make_footage`."""
    _suffix, seconds, size, codec, sound, rate, options = json.loads(wanted)
    with av.open(str(path), "w") as made:
        picture = _picture(made, codec, rate, size, options) if codec else None
        voice: Any = made.add_stream(sound, rate=SOUND_RATE) if sound else None
        if voice is not None:
            voice.layout = "mono"
        if picture is not None:
            draw = bars(*size)
            for number in range(round(seconds * rate)):
                frame: Any = av.VideoFrame.from_image(draw(number))  # type: ignore[no-untyped-call]
                frame.pts, frame.time_base = number, Fraction(1, rate)
                made.mux(picture.encode(frame))
            made.mux(picture.encode(None))
        if voice is not None:
            _hum(made, voice, seconds)


def _picture(
    made: Any, codec: str, rate: int, size: tuple[int, int], options: dict[str, str] | None
) -> Any:
    usual = {"preset": "ultrafast"} if codec == "libx264" else {}
    stream = made.add_stream(codec, rate=rate, options=usual | (options or {}))
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    return stream


def _hum(made: Any, voice: Any, seconds: float) -> None:
    piece = 960
    resampler = av.AudioResampler(
        format=voice.codec_context.format.name, layout="mono", rate=SOUND_RATE
    )
    for start in range(0, round(seconds * SOUND_RATE), piece):
        frame = av.AudioFrame(format="s16", layout="mono", samples=piece)
        values = (
            round(3000 * math.sin((start + index) * 2 * math.pi * 220 / SOUND_RATE))
            for index in range(piece)
        )
        frame.planes[0].update(b"".join(v.to_bytes(2, "little", signed=True) for v in values))
        frame.sample_rate, frame.pts = SOUND_RATE, start
        frame.time_base = Fraction(1, SOUND_RATE)
        for resampled in resampler.resample(frame):
            made.mux(voice.encode(resampled))
    made.mux(voice.encode(None))


if __name__ == "__main__":
    write_footage(sys.argv[1], Path(sys.argv[2]))
