"""The store's tables: objects, purges, and up to where the journal is in them."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from shpalta.core.entries import Position
from shpalta.edge.store_connection import StoreConnection
from shpalta.edge.store_objects import Loaded, Written
from shpalta.edge.stored import Key

MOST_PURGES = 200_000
COUNTED_ALWAYS = 1_000
"""Up to so many objects they are counted at each writing; more of them now and then."""
KEPT_PART = 0.9
"""How much of the allowed bytes is kept when there are more."""

_SAVE = """
INSERT INTO objects (host, target, secondary, about, keys, position, epoch, size, used_at, checksum)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (host, target, secondary) DO UPDATE SET about = excluded.about, keys = excluded.keys,
    position = excluded.position, epoch = excluded.epoch, size = excluded.size,
    used_at = excluded.used_at, checksum = excluded.checksum
RETURNING id
"""
_PURGE = """
INSERT INTO purges (key, position) VALUES (?, ?)
ON CONFLICT (key) DO UPDATE SET position = max(position, excluded.position)
"""
_LOAD = """
SELECT secondary, about, keys, position, epoch, checksum, body, id
FROM objects JOIN bodies USING (id) WHERE host = ? AND target = ?
"""


class StoreFile:
    """One connection to the file. Every method raises StoreError: permanent if it is broken."""

    def __init__(self, folder: Path, *, limit: int) -> None:
        self._file = StoreConnection(folder)
        self._limit = limit
        self._removed = False
        self._writes = 0
        self._figures = (0, 0)

    @property
    def identity(self) -> str:
        """What tells this file from one that was begun anew in its place; "": none was opened."""
        return self._file.identity

    def open(self) -> None:
        """Connect, making the file the first time; again if another one is in its place."""
        if self._file.open():
            self._writes = 0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def put_aside(self) -> None:
        """Remove the file; the next `open` begins a new one. One that is new already stays."""
        self._file.put_aside()

    def where(self) -> tuple[str, str]:
        """Give the epoch, and the position up to which purges are written; "" for none."""
        with self._file.telling():
            return self._fact("epoch"), self._fact("position")

    def figures(self) -> tuple[int, int]:
        """Give the number of objects and their bytes, as last counted."""
        return self._figures

    def write(self, changes: Sequence[Callable[["StoreFile"], object]]) -> None:
        """Make changes in one transaction, and keep within the bounds."""
        with self._file.telling():
            database = self._connection
            database.execute("BEGIN IMMEDIATE")
            try:
                for change in changes:
                    change(self)
                if self._writes % 50 == 0 or self._figures[0] < COUNTED_ALWAYS:
                    self._keep_bounds()
                self._writes += 1
                database.execute("COMMIT")
                self._forget_removed()
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                raise

    def _forget_removed(self) -> None:
        """Take what was removed out of the write-ahead log too: its words must lie nowhere."""
        if self._removed:
            busy, _log, _done = self._connection.execute(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchone()
            self._removed = bool(busy)

    def save(self, written: Written) -> None:
        """Write an object in place of the one under its key."""
        size = len(written.body) + len(written.about) + len(written.keys)
        row = (*written.key, written.about, written.keys, written.position, written.epoch)
        database = self._connection
        found = database.execute(_SAVE, (*row, size, time.time(), written.checksum())).fetchone()
        database.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?)", (found[0], written.body))

    def discard(self, host: bytes, target: bytes) -> None:
        """Remove all variants of an address."""
        self._delete("host = ? AND target = ?", (host, target))

    def touch(self, keys: Sequence[Key]) -> None:
        """Note that objects are in use, so that they are not the first to go."""
        now = time.time()
        self._connection.executemany(
            "UPDATE objects SET used_at = ? WHERE host = ? AND target = ? AND secondary = ?",
            [(now, *key) for key in keys],
        )

    def purge(
        self, epoch: str, position: Position, keys: Sequence[str], gone: Sequence[str]
    ) -> None:
        """Note an entry of the journal; what is gone is removed, whoever wrote it."""
        self._removed = self._removed or bool(gone)
        for key in gone:
            self._delete("instr(keys, ?) > 0", (f" {key} ",))
        if epoch != self._fact("epoch"):
            return  # Another worker counts from another reset; it will note it, or has done.
        sequence = position.sequence
        self._connection.executemany(_PURGE, [(key, sequence) for key in keys])
        if sequence > _sequence(self._fact("position")):
            self._note("position", str(position))

    def reset(self, epoch: str, position: Position) -> None:
        """Take all objects as stale, and count purges from this position on."""
        if self._fact("epoch") == epoch:
            return  # Another worker was told the same.
        self._connection.execute("DELETE FROM purges")
        self._note("epoch", epoch)
        self._note("position", str(position))
        self._note("floor", "0")

    def join(self, epoch: str, position: Position) -> bool:
        """Go on in a file that was begun anew, with what was taken until now; False: it cannot be.

        Which purges were written before is unknown here: all that was fetched before is stale.
        """
        if self._fact("epoch") not in {"", epoch}:
            return False  # Another worker counts from another reset.
        self._note("epoch", epoch)
        self._note("floor", str(max(position.sequence, int(self._fact("floor") or 0))))
        if position.sequence > _sequence(self._fact("position")):
            self._note("position", str(position))
        return True

    def load(self, host: bytes, target: bytes) -> tuple[list[Loaded], bool]:
        """Give the variants of an address, and whether one of them is torn."""
        with self._file.telling():
            self.open()
            database = self._connection
            epoch, floor = self._fact("epoch"), int(self._fact("floor") or 0)
            written_at = _sequence(self._fact("position"))
            found: list[Loaded] = []
            for (
                secondary,
                about,
                keys,
                position,
                its_epoch,
                checksum,
                body,
                _id,
            ) in database.execute(_LOAD, (host, target)).fetchall():
                key = (host, target, secondary)
                written = Written(key, about, keys, position, its_epoch, body)
                if written.checksum() != checksum:
                    return [], True
                touched = its_epoch != epoch or position < floor
                touched = touched or self._purged_after(keys.split(), position)
                found.append(Loaded(key, written.received(), touched, written_at))
            return found, False

    def _purged_after(self, keys: Sequence[str], position: int) -> bool:
        marks = ",".join("?" * len(keys))
        sql = f"SELECT 1 FROM purges WHERE key IN ({marks}) AND position > ? LIMIT 1"  # noqa: S608
        return self._connection.execute(sql, (*keys, position)).fetchone() is not None

    def _keep_bounds(self) -> None:
        database = self._connection
        count, size = database.execute("SELECT count(*), total(size) FROM objects").fetchone()
        if size > self._limit:
            sizes = database.execute("SELECT used_at, size FROM objects ORDER BY used_at")
            last = 0.0
            for used_at, its_size in sizes.fetchall():
                if size <= self._limit * KEPT_PART:
                    break
                last, size, count = used_at, size - its_size, count - 1
            self._delete("used_at <= ?", (last,))
        self._figures = (count, int(size))
        purges = database.execute("SELECT count(*) FROM purges").fetchone()[0]
        if purges > MOST_PURGES:
            middle = "SELECT position FROM purges ORDER BY position LIMIT 1 OFFSET ?"
            floor = database.execute(middle, (purges // 2,)).fetchone()[0]
            database.execute("DELETE FROM purges WHERE position <= ?", (floor,))
            self._note("floor", str(floor))

    def _delete(self, where: str, arguments: tuple[Any, ...]) -> None:
        database = self._connection
        chosen = f"SELECT id FROM objects WHERE {where}"  # noqa: S608  our own words
        database.execute(f"DELETE FROM bodies WHERE id IN ({chosen})", arguments)  # noqa: S608
        database.execute(f"DELETE FROM objects WHERE {where}", arguments)  # noqa: S608

    def _fact(self, name: str) -> str:
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def _note(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._file.database


def _sequence(position: str) -> int:
    return int(position.partition("-")[0] or 0)
