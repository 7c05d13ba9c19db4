"""Links in comments: how many, where they lead, and what hides where they lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

_SHORTENERS = """
bit.ly t.co tinyurl.com goo.gl is.gd v.gd ow.ly buff.ly cutt.ly rb.gy clck.ru vk.cc u.to surl.li
shorturl.at rebrand.ly t.ly tiny.cc bit.do adf.ly s.id goo.su
"""
SHORTENERS = frozenset(_SHORTENERS.split())
"""Hosts whose addresses do not say where they lead."""


class LinkFault(StrEnum):
    """What is wrong with the links of a comment, the gravest first."""

    DENIED = "denied"
    SHORTENED = "shortened"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class LinkRules:
    """A title's rules of links. Domains count with all below them; an allowed one is not counted.

    `most` is how many links may be in one comment of somebody who is not trusted.
    """

    most: int = 1
    allowed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


def read_domains(lines: Iterable[str]) -> frozenset[str]:
    """Read domains as people type them, one a line: `Example.com`, `https://example.com/x`."""
    return frozenset(domain for line in lines if (domain := host_of(line.strip())))


def host_of(address: str) -> str:
    """Give the host of an address in small letters and ASCII, without `www.`; empty: none."""
    try:
        host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
        host = host.rstrip(".").encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError:  # not an address
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def _is_among(host: str, domains: frozenset[str]) -> bool:
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False


def find_link_fault(
    links: Sequence[str], rules: LinkRules, *, is_trusted: bool
) -> tuple[LinkFault, str] | None:
    """Give what is wrong with the links of a comment, and the host or number concerned.

    Denied hosts are for nobody; shorteners and numbers are asked of who is not trusted.
    """
    hosts = [host for link in links if (host := host_of(link))]
    for host in hosts:
        if _is_among(host, rules.denied) and not _is_among(host, rules.allowed):
            return LinkFault.DENIED, host
    if is_trusted:
        return None
    counted = [host for host in hosts if not _is_among(host, rules.allowed)]
    for host in counted:
        if _is_among(host, SHORTENERS):
            return LinkFault.SHORTENED, host
    return (LinkFault.TOO_MANY, str(len(counted))) if len(counted) > rules.most else None
