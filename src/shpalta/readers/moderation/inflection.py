"""All forms of a listed word: by dictionary for Ukrainian and Russian, by rule for English."""

import functools
import re
from collections.abc import Iterator

from pymorphy3 import MorphAnalyzer

from shpalta.readers.moderation.letters import fold, is_cyrillic

DICTIONARIES = ("uk", "ru")
_VOWELS = "aeiou"
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")


@functools.cache
def _analyzer(language: str) -> MorphAnalyzer:
    return MorphAnalyzer(lang=language)


def forms_of(word: str, language: str) -> frozenset[str]:
    """Give every form of a word, folded, the word itself among them.

    Ukrainian and Russian ones come from the dictionary, and for a word that it does not have from
    what it knows of endings; other languages but English have the word as it is written.
    """
    word = word.strip().casefold()
    forms = {word}
    if language in DICTIONARIES:
        forms.update(_by_dictionary(word, language))
    elif language == "en":
        forms.update(_english(word))
    return frozenset(folded for form in forms if (folded := fold(form)))


def _by_dictionary(word: str, language: str) -> Iterator[str]:
    parses = _analyzer(language).parse(word)
    own = [parse for parse in parses if parse.normal_form == word]
    for parse in own or parses[:1]:
        for form in parse.lexeme:
            yield form.word


def _english(word: str) -> Iterator[str]:
    if not word.isascii() or not word.isalpha():
        return
    yield from (word + "s", word + "'s")
    if _SIBILANT.search(word):
        yield word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        yield from (word[:-1] + "ies", word[:-1] + "ied", word[:-1] + "ier")
    stem = word.removesuffix("e")
    yield from (stem + "ed", stem + "er", stem + "ers", stem + "ing", stem + "y")
    is_closed = len(word) > 2 and word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS  # noqa: PLR2004
    if is_closed and word[-3] not in _VOWELS:
        doubled = word + word[-1]
        yield from (doubled + "ed", doubled + "er", doubled + "ers", doubled + "ing", doubled + "y")


@functools.lru_cache(maxsize=20_000)
def is_in_dictionary(word: str) -> bool:
    """Tell whether a folded Cyrillic word is one that the dictionaries have."""
    return is_cyrillic(word) and any(
        _analyzer(language).word_is_known(word) for language in DICTIONARIES
    )
