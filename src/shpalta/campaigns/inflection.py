"""All forms of the words that an advertiser avoids, worked out when they are written down.

Ukrainian and Russian words are looked up in pymorphy3's dictionaries, and guessed from their
ending where neither has them; Latin ones get the regular endings of English.
"""

from functools import cache
from typing import Any

from pymorphy3 import MorphAnalyzer
from pymorphy3.units.by_lookup import DictionaryAnalyzer

from shpalta.core.avoiding import ANY_END
from shpalta.core.folding import words_of

LANGUAGES = ("uk", "ru")
MOST_PHRASES = 200
LONGEST = 5
"""Words of a phrase."""
_ENDINGS = ("", "s", "es", "d", "ed", "ing")
_SHORTEST_BEGINNING = 3


@cache
def _analyzer(language: str) -> Any:
    # A dictionary takes some 20 MB and a tenth of a second: only who saves a campaign has it.
    return MorphAnalyzer(lang=language)


def phrases_of(text: str) -> list[list[list[str]]]:
    """Give the phrases of a text, one a line, each word with its folded forms in order.

    What `Campaign.avoided_forms` holds. Raises ValueError for a line that is no phrase, with the
    line as its argument.
    """
    lines = dict.fromkeys(line.strip() for line in text.splitlines())
    return [_phrase(line) for line in lines if line]


def _phrase(line: str) -> list[list[str]]:
    parts = line.split()
    if len(parts) > LONGEST or any(not words_of(part) for part in parts):
        raise ValueError(line)
    words = []
    for part in parts:
        *before, last = words_of(part)
        words += [[word] for word in before]
        if part.endswith(ANY_END):
            if len(last) < _SHORTEST_BEGINNING:
                raise ValueError(line)
            words.append([last + ANY_END])
        else:
            words.append(sorted(forms_of(part if not before else last)))
    return words


def forms_of(word: str) -> set[str]:
    """Give the folded forms of one word, itself among them."""
    folded = words_of(word)
    forms = set(folded)
    if word.isascii():
        stem = folded[-1].removesuffix("e")
        return forms | {stem + ending for ending in _ENDINGS[1:]} | {f"{stem}e", f"{stem}es"}
    # The dictionaries write the apostrophe as a straight one.
    plain = word.casefold().replace("’", "'").replace("ʼ", "'")
    parses = [(parse, _is_known(parse)) for name in LANGUAGES for parse in _parse(name, plain)]
    is_any_known = any(known for _parse_, known in parses)
    for parse, known in parses:
        if known or not is_any_known:
            forms.update(folded_form for one in parse.lexeme for folded_form in words_of(one.word))
    return forms


def _parse(language: str, word: str) -> list[Any]:
    """Give how a word may be read; only the likeliest guess of one that is not known."""
    parses = list(_analyzer(language).parse(word))
    return [parse for parse in parses if _is_known(parse)] or parses[:1]


def _is_known(parse: Any) -> bool:
    return len(parse.methods_stack) == 1 and isinstance(
        parse.methods_stack[0][0], DictionaryAnalyzer
    )
