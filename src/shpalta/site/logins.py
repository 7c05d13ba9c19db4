"""Logins by other houses, which an installation may allow: Google and Telegram."""

from collections.abc import Mapping
from typing import Any

from shpalta.site.installation import InstallationError

_ORIGINS = {"google": "https://accounts.google.com", "telegram": "https://oauth.telegram.org"}
_VARIABLES = {"google": "SHPALTA_GOOGLE_LOGIN", "telegram": "SHPALTA_TELEGRAM_LOGIN"}


def read_logins(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Give the providers of django-allauth for which the environment has an id and a secret.

    `SHPALTA_GOOGLE_LOGIN` is `client-id:secret`, `SHPALTA_TELEGRAM_LOGIN` the token of a bot,
    whose id stands before its colon. Raises InstallationError.
    """
    providers: dict[str, dict[str, Any]] = {}
    for name, variable in _VARIABLES.items():
        value = environ.get(variable, "")
        if not value:
            continue
        client, colon, secret = value.partition(":")
        if not client or not colon or not secret:
            message = f"{variable} is not understood. Write it like id:secret."
            raise InstallationError(message)
        # Telegram signs by the bot's whole token.
        app = {"client_id": client, "secret": value if name == "telegram" else secret}
        providers[name] = {"APP": app}
    return providers


def login_origins(providers: Mapping[str, Any]) -> tuple[str, ...]:
    """Give where the forms of these logins lead."""
    return tuple(_ORIGINS[name] for name in providers)
