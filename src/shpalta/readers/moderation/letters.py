"""What a word could be read as: look-alike letters, digits for letters, what is put between them.

Whoever wants past a list of words writes them so that people read them and programs do not. Here
each character is given the letters it may stand for; `words.py` walks the listed words with them.
Look-alikes of other scripts come from Unicode's confusables (UTS 39).
"""

import functools
import re
import unicodedata
from collections.abc import Mapping

from confusable_homoglyphs import confusables

CYRILLIC = "абвгґдеєёжзиіїйклмнопрстуфхцчшщъыьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ANY = "*"
"""A character that hides a letter: it may be read as each of them."""

_USUAL = re.compile(r"[\x20-\x7e\n\r\tа-яёіїєґА-ЯЁІЇЄҐ’ʼ‘`´«»“”„—–…№€£°·]*")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ‘`´ʹ′"))
_LONG_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)


def _table(lines: str) -> dict[str, str]:
    """Read a table: each word is a character and the letters that it may stand for."""
    return {word[0]: word[1:] for word in lines.split()}


# Drawn alike: also a word that is written in the other script alone is read by these.
_CYRILLIC_TWINS = _table("aа bв cс eеё hн iі kк mм oо pр tт xх yу")
_LATIN_TWINS = _table("аa вb сc еe нh іi кk мm оo рp тt уy хx")
# Alike to who wants to see it: only where a word mixes scripts or has digits and signs in it.
_CYRILLIC_KIN = _table(
    "bвбь dд fф gдг iіи lл mмт nпи rгя sс uиц vву wш yу zз jй 0о 1іли 3зеэ 4ча 5с 6б 7т 8в 9дя "
    "@а $с €єе !іи |і +т ііи ииі ееё ёёе єєе ггґ №н ?* #*"
)
_LATIN_KIN = _table(
    "вb гr иu пn уyu шw яr цu зe дdg лl фf бb ьb йij эe 0o 1il 2z 3e 4a 5s 6bg 7t 8b 9g "
    "@a $s €e !il |il +t ?* #*"
)
_OWN_CYRILLIC = _table("ееё ёёе ггґ ґґг")


@functools.cache
def _seen_as() -> Mapping[int, str]:
    """Map what looks like a letter of ours in another script to that letter."""
    ours = set(LATIN + LATIN.upper() + CYRILLIC + CYRILLIC.upper())
    found: dict[int, str] = {}
    for character, twins in confusables.confusables_data.items():
        if len(character) != 1 or ord(character) < 0x80 or character in ours:  # noqa: PLR2004
            continue
        letter = next((twin["c"] for twin in twins if twin["c"] in ours), None)
        if letter is not None:
            found[ord(character)] = letter.casefold()
    return found


def fold(text: str) -> str:
    """Give a text in small letters, without what nobody sees and with one form of each letter.

    Apostrophes go, runs of more than three of a character become three.
    """
    if not _USUAL.fullmatch(text):
        text = _plain(text)
    return _LONG_RUN.sub(r"\1\1\1", text.casefold().translate(_APOSTROPHES))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    kept = []
    for character in text:
        category = unicodedata.category(character)
        # Invisible ones and marks that are piled upon letters; й and ї are letters by now.
        if category not in {"Cf", "Mn", "Me", "Co", "Cn"} and character not in "\u3164\u115f\u1160":
            kept.append(character)
    return "".join(kept).translate(_seen_as())


def is_cyrillic(word: str) -> bool:
    """Tell whether a folded word is in Cyrillic letters alone."""
    return bool(word) and all(letter in CYRILLIC for letter in word)


def is_latin(word: str) -> bool:
    """Tell whether a folded word is in Latin letters alone."""
    return word.isascii() and word.isalpha()


def cyrillic_readings(word: str) -> list[str] | None:
    """Give for each character of a folded word the Cyrillic letters it may be; None: not readable.

    A word of the script itself is read as it stands, one of the other script by twins alone.
    """
    if is_cyrillic(word):
        return [_OWN_CYRILLIC.get(letter, letter) for letter in word]
    if is_latin(word):
        return _read(word, _CYRILLIC_TWINS, {}, "")
    return _read(word, _CYRILLIC_TWINS, _CYRILLIC_KIN, CYRILLIC)


def latin_readings(word: str) -> list[str] | None:
    """Give for each character of a folded word the Latin letters it may be; None: not readable."""
    if is_latin(word):
        return list(word)
    if is_cyrillic(word):
        return _read(word, _LATIN_TWINS, {}, "")
    return _read(word, _LATIN_TWINS, _LATIN_KIN, LATIN)


def _read(
    word: str, twins: Mapping[str, str], kin: Mapping[str, str], own: str
) -> list[str] | None:
    read = []
    for character in word:
        letters = kin.get(character, "") + twins.get(character, "")
        if character in own:
            letters += character
        if character == ANY:
            letters = ANY
        if not letters:
            return None
        read.append(ANY if ANY in letters else letters)
    return read
