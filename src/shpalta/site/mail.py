"""How e-mails to readers go out: by the SMTP server that SHPALTA_SMTP names, or into a folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from shpalta.site.installation import InstallationError

FILES = "django.core.mail.backends.filebased.EmailBackend"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mail:
    """The way of e-mails; `starttls` and `tls` say how the connection to a server is secured."""

    sender: str
    backend: str = FILES
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = False
    tls: bool = False


def mail_folder(data: Path) -> Path:
    """Give the folder of the messages of an installation without a server."""
    return data / "mail"


def read_mail(environ: Mapping[str, str]) -> Mail:
    """Read what the environment says. Raises InstallationError for an address it cannot read.

    `smtp://user:password@host:587` speaks STARTTLS where it has a user, `smtps://` TLS from the
    start; without a server each message becomes a file.
    """
    sender = environ.get("SHPALTA_MAIL_FROM", "") or "newspaper@localhost"
    address = environ.get("SHPALTA_SMTP", "")
    if not address:
        return Mail(sender)
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if not port or parts.scheme not in _PORTS or not parts.hostname:
        # It may hold a password, so the message does not repeat it.
        message = "SHPALTA_SMTP is not understood. Write it like smtp://user:password@host:587."
        raise InstallationError(message)
    return Mail(
        sender,
        backend=SMTP,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp" and bool(parts.username),
        tls=parts.scheme == "smtps",
    )
