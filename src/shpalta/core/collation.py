"""In which order names stand in lists, by language: the alphabets of CLDR's collations.

CLDR's collation (UTS 10, UTS 35 Collation) as far as lists of names need it: a language's own
script comes before others; what is a letter of the alphabet stands at its place there (Ukrainian
Ґ after Г, Є after Е, І and Ї after И, Ь before Ю), other marked letters beside their base letter;
then marks and capitals decide, lower case first. Apostrophes and soft hyphens inside words count
for nothing until all else is equal.
"""

import unicodedata
from functools import lru_cache

_CYRILLIC = "абвгґдђѓеєжзѕиіїйјкќлљмнњопрстћуўфхцчџшщъыьэюя"
"""One order serves Ukrainian and Russian: where one of them has no such letter it meets none."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ALPHABETS = {
    "uk": _CYRILLIC,
    "ru": _CYRILLIC,
    "be": _CYRILLIC,
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "cs": "abcčdefghijklmnopqrřsštuvwxyzž",
    "sk": "aäbcčdefghijklmnoôpqrsštuvwxyzž",
    "lt": "abcčdefghijklmnopqrsštuvwxyzž",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "sv": "abcdefghijklmnopqrstuvwxyzåäö",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "es": "abcdefghijklmnñopqrstuvwxyz",
}
_BASES = {
    "ł": "l", "đ": "d", "ø": "o", "ð": "d", "ħ": "h", "ß": "ss", "æ": "ae", "œ": "oe",
    "þ": "th", "ı": "i", "ґ": "г", "ў": "у",
}  # fmt: skip
_IGNORED = frozenset("'’ʼ`‘\u00ad\u200c\u200d\u2060")
_SPACE, _SIGN, _DIGIT, _OWN, _LATER = range(5)

Weights = tuple[tuple[int, int, str], ...]
Key = tuple[Weights, tuple[str, ...], tuple[bool, ...], str]


@lru_cache(maxsize=16)
def _places(language: str) -> dict[str, tuple[int, int, str]]:
    """Give the place of each letter of the alphabets that are known, the language's own first."""
    own = _ALPHABETS.get(language.partition("-")[0], _LATIN)
    other = _LATIN if own is _CYRILLIC else _CYRILLIC
    places = {letter: (_LATER, place, "") for place, letter in enumerate(other)}
    return places | {letter: (_OWN, place, "") for place, letter in enumerate(own)}


@lru_cache(maxsize=4096)
def _elements(sign: str, language: str) -> tuple[Weights, str]:
    """Give a folded character's primary weights, and its mark."""
    places = _places(language)
    if sign in places:
        return (places[sign],), ""
    if sign in _BASES:
        return tuple(_elements(letter, language)[0][0] for letter in _BASES[sign]), sign
    plain = unicodedata.normalize("NFD", sign)
    if len(plain) > 1 and unicodedata.combining(plain[-1]):
        # Marks come off one after the other: what is left may be a letter of the alphabet.
        return _elements(unicodedata.normalize("NFC", plain[:-1]), language)[0], plain[-1]
    if unicodedata.category(sign)[0] == "M":
        return (), sign
    return (_elsewhere(sign, len(places)),), ""


def _elsewhere(sign: str, letters: int) -> tuple[int, int, str]:
    """Give the weight of what is in none of the alphabets: spaces, signs, digits, letters."""
    category = unicodedata.category(sign)
    if category[0] == "Z" or category == "Cc":
        return (_SPACE, 0, "")
    if category[0] == "N":
        return (_DIGIT, int(unicodedata.numeric(sign, 0.0)), "")
    return (_LATER, letters, sign) if category[0] == "L" else (_SIGN, 0, sign)


@lru_cache(maxsize=32768)
def collation_key(text: str, language: str) -> Key:
    """Give the key by which `text` stands in a list of names for readers of `language`."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    primary: list[tuple[int, int, str]] = []
    marks: list[str] = []
    capitals: list[bool] = []
    for sign in composed:
        if sign in _IGNORED:
            continue
        for folded in sign.lower():
            weights, mark = _elements(folded, language)
            primary.extend(weights)
            marks.append(mark)
        capitals.append(sign != sign.lower())
    return tuple(primary), tuple(marks), tuple(capitals), composed
