"""How much a decoded text looks like Ukrainian, Russian or English: letter statistics."""

import itertools
import re

# Letters by how common they are in Ukrainian and Russian newspaper prose, most common first.
_BY_FREQUENCY = "оаиніетврслкмдпуязьбгйчхжшіцюєїфщыэґъё"
_WEIGHT = {letter: 3.0 - 3.2 * place / 37 for place, letter in enumerate(_BY_FREQUENCY)}
_COMMON_PAIRS = """
    ст но на то ен ов ни ра во ко ро по пр не ре го ал ли та ос ом ан ер ва де ес ть ор ло ка
    за ла ит ат ль ел те до ри ол ет об ве ед ти ки ся им ма ви бу що ві ня ів ій пі дн лі ді
    від їх сь кі ий ії ми ру ду му ам як цьо ого ому их ый ая ие ые ой ей ем ев ск тр че ча жи
    ши ще ну да мо со си се вы бы ты ны ля
"""
_PAIRS = frozenset(_COMMON_PAIRS.split())
_BAD = re.compile(
    "[\u2500-\u25a0\u2219\u221a\u2248\u2264\u2265\u2320\u2321\ufffd¤¦¬±µ¶"
    "\u0400-\u040f\u0452\u0453\u0455\u0458-\u045f]"
)
_UKRAINIAN = "ЄІЇЁ"
_INNER_CAPITAL = re.compile(r"[а-яёіїєґ][А-ЯЁІЇЄҐ]")
_MIXED = re.compile(r"[A-Za-z][А-яЁёІіЇїЄєҐґ]|[А-яЁёІіЇїЄєҐґ][A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ACCENTED = re.compile(r"[À-ÖØ-öø-ÿ]")


def cyrillic_likeness(text: str) -> float:
    """Score `text` (a sample) as Ukrainian or Russian prose, per Cyrillic letter.

    Real text has about 2 to 4, text read in a wrong encoding below 1.
    """
    letters = _CYRILLIC.findall(text)
    odd = sum(1 for sign in _BAD.findall(text) if sign not in _UKRAINIAN)
    if not letters:
        return -10.0 * odd
    lower = "".join(letters).lower()
    score = sum(_WEIGHT.get(letter, -2.0) for letter in lower)
    score += 1.5 * sum(1 for a, b in itertools.pairwise(lower) if a + b in _PAIRS)
    score -= 8.0 * len(_INNER_CAPITAL.findall(text)) + 8.0 * len(_MIXED.findall(text)) + 10.0 * odd
    return score / len(letters)


def western_likeness(text: str) -> float:
    """Score `text` as English with a few accented letters: 3 when it is, below 0 when not."""
    accented = len(_ACCENTED.findall(text))
    plain = sum(1 for sign in text if sign.isascii() and sign.isalpha())
    return 2.5 if accented * 20 <= plain else -5.0
