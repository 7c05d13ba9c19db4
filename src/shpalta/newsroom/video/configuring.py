"""What an installation says of its videos, read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Configuration:
    """The bounds of own videos (bytes, seconds), and who is asked about embeds.

    `oembed_server` stands in for all providers, such as a newsroom's own proxy: it answers at
    `/PROVIDER?url=…` as their oEmbed endpoints do. "": each provider is asked itself.
    """

    largest: int = 2048 * MIB
    longest: float = 4 * 3600.0
    oembed_server: str = ""


def read_configuration(environ: Mapping[str, str]) -> Configuration:
    """Read what the environment says. Raises ImproperlyConfigured naming the variable."""
    server = environ.get("SHPALTA_OEMBED_SERVER", "").rstrip("/")
    parts = urlsplit(server)
    if server and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query):
        raise ImproperlyConfigured("SHPALTA_OEMBED_SERVER must be an address like https://host.")
    return Configuration(
        largest=_number(environ, "SHPALTA_VIDEO_LARGEST_MIB", 2048) * MIB,
        longest=_number(environ, "SHPALTA_VIDEO_LONGEST_MINUTES", 240) * 60.0,
        oembed_server=server,
    )


def _number(environ: Mapping[str, str], name: str, usual: int) -> int:
    text = environ.get(name, str(usual))
    if not text.isascii() or not text.isdigit() or not int(text):
        raise ImproperlyConfigured(f"{name} must be a whole number, more than 0.")
    return int(text)
