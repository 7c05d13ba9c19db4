"""The store's file as such: opened, found broken, and begun anew by several processes at once."""

import contextlib
import fcntl
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from shpalta.edge.errors import StoreError

NAME = "objects-1.sqlite3"
"""The number is that of the tables' form: another form is another file."""
LOCK = "objects-1.lock"
BUSY_SECONDS = 5.0

_TABLES = """
CREATE TABLE IF NOT EXISTS objects (
    id INTEGER PRIMARY KEY, host BLOB NOT NULL, target BLOB NOT NULL, secondary BLOB NOT NULL,
    about TEXT NOT NULL, keys TEXT NOT NULL, position INTEGER NOT NULL, epoch TEXT NOT NULL,
    size INTEGER NOT NULL, used_at REAL NOT NULL, checksum BLOB NOT NULL,
    UNIQUE (host, target, secondary)
);
CREATE INDEX IF NOT EXISTS by_use ON objects (used_at);
CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS purges (key TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_IDENTITY = "SELECT value FROM facts WHERE name = 'identity'"
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "secure_delete = ON",
    "journal_size_limit = 16777216",
    "cell_size_check = ON",
)
_PASSING = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_FULL),
        *(sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN),
        *(sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_INTERRUPT),
    }
)
"""What says nothing of the file's content: the disk, another process, or the machine."""


class StoreConnection:
    """One connection to the file. Every method raises StoreError: permanent if it is broken.

    Who opens the file or puts it aside holds a lock beside it, so that nobody finds half of the
    old one: its log would be read into the new one.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.identity = ""
        """What tells the file that was opened last from others in its place; "": none was."""
        self._inode = 0
        self._database: sqlite3.Connection | None = None

    @property
    def database(self) -> sqlite3.Connection:
        """The connection."""
        if self._database is None:
            message = f"The store {self.path} is not open."
            raise StoreError(message)
        return self._database

    def open(self) -> bool:
        """Connect, making the file the first time; False: this very file is open already."""
        if self._database is not None:
            with contextlib.suppress(OSError):
                if self.path.stat().st_ino == self._inode:
                    return False
            self.close()
        with self.telling():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._connect()
        return True

    def _connect(self) -> None:
        self._inode = self.path.stat().st_ino if self.path.exists() else 0
        self._database = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(_TABLES)
        self._inode = self.path.stat().st_ino
        found = self._database.execute(_IDENTITY).fetchone()
        if found is None:
            found = (secrets.token_hex(8),)
            self._database.execute("INSERT INTO facts VALUES ('identity', ?)", found)
        self.identity = found[0]

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def put_aside(self) -> None:
        """Remove the file; the next `open` begins a new one. One that is new already stays."""
        with contextlib.suppress(OSError), self._alone():
            # Compared while it is open: the number of a closed file may be another's by now.
            is_another = self._database is not None and self.path.stat().st_ino != self._inode
            self.close()
            if is_another:
                return
            for end in ("-wal", "-shm", ""):
                Path(f"{self.path}{end}").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with self.path.with_name(LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Turn what the database and the file system say into our words."""
        try:
            yield
        except (sqlite3.DatabaseError, OSError) as error:
            if not _is_passing(error):
                raise self._broken(error) from error
            failure = StoreError(
                f"The store {self.path} cannot be used ({error}); objects stay in memory alone. "
                "See whether its disk is full."
            )
            failure.permanent = False
            raise failure from error
        except (ValueError, TypeError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> StoreError:
        return StoreError(f"The store {self.path} is broken ({error}); it is begun anew.")


def _is_passing(error: Exception) -> bool:
    if isinstance(error, OSError):
        return True
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return False
    return code & 0xFF in _PASSING
