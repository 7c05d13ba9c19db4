"""Which language a copy is written in, and Latin letters that hide in Cyrillic words."""

import re
from collections.abc import Iterable

from shpalta.intake.text.document import Language

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_UK = re.compile("[іїєґІЇЄҐ]")
_RU = re.compile("[ыэъёЫЭЪЁ]")
_UK_WORDS = re.compile(r"(?<!\w)(?:та|що|із|від|це|які|було|до|як|щоб|але|й|про|під)(?!\w)")
_RU_WORDS = re.compile(r"(?<!\w)(?:и|что|из|от|это|которые|было|как|чтобы|но|под|об)(?!\w)")
_PROSE = 60
_MOST = 50  # Words to name: more make nobody wiser.

_SEAM = re.compile("[\u0400-\u04ff](?=[A-Za-z])|[A-Za-z](?=[\u0400-\u04ff])")
_WORD_START = re.compile(r"[^\W\d_]{0,40}\Z")
_WORD_END = re.compile(r"[^\W\d_]{0,40}")
_LONE = re.compile(r"(?<=[\u0400-\u04ff,;] )[iaoyc](?= [\u0400-\u04ff])")


def detect_language(text: str) -> Language:
    """Tell uk, ru or en by the letters and small words of the long lines of a page."""
    lines = text.split("\n")
    prose = "\n".join(line for line in lines if len(line) >= _PROSE) or text
    cyrillic, latin = len(_CYRILLIC.findall(prose)), len(_LATIN.findall(prose))
    if latin > cyrillic:
        return "en"
    uk = 3 * len(_UK.findall(prose)) + len(_UK_WORDS.findall(prose))
    ru = 3 * len(_RU.findall(prose)) + len(_RU_WORDS.findall(prose))
    return "ru" if ru > uk else "uk"


def name_mixed_words(texts: Iterable[str]) -> list[str]:
    """Name each word that mixes Latin and Cyrillic letters, once, in the order of the text."""
    found: dict[str, str] = {}
    for text in texts:
        if _CYRILLIC.search(text) is None or _LATIN.search(text) is None:
            continue
        place = 0
        while len(found) < _MOST and (seam := _SEAM.search(text, place)):
            word, place = _word_around(text, seam.start())
            found.setdefault(word, _mixture(word))
        for match in _LONE.finditer(text):
            found.setdefault(
                match[0], f'the word "{match[0]}" is a Latin letter among Cyrillic words'
            )
    return list(found.values())


def _word_around(text: str, place: int) -> tuple[str, int]:
    """Return the word at a place and where it ends."""
    before = _WORD_START.search(text[max(0, place - 40) : place])
    after = _WORD_END.match(text, place)
    word = (before[0] if before else "") + (after[0] if after else "")
    return word, after.end() if after else place + 1


def _mixture(word: str) -> str:
    latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
    if len(latin) <= len(cyrillic):
        letters = ", ".join(dict.fromkeys(latin))
        return f'the Cyrillic word "{word}" has Latin letters in it: {letters}'
    letters = ", ".join(dict.fromkeys(cyrillic))
    return f'the Latin word "{word}" has Cyrillic letters in it: {letters}'
