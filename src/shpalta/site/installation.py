"""One installation's own facts: where its data lies, its secret key, where readers find it."""

import json
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from shpalta.core.errors import ShpaltaError


class InstallationError(ShpaltaError):
    """The data folder cannot be used. The message says which, why and what to do."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Under which scheme and ports the installation is reached from outside."""

    scheme: str = "http"
    port: int = 8000
    newsroom_port: int = 8001

    def origin(self, host: str) -> str:
        """Give scheme, host and port as in an address, leaving out the scheme's own port."""
        usual = {"http": 80, "https": 443}.get(self.scheme)
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")


def data_folder() -> Path:
    """Give the folder that holds everything of this installation: `DATA`, or `./var`."""
    return Path(os.environ.get("DATA") or "var").resolve()


def secret_key(folder: Path) -> str:
    """Read the installation's secret key, making it the first time.

    Raises InstallationError if the folder cannot be written.
    """
    return os.environ.get("SHPALTA_SECRET_KEY") or _kept_secret(folder / "secret-key")


def trusted_certificates() -> str:
    """Read the root certificates (PEM) of those whose Content Credentials are trusted.

    Raises InstallationError if the file that `SHPALTA_TRUSTED_SIGNERS` names cannot be read.
    """
    named = os.environ.get("SHPALTA_TRUSTED_SIGNERS")
    if not named:
        return ""
    try:
        return Path(named).read_text()
    except (OSError, UnicodeError) as error:
        message = f"SHPALTA_TRUSTED_SIGNERS names {named}, which cannot be read ({error})."
        raise InstallationError(message) from error


def journal_token(folder: Path) -> str:
    """Read what followers of the journal must show, making it the first time.

    Raises InstallationError if the folder cannot be written.
    """
    return os.environ.get("SHPALTA_JOURNAL_TOKEN") or _kept_secret(folder / "journal-token")


def _kept_secret(path: Path) -> str:
    """Read a secret that only its owner may read; one that is not there yet is made."""
    try:
        if path.exists():
            return path.read_text().strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        _place_whole(path, secrets.token_urlsafe(50))
    except OSError as error:
        message = (
            f"The data folder {path.parent} cannot be written ({error}). Choose another: DATA=…"
        )
        raise InstallationError(message) from error
    return path.read_text().strip()


def _place_whole(path: Path, text: str) -> None:
    """Put a file in its place with all of its text, unless another process was faster.

    A file that is made in its place is empty for a moment, in which another process reads it.
    """
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # its secret is as good
            os.link(fresh, path)
    finally:
        Path(fresh).unlink()


def read_readers(folder: Path) -> Readers:
    """Read where readers find the site; what was never said has the defaults.

    Raises InstallationError if the file is there and is not what `save_readers` wrote.
    """
    path = folder / "installation.json"
    try:
        return Readers(**json.loads(path.read_text()))
    except FileNotFoundError:
        return Readers()
    except (OSError, ValueError, TypeError) as error:
        message = f"{path} cannot be read ({error}). Delete it and start the site again."
        raise InstallationError(message) from error


def save_readers(folder: Path, readers: Readers) -> None:
    """Keep where readers find the site, so that other commands print right addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "installation.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(readers)))
    fresh.replace(path)
