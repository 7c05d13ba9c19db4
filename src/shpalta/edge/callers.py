"""Who asks, also behind proxies, and how much one address may ask for in a minute."""

from collections import OrderedDict
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from shpalta.edge.requests import Request
from shpalta.edge.rules.fields import find

FORWARDED_FOR = b"x-forwarded-for"
MOST_KNOWN = 20_000
"""Households of which a pace remembers how much they asked for."""


def address_of(request: Request, proxies: int) -> str:
    """Give a reader's address: the peer's, or what the `proxies` before us say of theirs.

    What a reader says in front of it is not believed.
    """
    peer = str((request.scope.get("client") or ("",))[0])
    if not proxies:
        return peer
    told = [one.strip() for one in (find(request.fields, FORWARDED_FOR) or "").split(",")]
    return told[-proxies] if len(told) >= proxies and told[-proxies] else peer


@lru_cache(maxsize=4096)
def household_of(address: str) -> str:
    """Give what bounds hold for: an IPv4 address, or the /64 of an IPv6 one, all its holder's."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(IPv6Network((known, 64), strict=False))


class Pace:
    """So much in each minute from one household; of too many of them the longest silent go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._heard: OrderedDict[str, int] = OrderedDict()

    def allows(self, address: str, now: float, number: int = 1) -> bool:
        """Take so much more from an address and say whether it is within bounds, at `now` (s)."""
        household = household_of(address)
        minute = int(now // 60)
        if minute != self._minute:
            self._minute, self._heard = minute, OrderedDict()
        heard = self._heard.pop(household, 0) + number
        self._heard[household] = heard
        if len(self._heard) > MOST_KNOWN:
            self._heard.popitem(last=False)
        return heard <= self._most
