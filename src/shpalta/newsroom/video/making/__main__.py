"""The process that looks at one file, or makes one streamable: a line of JSON at a time.

`look FILE LONGEST` prints the facts; `make FILE FOLDER LONGEST` prints how far it is and then
the facts of what it made in the folder. Refused: {"refused": code}, and it ends with 3. It ends by
itself when whoever started it is no more.
"""

import contextlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from shpalta.newsroom.video.making.encoding import FAST_START, encode, wrap
from shpalta.newsroom.video.making.facts import Facts, Limits, RefusedError
from shpalta.newsroom.video.making.looking import look
from shpalta.newsroom.video.making.playlists import make_playlists
from shpalta.newsroom.video.making.stills import make_still

REFUSED = 3
_TELLING_SECONDS = 0.5
_MEMORY = 6 * 1024**3


class _Teller:
    """Prints how far the work is, now and then, for as long as somebody is there to read it."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._next = 0.0
        self.base, self.share = 0.0, 1.0

    def __call__(self, done: float) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _TELLING_SECONDS
        if os.getppid() != self._parent:
            os._exit(1)
        # Times before the beginning are usual: sound that is cut away, pictures out of order.
        part = self.base + self.share * min(1.0, max(0.0, done))
        tell({"progress": round(100 * part)})


def tell(line: dict[str, Any]) -> None:
    """Print one line."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def make(source: Path, folder: Path, limits: Limits) -> dict[str, Any]:
    """Make everything that readers get of a file; give the facts of the MP4."""
    facts = look(source, limits)
    movie = folder / "video.mp4"
    progress = _Teller()
    progress.share = 0.7
    if facts.is_streamable:
        wrap(source, movie, progress, FAST_START)
    else:
        encode(source, movie, facts, progress)
    made = look(movie, Limits(limits.longest + 60))
    progress.base, progress.share = 0.7, 0.3
    make_playlists(movie, folder / "hls", made, progress, scratch=folder)
    make_still(movie, folder / "still.jpg", made.duration)
    return made.as_json()


def main(arguments: list[str]) -> int:
    """Do what the arguments say."""
    os.nice(10)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        match arguments:
            case ["look", file, longest]:
                found: Facts = look(Path(file), Limits(float(longest)))
                tell({"facts": found.as_json()})
            case ["make", file, folder, longest]:
                tell({"facts": make(Path(file), Path(folder), Limits(float(longest)))})
            case _:
                return 2
    except RefusedError as refused:
        tell({"refused": refused.code})
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
