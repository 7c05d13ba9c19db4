"""Words as they are compared: without case, apostrophes and the dots of ё."""

import re
import unicodedata

_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ`‘´′"))
_YO = str.maketrans("ё", "е")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Split `text` into folded words: no case, one or no apostrophe alike, ё as е."""
    folded = unicodedata.normalize("NFC", text.casefold()).casefold().translate(_APOSTROPHES)
    return _WORD.findall(folded.translate(_YO))
