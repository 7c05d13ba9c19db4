"""Pages put together from their template and the fragments that there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from shpalta.edge.esi import Include, Template

MAX_DEPTH = 3
"""How deep fragments may include fragments; deeper ones are missing, so a circle ends."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What can be put into a page.

    `template` is its own (`esi.plain` if it has no includes), `keys` are those of the response
    that it came in.
    """

    template: Template
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assembled:
    """A whole page.

    `keys` are those of the fragments in it, `used` their paths, and `missing` the paths of
    includes for which there was nothing.
    """

    body: bytes
    keys: frozenset[str]
    used: frozenset[str]
    missing: frozenset[str]


def assemble(template: Template, fragments: Mapping[str, Fragment]) -> Assembled:
    """Fill a template with fragments by their paths.

    For an include whose `src` is not among them its `alt` is taken, and if that is not there
    either, nothing: a page is never broken by its parts.
    """
    work = _Assembly(fragments)
    work.fill(template, MAX_DEPTH)
    return Assembled(
        b"".join(work.parts), frozenset(work.keys), frozenset(work.used), frozenset(work.missing)
    )


class _Assembly:
    """One page in the making."""

    def __init__(self, fragments: Mapping[str, Fragment]) -> None:
        self._fragments = fragments
        self.parts: list[bytes] = []
        self.keys: set[str] = set()
        self.used: set[str] = set()
        self.missing: set[str] = set()

    def fill(self, template: Template, depth: int) -> None:
        for part in template.segments:
            if isinstance(part, bytes):
                self.parts.append(part)
            else:
                self._put(part, depth)

    def _put(self, include: Include, depth: int) -> None:
        for path in (include.src, include.alt):
            fragment = self._fragments.get(path) if path and depth else None
            if fragment is not None and path is not None:
                self.used.add(path)
                self.keys |= fragment.keys
                self.fill(fragment.template, depth - 1)
                return
        self.missing.add(include.src)
