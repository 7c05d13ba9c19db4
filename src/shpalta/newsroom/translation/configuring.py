"""Which translator an installation uses, read from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

OFF, STAND_IN, CHAT = "", "stand-in", "chat"
SERVICES = (OFF, STAND_IN, CHAT)


@dataclass(frozen=True, slots=True)
class Configuration:
    """A translator's facts. `timeout` is in seconds and holds for a whole story's portion."""

    service: str = OFF
    url: str = ""
    model: str = ""
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    takes_embargoed: bool = False


def read_configuration(environ: Mapping[str, str]) -> Configuration:
    """Read what the environment says; nothing said is: off.

    Raises ImproperlyConfigured with the name of the variable.
    """
    service = environ.get("SHPALTA_TRANSLATION_SERVICE", OFF)
    if service not in SERVICES:
        raise ImproperlyConfigured(
            f"SHPALTA_TRANSLATION_SERVICE is {service!r}: use stand-in or chat, or leave it out."
        )
    configuration = Configuration(
        service=service,
        url=environ.get("SHPALTA_TRANSLATION_URL", "").rstrip("/"),
        model=environ.get("SHPALTA_TRANSLATION_MODEL", ""),
        key=environ.get("SHPALTA_TRANSLATION_KEY", ""),
        timeout=_seconds(environ.get("SHPALTA_TRANSLATION_TIMEOUT", "60")),
        takes_embargoed=environ.get("SHPALTA_TRANSLATION_EMBARGOED", "") == "yes",
    )
    if service == CHAT:
        _check_service(configuration)
    return configuration


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 600:  # noqa: PLR2004  ten minutes: no page waits longer
        raise ImproperlyConfigured(
            "SHPALTA_TRANSLATION_TIMEOUT must be a number of seconds, more than 0, at most 600."
        )
    return seconds


def _check_service(configuration: Configuration) -> None:
    parts = urlsplit(configuration.url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ImproperlyConfigured(
            "SHPALTA_TRANSLATION_URL must be an address like https://host/v1, without a password."
        )
    if not configuration.model:
        raise ImproperlyConfigured("SHPALTA_TRANSLATION_MODEL must name the service's model.")
    if any(not 32 < ord(letter) < 127 for letter in configuration.key):  # noqa: PLR2004  ASCII
        raise ImproperlyConfigured("SHPALTA_TRANSLATION_KEY holds letters that no key has.")
