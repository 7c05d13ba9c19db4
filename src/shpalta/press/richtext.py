"""Running text as stored by the editor, made safe to print: few tags, live links, nothing else.

What an editor stored is sanitised again here, whichever door it came in by.
"""

import html
import re
from collections.abc import Mapping

import nh3

from shpalta.core.languages import direction_of

INLINE_TAGS = {"a", "b", "strong", "i", "em", "sup", "sub", "br", "span"}
STANDING_TAGS = INLINE_TAGS | {"p", "ul", "ol", "li"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "span": {"lang"}}
SCHEMES = {"http", "https", "mailto", "tel"}

STORY = "story"
PAGE = "page"
_OWN_LINK = re.compile(r'<a\b[^>]*\blinktype="[^>]*>')
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_ID = re.compile(r"[0-9]{1,18}")
_PARAGRAPH_EDGE = re.compile(r"</?p>")
_DEAD_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
_OUTWARD_LINK = re.compile(r'<a href="(?=https?://)')

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PASSAGE = re.compile(r'<span lang="([^"]*)">')

Targets = Mapping[tuple[str, int], str]
"""Where the links to things of ours lead now, by (link type, id); what is not public is absent."""


def own_links(source: str) -> set[tuple[str, int]]:
    """List what of ours a stored text links to, as (link type, id)."""
    found = set()
    for tag in _OWN_LINK.findall(source):
        attributes = dict(_ATTRIBUTE.findall(tag))
        if _ID.fullmatch(attributes.get("id", "")):
            found.add((attributes["linktype"], int(attributes["id"])))
    return found


def _opened(tag: re.Match[str], targets: Targets) -> str:
    attributes = dict(_ATTRIBUTE.findall(tag[0]))
    key = attributes.get("id", "")
    known = _ID.fullmatch(key)
    url = targets.get((attributes["linktype"], int(key))) if known else None
    return f'<a href="{html.escape(url)}">' if url else "<a>"


def _cleaned(source: str, targets: Targets, tags: set[str]) -> str:
    if "linktype=" in source:
        source = _OWN_LINK.sub(lambda tag: _opened(tag, targets), source)
    clean = nh3.clean(
        source,
        tags=tags,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    if "<a" in clean:
        clean = _DEAD_LINK.sub(r"\1", clean)
        clean = _OUTWARD_LINK.sub('<a rel="noopener" href="', clean)
    if "<span" in clean:
        clean = _PASSAGE.sub(_marked, clean)
    return clean


def is_tag(language: str) -> bool:
    """Tell whether a text looks like a language tag (BCP 47)."""
    return _TAG.fullmatch(language) is not None


def _attribute(_tag: str, attribute: str, value: str) -> str | None:
    return value if attribute != "lang" or is_tag(value) else None


def _marked(passage: re.Match[str]) -> str:
    """Print how a passage's script runs where it is not as most do; nh3 quotes attributes."""
    language = passage[1]
    return f'<span lang="{language}" dir="rtl">' if direction_of(language) == "rtl" else passage[0]


def paragraphs(source: str, targets: Targets) -> list[str]:
    """Give a stored text as paragraphs of safe inline HTML, without their `<p>` and empty ones."""
    clean = _cleaned(source, targets, INLINE_TAGS | {"p"})
    return [part.strip() for part in _PARAGRAPH_EDGE.split(clean) if part.strip()]


def inline(source: str, targets: Targets) -> str:
    """Give a stored text as one line of safe inline HTML."""
    return " ".join(paragraphs(source, targets))


def standing_html(source: str, targets: Targets) -> str:
    """Give a standing page's text as safe HTML with paragraphs and lists."""
    return _cleaned(source, targets, STANDING_TAGS)


def plain_text(source: str) -> str:
    """Give a text without any markup, for structured data and descriptions."""
    return " ".join(html.unescape(nh3.clean(source, tags=set())).split())


def shortened(text: str, limit: int) -> str:
    """Cut a plain text at a word's end so that it has at most `limit` characters."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return head[: head.rfind(" ")].rstrip(" ,;:.–—") + "…" if " " in head else head + "…"
