"""Two stores for an edge's objects, one interface: our own file in SQLite, and the same in LMDB.

Objects are written in their form on disk and checked with their checksum when they are read.
LMDB gets what it needs to do the same work, and its safest setting without a wait for the disk's
last word at each commit, which is what our file has as well.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import lmdb

from shpalta.core.entries import Position
from shpalta.core.errors import ShpaltaError
from shpalta.edge.store_file import StoreFile
from shpalta.edge.store_objects import Written

HOST = b"archive.localhost"
EPOCH = "0-00000000"
_ROOMY = 2**36


class TornError(ShpaltaError):
    """What was read is not what was written."""


class Store(Protocol):
    """What an edge does with its objects on disk."""

    name: str

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder, making it the first time."""

    def write(self, objects: Sequence[Written]) -> None:
        """Write objects in one transaction, in place of those at the same addresses."""

    def read(self, target: bytes) -> bytes | None:
        """Give the body at an address, checked. Raises ShpaltaError if it is torn."""

    def remove(self, key: str, *, thoroughly: bool) -> None:
        """Remove all objects with a surrogate key; thoroughly: no byte of them stays on disk."""

    def close(self) -> None:
        """Let go of the file."""


class SqliteStore:
    """The edge's own file, as its writing and reading threads use it."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._file = StoreFile(folder, limit=10**12)
        self._file.open()
        if self._file.where()[0] != EPOCH:
            self._file.write([lambda file: file.reset(EPOCH, Position.parse(EPOCH))])

    def write(self, objects: Sequence[Written]) -> None:
        """Write objects in one transaction."""
        self._file.write([_saving(written) for written in objects])

    def read(self, target: bytes) -> bytes | None:
        """Give a body. Raises TornError; StoreError if the file itself is broken."""
        found, is_torn = self._file.load(HOST, target)
        if is_torn:
            raise TornError
        return found[0].received.body if found else None

    def remove(self, key: str, *, thoroughly: bool) -> None:
        """Remove objects, always thoroughly: pages are wiped and the log is cut."""
        del thoroughly
        position = Position.parse(self._file.where()[1])
        after = Position(position.sequence + 1, position.check)
        self._file.write([lambda file: file.purge(EPOCH, after, [key], [key])])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _saving(written: Written) -> Any:
    return lambda file: file.save(written)


class LmdbStore:
    """The same in LMDB: objects by address, and beside them their keys, which a removal goes by."""

    name = "LMDB"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "lmdb"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._open()

    def _open(self) -> None:
        self._store = lmdb.open(str(self._folder), map_size=_ROOMY, max_dbs=2, metasync=False)
        self._objects = self._store.open_db(b"objects")
        self._keys = self._store.open_db(b"keys")

    def write(self, objects: Sequence[Written]) -> None:
        """Write objects in one transaction."""
        with self._store.begin(write=True) as transaction:
            for written in objects:
                about = f"{written.about}\n{written.keys}\n".encode()
                record = written.checksum() + about + written.body
                transaction.put(written.key[1], record, db=self._objects)
                transaction.put(written.key[1], written.keys.encode(), db=self._keys)

    def read(self, target: bytes) -> bytes | None:
        """Give a body, copied out of the map. Raises TornError."""
        with self._store.begin() as transaction:
            record = transaction.get(target, db=self._objects)
        if record is None:
            return None
        try:
            about, keys, body = record[16:].split(b"\n", 2)
            key = (HOST, target, b"")
            written = Written(key, about.decode(), keys.decode(), 0, EPOCH, body)
        except ValueError as error:
            raise TornError from error
        if written.checksum() != record[:16]:
            raise TornError
        json.loads(written.about)
        return body

    def remove(self, key: str, *, thoroughly: bool) -> None:
        """Remove objects; thoroughly: by another file without them, for LMDB wipes no page."""
        sought = f" {key} ".encode()
        with self._store.begin(write=True) as transaction:
            with transaction.cursor(db=self._keys) as cursor:
                targets = [bytes(target) for target, keys in cursor if sought in keys]
            for target in targets:
                transaction.delete(target, db=self._objects)
                transaction.delete(target, db=self._keys)
        if thoroughly:
            fresh = self._folder.with_name("fresh")
            fresh.mkdir()
            self._store.copy(str(fresh), compact=True)
            self.close()
            shutil.rmtree(self._folder)
            fresh.rename(self._folder)
            self._open()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


STORES: tuple[type[Store], ...] = (SqliteStore, LmdbStore)


def lies_in(folder: Path, word: bytes) -> bool:
    """Tell whether a word can be read in any file of a store."""
    return any(word in file.read_bytes() for file in files_of(folder))


def disk_use(folder: Path) -> int:
    """Give the bytes that a store's files take of the disk; holes in them take none."""
    return sum(file.stat().st_blocks * 512 for file in files_of(folder))


def files_of(folder: Path) -> Iterator[Path]:
    """Give all files of a store."""
    return (path for path in folder.rglob("*") if path.is_file())
