"""Addresses of sites that were: one spelling for each, whatever browsers and old links make of it.

A path is kept as percent-encoded ASCII (RFC 3986, section 2), without the slash at its end. What
is no UTF-8 stays as its bytes: old sites have names in windows-1251.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote_from_bytes, unquote_to_bytes, urlencode, urlsplit

from shpalta.core.errors import ShpaltaError

LONGEST_PATH = 600
LONGEST_QUERY = 400
MOST_PARAMETERS = 32
NEVER_ASKED = ("/static/", "/media/", "/-/")
"""Paths that never lead to a redirect: files, and the parts of pages."""
TRACKING = frozenset({"fbclid", "gclid", "yclid", "dclid", "msclkid", "igshid", "_openstat"})
"""Parameters that say where a reader came from; so do those that begin with `utm_`."""
_SAFE = "/!$&'()*+,;=:@-._~"
_SLASHES = re.compile(r"/{2,}")


class OldAddressError(ShpaltaError):
    """This is no address on a site. The message says why; `reason` names it for programs."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class OldAddress:
    """A path, and a query ("" where there is none), in the one spelling."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def normal_path(text: str) -> str:
    """Give the one spelling of a path; text that was decoded or was not comes to the same."""
    raw = _SLASHES.sub("/", f"/{quote_from_bytes(unquote_to_bytes(text), safe=_SAFE)}")
    return raw.rstrip("/") or "/"


def normal_query(text: str) -> str:
    """Give the one spelling of a query: sorted, without what only tracks readers.

    What cannot be read as parameters, or is too much to be an old address, gives "".
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return ""
    kept = sorted(pair for pair in pairs if not tracks(pair[0]))
    query = urlencode(kept)
    return query if len(query) <= LONGEST_QUERY else ""


def tracks(parameter: str) -> bool:
    """Tell whether a parameter only says where a reader came from."""
    return parameter in TRACKING or parameter.startswith("utm_")


def host_of(text: str) -> str:
    """Give the host of a whole address, lower case, without port and last dot; "" for a path."""
    try:
        return (urlsplit(text.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def read_old_address(text: str) -> OldAddress:
    """Read an address as people write it: a path, or a whole one whose host is left away.

    Raises OldAddressError.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        raise OldAddressError("unreadable", f"{text[:80]!r} is no address.") from None
    if parts.scheme not in {"", "http", "https"} or (not parts.scheme and text[:1] != "/"):
        message = f"{text[:80]!r} is no path: it begins with / or with https://."
        raise OldAddressError("unreadable", message)
    if any(ord(letter) < 32 or letter == "\x7f" for letter in text):  # noqa: PLR2004  # controls
        raise OldAddressError("unreadable", f"{text[:80]!r} holds control characters.")
    path, query = normal_path(parts.path), normal_query(parts.query)
    if len(path) > LONGEST_PATH or (parts.query and len(parts.query) > LONGEST_QUERY):
        raise OldAddressError("long", f"{text[:80]!r}… is too long for an address of a page.")
    if f"{path}/".startswith(NEVER_ASKED):
        raise OldAddressError("file", f"{path}: files and parts of pages are not redirected.")
    if path == "/":
        raise OldAddressError("front", "The front stands at /, whatever follows in the query.")
    return OldAddress(path, query)
