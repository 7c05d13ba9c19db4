"""A database as the migrations leave it, made once and copied wherever a test begins with one.

Applying all migrations takes longer than most tests. The copy is kept beside the caches of other
tools and made anew when a migration, a model or a locked requirement changes.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.postgresql import programs

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".cache" / "migrated"
NAME = "shpalta.sqlite3"
SHPALTA = Path(sys.executable).parent / "shpalta"


def migrated_database() -> Path:
    """Give the file of a database to which all migrations were applied; nobody may write to it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{_fingerprint()}.sqlite3"
    with _alone():
        if not path.exists():
            _forget(path.suffix)
            _keep_file(path)
    return path


def begin_migrated(data: Path, *, database_url: str = "") -> None:
    """Give an installation that has none yet a migrated database.

    It lies in the data folder, or on the PostgreSQL server whose empty database is named.
    """
    data.mkdir(parents=True, exist_ok=True)
    if database_url:
        _fill_server(database_url)
        return
    assert not (data / NAME).exists(), f"{data} has a database already"
    shutil.copyfile(migrated_database(), data / NAME)


@contextmanager
def begun_in_memory(address: str) -> Iterator[None]:
    """Fill a database in memory, which lasts as long as anybody is connected to it."""
    with (
        closing(sqlite3.connect(address, uri=True)) as memory,
        closing(sqlite3.connect(migrated_database())) as kept,
    ):
        kept.backup(memory)
        yield


def refill(database: sqlite3.Connection) -> None:
    """Put everything in a database back to how migrations leave it, whatever became of it."""
    with closing(sqlite3.connect(migrated_database())) as kept:
        kept.backup(database)


def _fingerprint() -> str:
    """Sum up what decides how a migrated database looks."""
    patterns = ("**/migrations/*.py", "**/models.py", "**/models/*.py")
    files = {file for pattern in patterns for file in (ROOT / "src").glob(pattern)}
    whole = hashlib.sha256()
    for file in sorted(files | {ROOT / "requirements" / "runtime.txt"}):
        whole.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return whole.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Keep every other process that runs tests here out."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget(suffix: str) -> None:
    """Remove what an earlier state of the code left."""
    for outdated in KEPT.glob(f"*{suffix}"):
        outdated.unlink()


def _migrate(folder: str, **environment: str) -> None:
    inherited = os.environ.copy()
    for given in ("DATABASE_URL", "SHPALTA_ROOM"):
        inherited.pop(given, None)
    migrate = [str(SHPALTA), "manage", "migrate", "-v0"]
    subprocess.run(migrate, env=inherited | {"DATA": folder} | environment, check=True)


def _fill_server(url: str) -> None:
    """Restore what all migrations leave; the first time, apply them and keep what they left."""
    KEPT.mkdir(parents=True, exist_ok=True)
    path = KEPT / f"{_fingerprint()}.sql"
    with _alone():
        if path.exists():
            restore = ["--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]
            subprocess.run([programs() / "psql", *restore, "--file", path, url], check=True)
            return
        _forget(path.suffix)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            _migrate(folder, DATABASE_URL=url)
            made = Path(folder) / path.name
            subprocess.run([programs() / "pg_dump", "--file", made, url], check=True)
            made.replace(path)


def _keep_file(path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        _migrate(folder)
        made = Path(folder) / NAME
        with closing(sqlite3.connect(made)) as database:
            # One file without a log beside it can be copied; an installation begins its own log.
            database.execute("PRAGMA journal_mode=DELETE")
        made.replace(path)
