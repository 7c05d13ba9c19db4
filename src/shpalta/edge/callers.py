"""Who asks, also behind proxies, and how much one address may ask for in a minute."""

from collections import OrderedDict

from shpalta.edge.requests import Request
from shpalta.edge.rules.fields import find

FORWARDED_FOR = b"x-forwarded-for"
MOST_KNOWN = 20_000
"""Addresses of which a pace remembers how much they asked for."""


def address_of(request: Request, proxies: int) -> str:
    """Give a reader's address: the peer's, or what the `proxies` before us say of theirs.

    What a reader says in front of it is not believed.
    """
    peer = str((request.scope.get("client") or ("",))[0])
    if not proxies:
        return peer
    told = [one.strip() for one in (find(request.fields, FORWARDED_FOR) or "").split(",")]
    return told[-proxies] if len(told) >= proxies and told[-proxies] else peer


class Pace:
    """So much in each minute from one address; of too many addresses the longest silent go."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._heard: OrderedDict[str, int] = OrderedDict()

    def allows(self, address: str, now: float, number: int = 1) -> bool:
        """Take so much more from an address and say whether it is within bounds, at `now` (s)."""
        minute = int(now // 60)
        if minute != self._minute:
            self._minute, self._heard = minute, OrderedDict()
        heard = self._heard.pop(address, 0) + number
        self._heard[address] = heard
        if len(self._heard) > MOST_KNOWN:
            self._heard.popitem(last=False)
        return heard <= self._most
