"""Which database an installation uses: SQLite in its folder, or the one that DATABASE_URL names."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from shpalta.site.installation import InstallationError

SQLITE_NAME = "shpalta.sqlite3"


def sqlite_database(folder: Path) -> dict[str, Any]:
    """Give the settings of the database that lies in the data folder."""
    return {
        "ENGINE": "shpalta.site.sqlite",
        "NAME": folder / SQLITE_NAME,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer that asks for the lock at once waits for its turn; one that asks in the
            # middle of a transaction fails. Measured: 133 of 200 concurrent publishes failed.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # synchronous=FULL: what an editor was told is saved survives a power cut.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def postgresql_database(url: str) -> dict[str, Any]:
    """Give the settings of a PostgreSQL server. Raises InstallationError for any other address.

    The address may hold a password, so no message repeats it.
    """
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None))
    except ValueError as error:  # its own error derives from it
        found = {}
        cause: Exception | None = error
    else:
        cause = None
    if found.get("ENGINE") != "django.db.backends.postgresql":
        message = (
            "DATABASE_URL is not understood. Write it like "
            "postgresql://user:password@host:5432/name, or unset it to use SQLite."
        )
        raise InstallationError(message) from cause
    return found | {"CONN_HEALTH_CHECKS": True}


def read_database(folder: Path) -> dict[str, Any]:
    """Give the settings of this installation's database. Raises InstallationError."""
    url = os.environ.get("DATABASE_URL")
    return postgresql_database(url) if url else sqlite_database(folder)


def has_database(folder: Path) -> bool:
    """Tell whether there is a database to look into; a server's is taken to be there."""
    return bool(os.environ.get("DATABASE_URL")) or (folder / SQLITE_NAME).exists()
