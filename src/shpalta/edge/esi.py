"""Edge Side Includes: a page's bytes taken apart into what stands and what is put in.

The subset of the ESI Language Specification 1.0 (W3C note of 4 August 2001) that pages need:
`<esi:include>` with `src`, `alt` and `onerror`, `<esi:remove>`, `<esi:comment>` and
`<!--esi … -->`. Other ESI elements and broken markup are left as they stand.

Only a response whose Surrogate-Control says `content="ESI/1.0"` may be parsed: see `is_esi`.
Then the press has written each tag itself; a reader's words come escaped.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

_ATTRIBUTE = rb"""\s+[A-Za-z_:][A-Za-z0-9_:.-]*+\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')"""
_TAG = re.compile(
    rb"<esi:(?P<name>include|comment)(?P<attributes>(?:" + _ATTRIBUTE + rb")*+)\s*+"
    rb"(?:/>|>\s*+</esi:(?P=name)>)"
    rb"|(?P<remove><esi:remove>)"
    rb"|(?P<hidden><!--esi(?=\s))"
)
_ONE_ATTRIBUTE = re.compile(rb"""([A-Za-z_:][A-Za-z0-9_:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
_REMOVE_END = b"</esi:remove>"
_HIDDEN_END = b"-->"
_CONTENT = re.compile(r"""content\s*=\s*"([^"]*)\"""", re.IGNORECASE)
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,2000}")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos);")


@dataclass(frozen=True, slots=True)
class Include:
    """A place where another document of the same origin is put in.

    `src` and `alt` (asked if `src` fails; None if there is none) are absolute paths with an
    optional query. `optional` is `onerror="continue"`.
    """

    src: str
    alt: str | None = None
    optional: bool = False


Segment: TypeAlias = bytes | Include


@dataclass(frozen=True, slots=True)
class Template:
    """A page taken apart; bytes next to each other have been joined."""

    segments: tuple[Segment, ...]

    @property
    def includes(self) -> tuple[Include, ...]:
        """Give the places to fill, in order of appearance."""
        return tuple(part for part in self.segments if isinstance(part, Include))

    @property
    def sources(self) -> tuple[str, ...]:
        """Give each path that is wanted first (`src`), once, in order of appearance."""
        return tuple(dict.fromkeys(include.src for include in self.includes))


def is_esi(surrogate_control: str | None) -> bool:
    """Say whether a response asks to be taken apart (Edge Architecture 1.0, section 2.2)."""
    found = _CONTENT.search(surrogate_control or "")
    return found is not None and "esi/1.0" in found[1].lower().split()


def plain(body: bytes) -> Template:
    """Give the template of a body in which nothing is to be put in."""
    return Template((body,) if body else ())


def parse(body: bytes) -> Template:
    """Take a page apart. Any bytes will do: what is no ESI is literal. Never raises."""
    segments: list[Segment] = []
    _parse_into(segments, body, hidden=True)
    return Template(_joined(segments))


def _parse_into(segments: list[Segment], body: bytes, *, hidden: bool) -> None:
    """Append the segments of a body; `hidden` says whether `<!--esi` can still begin in it."""
    done = start = 0
    removable = True
    while found := _TAG.search(body, start):
        start = found.end()
        end = start
        made: list[Segment] = []
        if found["remove"]:
            closing = body.find(_REMOVE_END, start) if removable else -1
            removable = closing >= 0
            if not removable:
                continue
            end = closing + len(_REMOVE_END)
        elif found["hidden"]:
            closing = body.find(_HIDDEN_END, start) if hidden else -1
            hidden = closing >= 0
            if not hidden:
                continue
            # What is between holds no "-->", so nothing in it can be hidden once more.
            _parse_into(made, body[start:closing], hidden=False)
            end = closing + len(_HIDDEN_END)
        elif found["name"] == b"include":
            include = _read_include(found["attributes"])
            if include is None:
                continue
            made.append(include)
        segments += [body[done : found.start()], *made]
        done = start = end
    segments.append(body[done:])


def _read_include(attributes: bytes) -> Include | None:
    values = {
        name.decode("ascii"): _text(double or single)
        for name, double, single in _ONE_ATTRIBUTE.findall(attributes)
    }
    src, alt = values.get("src", ""), values.get("alt", "")
    if not _is_own_path(src):
        return None
    optional = values.get("onerror") == "continue"
    return Include(src, alt if _is_own_path(alt) else None, optional)


def _text(value: bytes) -> str:
    """Read an attribute's value; what is not ASCII cannot be a path and is kept apart from it."""
    text = value.decode("ascii", "replace")
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], text)


def _is_own_path(src: str) -> bool:
    """Accept paths of the same origin alone, none that a server might resolve elsewhere."""
    if _PATH.fullmatch(src) is None:
        return False
    path = src.partition("?")[0]
    return not any(part in {".", ".."} for part in path.split("/")) and "%" not in path


def _joined(segments: list[Segment]) -> tuple[Segment, ...]:
    result: list[Segment] = []
    literal: list[bytes] = []
    for part in [*segments, None]:
        if isinstance(part, bytes):
            literal.append(part)
            continue
        if run := b"".join(literal):
            result.append(run)
        literal.clear()
        if part is not None:
            result.append(part)
    return tuple(result)
