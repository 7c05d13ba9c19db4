"""Patterns of old addresses: a template with placeholders, matched in bounded time.

`/news/{year}/{month}/{id}-{slug}.html` is a pattern; what its placeholders hold goes into a
target such as `story:{id}`. There are no repetitions, no alternatives and no nesting, each
segment of a path is matched by itself and never again, and within one segment stand three
placeholders at most, each of a bounded length: no address makes a pattern slow.
"""

import re
from dataclasses import dataclass

from shpalta.core.errors import ShpaltaError
from shpalta.core.old_addresses import LONGEST_PATH, NEVER_ASKED

PLACEHOLDERS: dict[str, str] = {
    "id": "[0-9]{1,18}",
    "year": "[0-9]{4}",
    "month": "[0-9]{1,2}",
    "day": "[0-9]{1,2}",
    "page": "[0-9]{1,6}",
    "slug": "[A-Za-z0-9_-]{1,200}",
    "word": "[^/?&]{1,200}",
    "rest": ".{0,600}",
}
"""What each placeholder matches. `rest`, which goes on over slashes, stands at the end alone."""
MOST_PLACEHOLDERS = 8
MOST_IN_A_SEGMENT = 3
_PART = re.compile(r"\{([a-z]*)\}")


class PatternError(ShpaltaError):
    """This is no pattern. `reason` names what is wrong, `about` the part that is."""

    def __init__(self, reason: str, message: str, about: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.about = about


@dataclass(frozen=True)
class AddressPattern:
    """A pattern that was compiled; the query is part of it where the template has one."""

    text: str
    path: re.Pattern[str]
    query: re.Pattern[str] | None

    @property
    def names(self) -> frozenset[str]:
        """The names of its placeholders."""
        own = set(self.path.groupindex)
        return frozenset(own | set(self.query.groupindex) if self.query else own)

    def matches_path(self, path: str) -> bool:
        """Tell whether a path fits, whatever the query is."""
        return len(path) <= LONGEST_PATH and self.path.fullmatch(path) is not None

    def match(self, path: str, query: str) -> dict[str, str] | None:
        """Give what the placeholders hold; None where the address does not fit."""
        found = self.path.fullmatch(path) if len(path) <= LONGEST_PATH else None
        if found is None:
            return None
        if self.query is None:
            return found.groupdict()
        asked = self.query.fullmatch(query)
        return found.groupdict() | asked.groupdict() if asked else None


def compile_pattern(text: str) -> AddressPattern:
    """Read a pattern. Raises PatternError."""
    path, _mark, query = text.strip().partition("?")
    if not path.startswith("/") or path.strip("/") == "":
        raise PatternError("start", "A pattern begins with / and something after it.")
    if f"{path}/".startswith(NEVER_ASKED):
        raise PatternError("file", "Files and parts of pages are not redirected.")
    names = _PART.findall(text)
    _check_names(text, names)
    segments = path.rstrip("/").split("/")[1:]
    written = "".join(f"(?>/{_segment(segment)}(?=/|$))" for segment in segments)
    return AddressPattern(
        text=text.strip(),
        path=re.compile(written, re.ASCII),
        query=re.compile(_segment(query), re.ASCII) if query else None,
    )


def _check_names(text: str, names: list[str]) -> None:
    for name in names:
        if name not in PLACEHOLDERS:
            raise PatternError("unknown", f"There is no placeholder {{{name}}}.", f"{{{name}}}")
        if names.count(name) > 1:
            raise PatternError("twice", f"{{{name}}} stands there twice.", f"{{{name}}}")
    if len(names) > MOST_PLACEHOLDERS:
        raise PatternError("many", f"A pattern has {MOST_PLACEHOLDERS} placeholders at most.")
    if "rest" in names and not text.strip().rstrip("/").endswith("/{rest}"):
        raise PatternError("rest", "{rest} stands alone at the end of the path.", "{rest}")
    if not set(_PART.sub("", text)).isdisjoint("{}*\\<>^|"):
        raise PatternError("letters", "A pattern has no *, {, }, \\, <, >, ^ and |.")


def _segment(text: str) -> str:
    names = _PART.findall(text)
    if len(names) > MOST_IN_A_SEGMENT:
        message = "Between two slashes stand three placeholders at most."
        raise PatternError("crowded", message, text)
    if "}{" in text:
        raise PatternError("touching", "Between two placeholders stands something.", text)
    pieces = _PART.split(text)
    return "".join(
        f"(?P<{piece}>{PLACEHOLDERS[piece]})" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    )


def placeholders_in(text: str) -> frozenset[str]:
    """Name the placeholders of a target."""
    return frozenset(_PART.findall(text))


def fill(template: str, found: dict[str, str]) -> str:
    """Put what was found into a target. Raises KeyError for a placeholder that is not there."""
    return _PART.sub(lambda part: found[part[1]], template)
