"""Hosts outside the house from which an advertiser's document may load: names, and what they mean.

A placement names them: `cdn.example.net`, or `*.example.net` for every host under it. That is how
a Content-Security-Policy names them too (W3C, level 3, section 2.3.1), so the list of a placement
is the policy of the documents that stand in it.
"""

import re
from collections.abc import Collection, Iterable

from shpalta.core.errors import ShpaltaError

MOST_HOSTS = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.){{1,8}}[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
_MENTIONED = re.compile(rf"(?<!http:)//((?:{_LABEL}\.)+[a-z]{{2,63}})(?![a-z0-9.-])", re.IGNORECASE)


class OutsideHostError(ShpaltaError):
    """This is no name of a host. `text` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text} is no host: write it like cdn.example.net or *.example.net.")
        self.text = text


def read_names(text: str) -> tuple[str, ...]:
    """Read names that stand in lines or between commas, each once. Raises OutsideHostError."""
    words = [word.lower() for word in re.split(r"[\s,;]+", text) if word]
    for word in words:
        if _NAME.fullmatch(word) is None:
            raise OutsideHostError(word)
    return tuple(dict.fromkeys(words))


def mentioned_in(text: str) -> tuple[str, ...]:
    """Give the hosts of the HTTPS addresses in a text, in their order.

    Addresses of plain HTTP are left out: no policy of ours lets them in, and most are names of
    namespaces.
    """
    return tuple(dict.fromkeys(host.lower() for host in _MENTIONED.findall(text)))


def is_named(host: str, names: Iterable[str]) -> bool:
    """Tell whether a host is among names."""
    return any(host.endswith(name[1:]) if name.startswith("*.") else host == name for name in names)


def not_named(hosts: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    """Give the hosts that are not among names, in their order."""
    return tuple(host for host in hosts if not is_named(host, names))


def without(own: Collection[str], names: Iterable[str]) -> tuple[str, ...]:
    """Leave out the names that some of our own hosts are among."""
    known = [host.lower() for host in own]
    return tuple(name for name in names if not any(is_named(host, (name,)) for host in known))


def loads_policy(names: Collection[str] = ()) -> str:
    """Give the directives of a policy: a document loads what it brings along, and from hosts.

    Only over HTTPS; a document that names no host connects to nothing and frames nothing.
    """
    outside = "".join(f" https://{name}" for name in names)
    loads = [f"{kind}-src 'unsafe-inline'{outside}" for kind in ("script", "style")]
    loads += [f"{kind}-src data:{outside}" for kind in ("img", "font", "media")]
    if outside:
        loads += [f"connect-src{outside}", f"frame-src{outside}"]
    return "; ".join(["default-src 'none'", *loads])
