"""The source chain of a story: who reported, citing whom, each name in its language."""

from collections.abc import Iterable, Mapping
from typing import Any

from shpalta.newsroom.stories.choices import Role
from shpalta.press.pages.origins import WordOrigin
from shpalta.press.pages.story import SourcePart
from shpalta.press.words import citing_words


def _language_of(name: str, names: Mapping[str, str], language: str) -> str:
    """Find the language in which a source is named, where it is another one; "" if unknown."""
    if names.get(language) == name:
        return ""
    return next((code for code, text in names.items() if text == name and code != language), "")


def build_sources(attributions: Iterable[Any], language: str) -> tuple[SourcePart, ...]:
    """Print the source chain as one sentence: «X» citing Y, Z."""
    parts: list[SourcePart] = []
    for attribution in attributions:
        wording = attribution.wording.strip()
        if not wording and parts:
            wording = citing_words() if attribution.role == Role.CITED else ","
        before = f"{wording} " if wording else ""
        if parts and not before.startswith((",", ";", ".", ":", ")")):
            before = f" {before}"
        source = attribution.source
        url = attribution.url or (source.url if source else "")
        word = WordOrigin("source", source.pk) if source else None
        named = _language_of(attribution.name, source.names, language) if source else ""
        parts.append(SourcePart(before, attribution.name, url, language=named, source=word))
    return tuple(parts)
