"""Counts what people read: in memory as they read, without a cookie and without a database.

A document says in `Shpalta-Count` under which subject its servings count; what only a browser can
know comes by `/-/count` (see `beacon`). Programs are left out by the name they give themselves,
and so is what a browser fetched before anybody asked for it, or for a page's script, picture or
frame: nobody reads a story or follows a link by these.
"""

import re
from functools import lru_cache

from shpalta.edge.metrics import Metrics

MOST_SUBJECTS = 100_000
"""Different subjects between two flushes; more of them are not counted."""

_ROBOTS = re.compile(
    rb"(?<!cu)bot(?:\b|[_-])|crawl|spider|slurp|scrap|fetch|archiv|monitor|uptime|pingdom|lighthouse|headless"
    rb"|preview|facebookexternalhit|facebookcatalog|meta-external|whatsapp|telegrambot|skypeuri|vkshare"
    rb"|embedly|quora link|mediapartners|adsbot|apis-google|google-read-aloud|google favicon"
    rb"|bingpreview|yandex|ahrefs|semrush|dotbot|petalbot|bytespider|gptbot|chatgpt|claude|perplexity"
    rb"|ccbot|curl/|wget/|libwww|lwp::|python|aiohttp|httpx|okhttp|java/|apache-http|go-http|node-fetch"
    rb"|axios|undici|php/|ruby|perl|guzzle|postman|insomnia|phantomjs|selenium|puppeteer|playwright"
    rb"|nutch|heritrix|validator|w3c_|checkmark|feed ?reader|feedly|rss",
    re.IGNORECASE,
)
_PERSONAL = re.compile(rb"^(?:Mozilla/|Opera/|[A-Za-z0-9_]+Reader/)")
_ABOUT = re.compile(
    rb"(?i)\r\n(user-agent|sec-purpose|purpose|x-moz|sec-fetch-dest):[ \t]*([^\r\n]*)"
)
_AHEAD = b"prefetch"
_NOT_READ = frozenset({b"sec-purpose", b"purpose", b"x-moz"})
_DESTINATION = b"sec-fetch-dest"
_WHOLE_PAGE = b"document"
"""What a browser says it fetches when somebody goes there (Fetch Metadata, W3C)."""


@lru_cache(maxsize=4096)
def is_person(agent: bytes) -> bool:
    """Say whether a User-Agent is that of somebody's browser, and not of a program on its own."""
    return _PERSONAL.match(agent) is not None and _ROBOTS.search(agent) is None


def _is_for_nobody(name: bytes, value: bytes) -> bool:
    """Say whether a field tells that a browser asks for something that nobody is looking at."""
    if name == _DESTINATION:
        return value != _WHOLE_PAGE
    return name in _NOT_READ and _AHEAD in value


class Counts:
    """What one worker has counted since it was last taken."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._pending: dict[str, int] = {}

    def add(self, subject: str, number: int = 1) -> None:
        """Count."""
        pending = self._pending
        if subject in pending:
            pending[subject] += number
        elif len(pending) < MOST_SUBJECTS:
            pending[subject] = number
        else:
            self._metrics.uncounted += number
            return
        self._metrics.counted += number

    def note_raw(self, subject: str, header: bytes) -> None:
        """Count a serving, if the request's header as it came over the wire is a person's."""
        agent = b""
        for name, value in _ABOUT.findall(header):
            lower = name.lower()
            if lower == b"user-agent":
                agent = value
            elif _is_for_nobody(lower, value):
                return
        if is_person(agent):
            self.add(subject)

    def note(self, subject: str, fields: list[tuple[bytes, bytes]]) -> None:
        """Count a serving, if the request's fields (names in lower case) are a person's."""
        agent = b""
        for name, value in fields:
            if name == b"user-agent":
                agent = value
            elif _is_for_nobody(name, value):
                return
        if is_person(agent):
            self.add(subject)

    def take(self) -> dict[str, int]:
        """Give what was counted, and begin anew."""
        taken, self._pending = self._pending, {}
        return taken

    def put_back(self, counts: dict[str, int]) -> None:
        """Take back what could be neither written nor sent."""
        for subject, number in self._pending.items():
            counts[subject] = counts.get(subject, 0) + number
        self._pending = counts
