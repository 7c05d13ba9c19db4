"""Whole numbers from the environment."""

from collections.abc import Mapping

from shpalta.site.installation import InstallationError


def read_number(environ: Mapping[str, str], name: str, *, default: int, least: int = 1) -> int:
    """Read a whole number that is at least `least`. Raises InstallationError, naming it."""
    text = environ.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit()) or int(text) < least:
        message = f"{name} is {text!r}: write a whole number, at least {least}."
        raise InstallationError(message)
    return int(text)
