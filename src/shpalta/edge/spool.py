"""Counts on disk until the origin has them: one file a worker, one line a batch.

A worker holds a lock on its file as long as it lives. A file that nobody holds was left by one
that was killed: whoever finds it sends what is in it. The origin remembers the highest number
that it took of each spool, so that sending twice counts once.
"""

import contextlib
import fcntl
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from shpalta.core.counting import Batch, CountingError, merged, this_hour

SUFFIX = ".counts"
LARGE = 1024 * 1024
"""Bytes from which on what was never sent is added up."""
MOST_AT_ONCE = 200
"""Batches in one sending."""


class Spool:
    """One file of batches, with its lock. Every method may block on the disk, and on the others."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self._path = path
        self._file = path.open("a+b", buffering=0)
        self._lock = threading.Lock()
        self._number = 0
        self._tried = 0
        """The highest number that was given out to be sent."""
        self._size = 0
        self._compact_at = LARGE
        self._waiting = 0

    @staticmethod
    def begin(folder: Path) -> "Spool":
        """Begin a file of our own. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        spool = Spool(folder / f"{secrets.token_hex(12)}{SUFFIX}")
        try:
            spool._hold()
        except OSError:
            spool.close()
            raise
        return spool

    def _hold(self) -> None:
        """Take the file's lock. Raises OSError if somebody else has it, or removed the file."""
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(self._file.fileno()).st_ino != self._path.stat().st_ino:
            raise BlockingIOError(self._path)

    @staticmethod
    def left_behind(folder: Path) -> "Iterator[Spool]":
        """Give the files that nobody holds, one after the other, held by us from now on."""
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            try:
                spool = Spool(path)
            except OSError:
                continue
            try:
                spool._hold()
            except OSError:
                spool.close()
                continue
            yield spool

    def write(self, counts: Mapping[str, int], now: datetime) -> None:
        """Keep a batch; when this returns it survives a crash. Raises OSError."""
        with self._lock:
            self._number += 1
            batch = Batch(self._number, this_hour(now), counts, round(now.timestamp(), 1))
            line = batch.line().encode() + b"\n"
            self._append(line)
            self._waiting += 1
            if self._size > self._compact_at:
                self._compact()

    def _append(self, line: bytes) -> None:
        before = self._size
        try:
            written = self._file.write(line)
            if written != len(line):
                raise OSError(28, "The disk is full")
            os.fdatasync(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(before)
            raise
        self._size += len(line)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits, as far as this object wrote it itself."""
        return self._waiting == 0

    def waiting(self) -> list[Batch]:
        """Give the oldest batches that wait. What was torn by a crash is left out."""
        with self._lock:
            found = self._read()[:MOST_AT_ONCE]
            if found:
                self._tried = max(self._tried, found[-1].number)
            return found

    def _read(self) -> list[Batch]:
        self._file.seek(0)
        found = []
        for line in self._file.read().split(b"\n"):
            with contextlib.suppress(CountingError):
                found.append(Batch.parse(line))
        return found

    def acknowledge(self, number: int) -> None:
        """Let go of what the origin has: all up to a number. Raises OSError."""
        with self._lock:
            self._rewrite([batch for batch in self._read() if batch.number > number])

    def _compact(self) -> None:
        batches = self._read()
        tried = [batch for batch in batches if batch.number <= self._tried]
        fresh = [batch for batch in batches if batch.number > self._tried]
        self._rewrite([*tried, *merged(fresh)])
        self._compact_at = max(LARGE, 2 * self._size)

    def _rewrite(self, batches: list[Batch]) -> None:
        if not batches:
            self._file.truncate(0)
            self._size = self._waiting = 0
            return
        body = b"".join(batch.line().encode() + b"\n" for batch in batches)
        beside = self._path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        fresh = beside.open("a+b", buffering=0)
        try:
            fcntl.flock(fresh, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fresh.write(body)
            os.fdatasync(fresh)
            beside.replace(self._path)
        except OSError:
            fresh.close()
            beside.unlink(missing_ok=True)
            raise
        self._file.close()
        self._file = fresh
        self._size, self._waiting = len(body), len(batches)

    def close(self) -> None:
        """Let go of the file; what is in it waits for whoever finds it."""
        self._file.close()

    def remove(self) -> None:
        """Remove the file, of which everything is acknowledged."""
        self._path.unlink(missing_ok=True)
        self._file.close()
