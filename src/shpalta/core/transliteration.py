"""Latin spellings for addresses: Ukrainian by the rules of the state, other Cyrillic likewise.

The rules are those of resolution 55 of the Cabinet of Ministers of Ukraine (27 January 2010):
one letter one spelling, with other spellings of є, ї, й, ю, я at the beginning of a word, "зг" as
"zgh", the soft sign and the apostrophe left out. Letters that only Russian has are added.
"""

import re
import unicodedata

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
    "ё": "io", "ъ": "", "ы": "y", "э": "e", "ў": "u",
    # Latin letters that no normalisation takes apart.
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
    "þ": "th",
}  # fmt: skip
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ё": "yo"}
_APOSTROPHES = re.compile("(?<=\\w)['’ʼ`‘](?=\\w)")
_WORD = re.compile(r"\w+")
_NOT_ADDRESS = re.compile(r"[^a-z0-9]+")


def transliterate(text: str) -> str:
    """Spell Cyrillic `text` with the letters a to z; everything else stays as it is."""
    return _WORD.sub(lambda word: _spell(word[0]), _APOSTROPHES.sub("", text))


def _spell(word: str) -> str:
    spelled = []
    previous = ""
    for letter in word:
        low = letter.lower()
        if low == "г" and previous == "з":
            latin = "gh"
        elif previous == "" and low in _FIRST:
            latin = _FIRST[low]
        else:
            latin = _LETTERS.get(low, low)
        spelled.append(latin.capitalize() if letter != low else latin)
        previous = low
    return "".join(spelled)


def slug_for(text: str, *, longest: int = 60) -> str:
    """Make the part of an address that stands for `text`: `a-z`, `0-9`, single hyphens.

    Gives "" when nothing of `text` can be spelled so. No word is cut unless it is alone.
    """
    plain = unicodedata.normalize("NFKD", transliterate(unicodedata.normalize("NFC", text)))
    without_marks = "".join(sign for sign in plain if not unicodedata.combining(sign))
    slug = _NOT_ADDRESS.sub("-", without_marks.lower()).strip("-")
    if len(slug) <= longest:
        return slug
    cut = slug[: longest + 1].rpartition("-")[0]
    return cut or slug[:longest]
