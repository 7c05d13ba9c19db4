"""Keeping markup out of a translator's hands.

Each tag becomes a mark, ⟦1⟧ or ⟦/1⟧, and comes back as it was. What is between the marks comes
back as text: a translator can neither add a tag nor change an address.
"""

import re
from dataclasses import dataclass
from html import escape, unescape

from django.utils.translation import gettext as _

from shpalta.newsroom.translation.errors import TranslationError

_TAG = re.compile(r"<[^>]*>")
_MARK = re.compile(r"⟦(/?\d+)⟧")
_EMPTY = frozenset({"br", "hr", "img", "embed"})
_NAME = re.compile(r"</?\s*([a-zA-Z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text whose tags are marks, and the tags by their mark (`1`, `/1`)."""

    text: str
    tags: dict[str, str]


def mask(html: str) -> Masked:
    """Put a mark in place of each tag."""
    tags: dict[str, str] = {}
    opened: list[str] = []

    def marked(found: "re.Match[str]") -> str:
        tag = found.group()
        if tag.startswith("</") and opened:
            mark = f"/{opened.pop()}"
        else:
            mark = str(sum(not name.startswith("/") for name in tags) + 1)
            name = _NAME.match(tag)
            is_empty = tag.endswith("/>") or bool(name and name[1].lower() in _EMPTY)
            if not is_empty:
                opened.append(mark)
        tags[mark] = tag
        return f"⟦{mark}⟧"

    return Masked(unescape(_TAG.sub(marked, html)), tags)


def unmask(translated: str, masked: Masked) -> str:
    """Put the tags back; all else becomes text.

    Raises TranslationError if marks were lost, added, or nested wrongly.
    """
    marks = _MARK.findall(translated)
    if sorted(marks) != sorted(masked.tags) or not _is_nested(marks, masked.tags):
        raise TranslationError(_("The service lost links or emphasis of the text. Try it again."))
    parts = _MARK.split(translated)
    # Every second part is a mark.
    return "".join(
        masked.tags[part] if number % 2 else escape(part, quote=False)
        for number, part in enumerate(parts)
    )


def _is_nested(marks: list[str], tags: dict[str, str]) -> bool:
    opened: list[str] = []
    for mark in marks:
        if mark.startswith("/"):
            if not opened or opened.pop() != mark[1:]:
                return False
        elif f"/{mark}" in tags:
            opened.append(mark)
    return not opened
