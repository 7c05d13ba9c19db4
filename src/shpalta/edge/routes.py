"""Which addresses the edge lets through to the press; to all others it is a wall.

What could be an address of a site that was goes to one door of the press, which looks it up in a
table and shows no page under it; see `stranger_path`.

The grammar is `shpalta.core.addresses` and what the press answers beside its pages. It is read
off the path as it came over the wire: whatever is percent-encoded there is no public address,
so nothing can be decoded or normalised into another one behind the edge.
"""

import re

from shpalta.core.addresses import SEGMENTS

PREFIX = r"[a-z][a-z0-9-]{0,18}"
"""An edition's prefix without its slash: one segment."""
SLUG = r"[A-Za-z0-9_-]{1,120}"
NUMBER = r"[0-9]{1,18}"
SURROUNDINGS = r"[a-z0-9-]{1,200}"
"""What tells pages apart for campaigns; see `shpalta.core.surroundings`."""
FILE = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}"
_KIND = "|".join(sorted(SEGMENTS.values()))

PAGES: tuple[str, ...] = (
    "",
    "date",
    r"date/[0-9]{4}/[0-9]{2}/[0-9]{2}",
    rf"(?:{_KIND})/(?:{NUMBER}/){{0,3}}{NUMBER}",
    rf"[a-z]{{1,20}}/[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}}/{NUMBER}",
    rf"(?:rubric|topic|author|about|page)/{SLUG}",
    "-/ticker",
    "-/today",
    "-/read",
    rf"-/talk/{NUMBER}(?:/(?:newest|oldest|best|c/{NUMBER}))?",
    "-/video",
    rf"-/player/{NUMBER}",
    "-/missing",
    rf"-/more/(?:all|rubric/{SLUG})",
    rf"-/place/{NUMBER}/{SURROUNDINGS}",
    rf"-/go/{NUMBER}",
    rf"-/creative/{NUMBER}/{NUMBER}/[0-9a-f]{{16}}",
)
"""Pages and fragments of an edition, after its prefix. The press redirects if the last slash
is missing, so that passes; nothing else may differ."""
READERS: tuple[str, ...] = (
    "write",
    "me",
    "comments",
    "reactions",
    rf"comment/{NUMBER}(?:/(?:edit|remove|appeal))?",
    "mine",
    "account(?:/(?:export|erase|social))?",
    "login(?:/(?:code|confirm|again))?",
    "logout",
    "signup(?:/(?:confirm|social))?",
    rf"passkeys(?:/(?:add|login|again|{NUMBER}/remove))?",
    "(?:google|telegram)/login(?:/callback)?",
    "failed(?:/(?:social|cancelled))?",
)
"""What the readers' room answers, after an edition's prefix and `/-/readers/`, before a slash."""
EDITION_FILES: tuple[str, ...] = (r"icon\.svg", r"-/nameplate/[0-9a-f]{32}\.(?:svg|png)")
"""Files of an edition, after its prefix."""
FOLDER = r"[0-9a-f]{32}"
STREAMED = rf"/media/videos/{FOLDER}/(?:video\.mp4|hls/(?:{FILE}/)?{FILE})"
"""Files of videos, which go through in slices and are not kept: see `slicing`."""
FILES: tuple[str, ...] = (
    r"/media/pictures/[0-9]{1,18}/[0-9a-f]{12}/[0-9]{1,5}\.(?:avif|webp|jpg|png)",
    r"/media/creatives/[0-9a-f]{64}\.(?:avif|gif|jpeg|png|webp)",
    rf"/static/shpalta/(?:press|readers)/(?:{FILE}/){{0,4}}{FILE}",
    rf"/media/captions/{FOLDER}\.vtt",
)
"""Files of the whole host."""
RESERVED: frozenset[str] = frozenset({"documents", "django-admin", "media", "newsroom", "static"})
"""First segments that no edition may have as its prefix: they belong to other doors."""

MOVED = "/-/moved"
"""The press's door for addresses of sites that were."""
LONGEST_OLD = 600
OLD = (
    rf"(?!/(?:{'|'.join(sorted(RESERVED))})(?:/|$))"
    r"(?!.*(?://|/\.{1,2}(?:/|$)|/-(?:/|$)|%(?:2[eEfF]|5[cC]|[01][0-9a-fA-F])))"
    r"/[A-Za-z0-9._~!$&'()*+,;=:@%/-]+"
)
"""What could be such an address, as it came over the wire: no door of ours, nothing that could be
taken for another one."""

_PAGE = "|".join(f"{page}/?" if page else "" for page in PAGES)
_OURS = rf"(?!/(?:{'|'.join(sorted(RESERVED))})(?:/|$))"
_PUBLIC = re.compile(
    rf"{_OURS}(?:/{PREFIX})?/(?:{_PAGE}|{'|'.join(EDITION_FILES)})"
    rf"|{_OURS}/{PREFIX}"
    rf"|{'|'.join(FILES)}",
    re.ASCII,
)
_STREAMED = re.compile(STREAMED, re.ASCII)
_OLD = re.compile(OLD, re.ASCII)
_READERS = re.compile(rf"{_OURS}(?:/{PREFIX})?/-/readers/(?:{'|'.join(READERS)})/", re.ASCII)
_EDITION = re.compile(r"/([a-z]{2,8})/")
_WORDS = frozenset(SEGMENTS.values()) | RESERVED
_WORDS |= {"about", "author", "date", "page", "rubric", "topic"}


def is_public(path: str) -> bool:
    """Say whether the path, as sent and without its query, may be asked of the press."""
    return _PUBLIC.fullmatch(path) is not None


def is_of_readers(path: str) -> bool:
    """Say whether the path, as sent and without its query, is one of the readers' room."""
    return _READERS.fullmatch(path) is not None


def is_streamed(path: str) -> bool:
    """Say whether the path, as sent and without its query, is that of a file of a video."""
    return _STREAMED.fullmatch(path) is not None


def missing_path(path: str) -> str:
    """Give the path of the not-found page that speaks the language of the edition asked for.

    What looks like an edition's prefix is taken for one; the press knows which there are.
    """
    found = _EDITION.match(path)
    if found is None or found[1] in _WORDS:
        return "/-/missing/"
    return f"/{found[1]}/-/missing/"


def stranger_path(path: str) -> str:
    """Give the path to ask the press for in place of one that is not public.

    That is the door for old addresses, or the not-found page.
    """
    if len(path) <= LONGEST_OLD and _OLD.fullmatch(path) is not None:
        return MOVED + path
    return missing_path(path)
