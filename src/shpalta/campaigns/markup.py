"""Advertisers' HTML: how large it may be, and whether it wants something from outside.

What it may do is not decided here: it stands in a sandboxed frame with a policy of its own, so
what slipped through is not loaded. This tells who writes it, before readers see a hole.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from shpalta.core.outside_hosts import mentioned_in

LARGEST = 64 * 1024
"""Characters."""
_LOADING = {
    "src",
    "srcset",
    "poster",
    "data",
    "background",
    "formaction",
    "action",
    "manifest",
    "ping",
}
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_IN_STYLE = re.compile(r"url\(\s*['\"]?\s*(?:https?:)?//|@import", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"['\"`](?:https?:|wss?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outside:
    """What in a text of HTML loads from other sites, each place once, and from which hosts.

    Hosts that a script only puts together, or that what it loads asks in its turn, are not known.
    """

    places: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.texts: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag if tag in {"style", "script"} else ""
        for name, value in attrs:
            loads = name in _LOADING or (tag in {"link", "image", "use"} and name.endswith("href"))
            if value and ((loads and _OUTSIDE.search(value)) or _IN_STYLE.search(value)):
                self.found.append(f"<{tag} {name}>")
                self.texts.append(value)

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._within = ""

    def handle_data(self, data: str) -> None:
        pattern = {"style": _IN_STYLE, "script": _IN_SCRIPT}.get(self._within)
        if pattern and pattern.search(data):
            self.found.append(f"<{self._within}>")
            self.texts.append(data)


@lru_cache(maxsize=64)
def outside_of(html: str) -> Outside:
    """Read what in a text of HTML loads from other sites; links are no loading."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Outside(tuple(dict.fromkeys(reader.found)), mentioned_in("\n".join(reader.texts)))
