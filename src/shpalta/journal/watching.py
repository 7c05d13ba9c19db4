"""How a reader of the journal learns that something was committed, by database.

A watch belongs to the thread that made it, together with that thread's database connection.
"""

import os
import select
import time
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from shpalta.journal.numbering import CHANNEL, numbers_at_insert

SQLITE_LOOK_SECONDS = 0.002
"""How often SQLite is asked. One look costs some 20 microseconds: a per cent of a core."""
POSTGRESQL_LOOK_SECONDS = 0.25
"""How often PostgreSQL is asked although it notifies: should a notification be lost."""
POSTGRESQL_PAUSE_SECONDS = 0.005
"""Between two looks: entries are numbered in a transaction, which many of them share."""


class Watch(Protocol):
    """Waits until something may be new."""

    def wait(self, wake: int) -> bool:
        """Wait a little, or until the file descriptor `wake` can be read.

        Gives whether something may have been committed since the last call. Raises OSError or
        django.db.Error where the database cannot be reached.
        """


def make_watch() -> Watch:
    """Make the watch that fits the database."""
    return SqliteWatch() if numbers_at_insert() else PostgresqlWatch()


class SqliteWatch:
    """Asks `PRAGMA data_version`, which changes with each commit of another connection.

    A database file that was replaced by another is noticed by its inode and opened anew.
    """

    def __init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        is_file = not (name == ":memory:" or name.startswith("file:"))
        self._path = Path(name) if is_file else None
        self._inode: tuple[int, int] | None = None
        self._version: int | None = None

    def wait(self, wake: int) -> bool:
        """Wait for `SQLITE_LOOK_SECONDS` at most and look."""
        select.select([wake], [], [], SQLITE_LOOK_SECONDS)
        is_new = self._reopen_if_replaced()
        # Django's cursor would cost four times what the question itself does.
        if connection.connection is None:
            connection.ensure_connection()
        version = connection.connection.execute("PRAGMA data_version").fetchone()[0]
        is_new = is_new or version != self._version
        self._version = version
        return is_new

    def _reopen_if_replaced(self) -> bool:
        if self._path is None:
            return False
        # A missing file raises here: opening it would make an empty one.
        found = self._path.stat()
        inode = found.st_dev, found.st_ino
        if inode == self._inode:
            return False
        if self._inode is not None:
            connection.close()
        self._inode = inode
        return True


class PostgresqlWatch:
    """Listens for NOTIFY, which PostgreSQL delivers when the writer has committed."""

    def __init__(self) -> None:
        self._listening: Any = None
        self._notified = True
        self._looked_at = 0.0

    def wait(self, wake: int) -> bool:
        """Wait for a notification, `POSTGRESQL_LOOK_SECONDS` at most; it may have been lost."""
        raw = self._listen()
        # A notification that came along with the answer to a query lies in no socket any more.
        timeout = 0.0 if self._notified else POSTGRESQL_LOOK_SECONDS
        self._notified = False
        select.select([wake, raw.pgconn.socket], [], [], timeout)
        time.sleep(max(0.0, self._looked_at + POSTGRESQL_PAUSE_SECONDS - time.monotonic()))
        # What told of itself until now is committed: the look that follows finds it.
        raw.pgconn.consume_input()
        while raw.pgconn.notifies() is not None:
            pass
        self._looked_at = time.monotonic()
        return True

    def _listen(self) -> Any:
        connection.ensure_connection()
        if connection.connection is not self._listening:
            self._listening = connection.connection
            self._listening.add_notify_handler(self._note)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._notified = True
        return self._listening

    def _note(self, _notification: object) -> None:
        self._notified = True


def make_wake_pipe() -> tuple[int, int]:
    """Make a pipe whose reading end wakes a watch when something is written to the other."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    return reading, writing
