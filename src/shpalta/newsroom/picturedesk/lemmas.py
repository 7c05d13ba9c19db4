"""The dictionary forms of words, so that one form of a word finds all others.

A newsroom writes Ukrainian and Russian side by side, often of the same people, so a word is
looked up in both dictionaries. Names are in neither: what no dictionary knows is found by what is
left of it without its ending.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pymorphy3

from shpalta.core.folding import words_of

_LANGUAGES = ("uk", "ru")
_CYRILLIC = re.compile(r"(?=..)[Ѐ-ԯ]+(?:'[Ѐ-ԯ]+)*")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ`‘´′", "'"))
_ENDING = re.compile(
    r"(?<=....)(?:ові|еві|єві|ами|ями|ого|ому|его|ему|ими|ыми|ою|ею|єю|ой|ей|ом|ем|єм|им|ім|ым|"
    r"их|іх|ых|ах|ях|ий|ій|ый|ая|яя|ое|ее|ые|ів|їв|ов|ев|[уюаяоеиіїыьй])$"
)
"""What Ukrainian and Russian names end in; four letters stay."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text: folded; its dictionary forms, folded; without its ending; if it is known.

    Words of other scripts have no forms, and themselves as their stem.
    """

    word: str
    forms: frozenset[str] = frozenset()
    stem: str = ""
    is_known: bool = True


def terms_of(text: str) -> list[Term]:
    """Split a text into its terms."""
    tokens = _TOKEN.findall(text.casefold().translate(_APOSTROPHES))
    return [term for token in tokens for term in _terms(token)]


@lru_cache(maxsize=1)
def _dictionaries() -> Sequence[Any]:
    """Load both dictionaries, once a process: half a second, 30 megabytes."""
    return [pymorphy3.MorphAnalyzer(lang=language) for language in _LANGUAGES]


@lru_cache(maxsize=100_000)
def _terms(token: str) -> tuple[Term, ...]:
    words = words_of(token)
    if len(words) != 1 or not _CYRILLIC.fullmatch(token):
        return tuple(Term(word) for word in words)
    forms = {parse.normal_form for one in _dictionaries() for parse in one.parse(token)}
    return (
        Term(
            word=words[0],
            forms=frozenset(form for found in forms for form in words_of(found)),
            stem=_ENDING.sub("", words[0]),
            is_known=any(one.word_is_known(token) for one in _dictionaries()),
        ),
    )
