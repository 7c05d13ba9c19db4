"""Where redirects lead, as people write it: `story:7450714`, `rubric:ru/city`, `gone`.

What stands on a title's own site is named by its edition's language and the path below the
edition's prefix, so that neither another prefix nor another day of a story changes it.
"""

import re
from dataclasses import dataclass
from datetime import date

from shpalta.core.addresses import SEGMENTS, Kind
from shpalta.core.errors import ShpaltaError

GONE = "gone"
_KINDS = "|".join(sorted(SEGMENTS.values()))
_STORY = re.compile(rf"/(?:{_KINDS})/(?:[0-9]+/)*([0-9]{{1,18}})/?", re.ASCII)
_DAY = re.compile(r"/date/([0-9]{4})/([0-9]{2})/([0-9]{2})/?", re.ASCII)
_WORD = re.compile(r"/(rubric|topic|author|about|page)/([A-Za-z0-9_-]{1,255})/?", re.ASCII)
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,255}", re.ASCII)
_WRITTEN = re.compile(
    r"(story|old|rubric|topic|author|about|page|front|day):\s*(?:([a-z]{2,12})(?:/|$))?(.*)",
    re.ASCII,
)


class TargetError(ShpaltaError):
    """This names nothing to lead to. The message says what can be written."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page of a title: what sort (`story`, `old`, `rubric`, …) and its number, slug or day.

    `language` is that of the edition, "" where it was not said. `old` is a story by the number
    that it had on another site.
    """

    sort: str
    name: str = ""
    language: str = ""

    @property
    def path(self) -> str:
        """The path below the edition's prefix."""
        if self.sort == "story":
            return f"/{SEGMENTS[Kind.NEWS]}/{self.name}/"
        if self.sort == "front":
            return "/"
        if self.sort == "day":
            return f"/date/{self.name.replace('-', '/')}/" if self.name else "/date/"
        return f"/{self.sort}/{self.name}/"

    def __str__(self) -> str:
        edition = f"{self.language}/" if self.language and self.name else self.language
        return f"{self.sort}:{edition}{self.name}"


def recognise(path: str, language: str = "") -> Target | None:
    """Recognise a path (below the edition's prefix) as that of a page; None: there are no such."""
    if path in {"", "/"}:
        return Target("front", "", language)
    if path in {"/date/", "/date"}:
        return Target("day", "", language)
    if found := _STORY.fullmatch(path):
        return Target("story", str(int(found[1])), language)
    if found := _WORD.fullmatch(path):
        return Target(found[1], found[2], language)
    if (found := _DAY.fullmatch(path)) and _is_day(name := "-".join(found.groups())):
        return Target("day", name, language)
    return None


def read_target(text: str) -> Target:
    """Read a target that is neither a path nor a whole address. Raises TargetError."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        message = (
            f"{text[:80]!r} names no page. Write its address, or story:7450714, rubric:city, "
            "topic:…, author:…, about:…, page:…, front:, day:2024-04-10, gone."
        )
        raise TargetError(message)
    sort, language, name = found[1], found[2] or "", found[3].strip().strip("/")
    if sort not in {"front", "day"} and not name and language:
        language, name = "", language  # a slug that looks like a language: topic:metro
    if not _fits(sort, name):
        message = f"{text[:80]!r}: what stands after {sort}: cannot be one."
        raise TargetError(message)
    return Target(sort, str(int(name)) if sort == "story" else name, language)


def _fits(sort: str, name: str) -> bool:
    """Tell whether this can be the name of a page of this sort."""
    if sort == "story":
        return name.isascii() and name.isdigit() and len(name) <= 18  # noqa: PLR2004  # 64 bits
    if sort == "old":
        return 0 < len(name) <= 40  # noqa: PLR2004  # as the table has it
    if sort == "front":
        return not name
    if sort == "day":
        return not name or _is_day(name)
    return _SLUG.fullmatch(name) is not None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2024-04-10")
