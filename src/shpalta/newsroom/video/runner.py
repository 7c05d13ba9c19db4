"""The side of the newsroom and the workshop of the process that reads video files (`making`)."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from shpalta.newsroom.video.making.facts import Facts, RefusedError

LOOK_SECONDS = 45.0
SILENT_SECONDS = 180.0
"""A maker that tells no progress for so long hangs."""
_MODULE = (sys.executable, "-m", "shpalta.newsroom.video.making")
_KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")


def _start(*arguments: str) -> "subprocess.Popen[str]":
    # The decoder of a stranger's file has no business with keys and passwords.
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return subprocess.Popen(  # noqa: S603  our own module; the file's name is ours as well
        [*_MODULE, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        close_fds=True,
    )


def look(path: Path) -> Facts:
    """Find out what a file is. Raises RefusedError."""
    process = _start("look", str(path), str(settings.SHPALTA_VIDEO.longest))
    try:
        printed, _nothing = process.communicate(timeout=LOOK_SECONDS)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise RefusedError("endless") from error
    return _outcome(printed.splitlines())


def _outcome(lines: Sequence[str]) -> Facts:
    """Give the facts that were printed. Raises RefusedError, also where nothing was."""
    last: dict[str, Any] = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    if "facts" in last:
        return Facts.from_json(last["facts"])
    raise RefusedError(str(last.get("refused", "crashed")))


class Maker:
    """One file that is being made streamable, beside everything else."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.progress = 0
        self._process = _start(
            "make", str(source), str(folder), str(settings.SHPALTA_VIDEO.longest)
        )
        assert self._process.stdout is not None  # noqa: S101  it was asked for
        os.set_blocking(self._process.stdout.fileno(), False)
        self._text = ""
        self._heard_at = time.monotonic()

    def is_working(self) -> bool:
        """Hear what it has to say; say whether it is still at work."""
        ended = self._process.poll() is not None
        self._hear()
        if not ended and time.monotonic() - self._heard_at > SILENT_SECONDS:
            self.stop()
            self._text += '\n{"refused": "endless"}\n'
            return False
        return not ended

    def _hear(self) -> None:
        assert self._process.stdout is not None  # noqa: S101
        told = os.read(self._process.stdout.fileno(), 65_536) if self._has_more() else b""
        if told:
            self._heard_at = time.monotonic()
            self._text += told.decode("utf-8", "replace")
        for line in self._text.splitlines():
            if line.startswith('{"progress"') and line.endswith("}"):
                self.progress = max(0, min(100, int(json.loads(line)["progress"])))

    def _has_more(self) -> bool:
        assert self._process.stdout is not None  # noqa: S101
        return bool(select.select([self._process.stdout], [], [], 0)[0])

    def facts(self) -> Facts:
        """Give the facts of what was made, once it has ended. Raises RefusedError."""
        if not self._process.stdout.closed:  # type: ignore[union-attr]
            self._hear()
        self.stop()
        return _outcome([line for line in self._text.splitlines() if line])

    def stop(self) -> None:
        """End it at once, if it has not ended, and let go of it."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None  # noqa: S101  it was asked for
        self._process.stdout.close()
