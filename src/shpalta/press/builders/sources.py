"""The source chain of a story: who reports it, and whom they cite."""

from collections.abc import Iterable, Mapping
from typing import Any

from shpalta.newsroom.stories.choices import Role
from shpalta.press.builders.running import Running
from shpalta.press.pages.origins import WordOrigin
from shpalta.press.pages.story import SourcePart
from shpalta.press.words import citing_words


def build_sources(
    running: Running, attributions: Iterable[Any], language: str
) -> tuple[SourcePart, ...]:
    """Print the source chain as one sentence: «X» citing Y, Z. It begins with the origin."""
    parts: list[SourcePart] = []
    if running.taken:
        parts.append(SourcePart(before="", name=running.taken.name, url=running.taken.url))
    for place, attribution in enumerate(attributions):
        wording = attribution.wording.strip()
        if not wording and parts:
            is_cited = attribution.role == Role.CITED or not place
            wording = citing_words() if is_cited else ","
        before = f"{wording} " if wording else ""
        if parts and not before.startswith((",", ";", ".", ":", ")")):
            before = f" {before}"
        source = attribution.source
        url = attribution.url or (source.url if source else "")
        word = WordOrigin("source", source.pk) if source else None
        named = _language_of(attribution.name, source.names, language) if source else ""
        parts.append(SourcePart(before, attribution.name, url, language=named, source=word))
    return tuple(parts)


def _language_of(name: str, names: Mapping[str, str], language: str) -> str:
    """Find the language in which a source is named, where it is another one; "" if unknown."""
    if names.get(language) == name:
        return ""
    return next((code for code, text in names.items() if text == name and code != language), "")
