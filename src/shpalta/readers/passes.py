"""The pass: a signed cookie that says who writes, so that a comment needs no session.

A reader's pass names the account and a key of it; another key in the account's row ends all
passes that were given out. A guest's pass holds a random key that only that browser has, and the
name. Whoever reads a pass still asks the reader's row (`shpalta.readers.saving`).
"""

import secrets
from dataclasses import dataclass

from django.core import signing

COOKIE = "readers_pass"
KNOWN = "readers_known"
"""A cookie beside the pass that scripts may read: that there is one, and nothing of whose it is.
Pages are the same for everybody; by it their script knows whether there is anything to ask for."""
SECONDS = 30 * 86_400
_SALT = "shpalta.readers.pass"


@dataclass(frozen=True, slots=True)
class Pass:
    """Who writes: a reader (`reader_id`, `pass_key`), or a guest (`guest_key`, `name`)."""

    reader_id: int | None = None
    pass_key: str = ""
    guest_key: str = ""
    name: str = ""

    @property
    def author_key(self) -> str:
        """Write who it is as rows keep it."""
        return f"r:{self.reader_id}" if self.reader_id else f"g:{self.guest_key}"


def guest_pass(name: str) -> Pass:
    """Make the pass of a new guest."""
    return Pass(guest_key=secrets.token_hex(16), name=name)


def write_pass(holder: Pass) -> str:
    """Give the cookie's value."""
    value = [holder.reader_id, holder.pass_key, holder.guest_key, holder.name]
    return signing.dumps(value, salt=_SALT)


def read_pass(cookie: str | None) -> Pass | None:
    """Read a cookie's value; None for what we did not sign, or too long ago."""
    if not cookie:
        return None
    try:
        reader_id, pass_key, guest_key, name = signing.loads(cookie, salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Pass(reader_id, pass_key, guest_key, name)
