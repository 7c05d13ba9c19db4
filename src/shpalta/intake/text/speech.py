"""Telling quoted speech: a paragraph that is somebody's words and nothing else."""

import re

_OPENING = '«“„"'
_SAID = re.compile(r"\s*[,.!?…]?\s*[—–-]\s+\S.{0,160}")
_EN_SAID = re.compile(
    r"\s+(?:(?:said|says|added|told|wrote|noted|stressed|explained|asked)\b.{0,140}"
    r"|(?:[\w.'’-]+\s+){1,8}?(?:said|says|added|told|wrote|noted|stressed|explained|asked)\b.{0,100})"
)
_DASHED = re.compile(r"[—–-]\s+\S.{5,800}?[,!?…]\s+[—–]\s+[а-яёіїєґa-z]")
_NEAREST = 15


def is_quoted(text: str) -> bool:
    """Tell whether a paragraph is wholly quoted speech, with or without "— said somebody"."""
    if text[:1] in "—–-":
        return _DASHED.match(text) is not None
    if text[:1] not in _OPENING:
        return False
    end = closing_place(text)
    if end < _NEAREST:
        return False
    after = text[end + 1 :]
    if after.strip(" .!?…,") == "":
        return True
    before = text[end - 1]
    if before in ",.!?…" and _EN_SAID.fullmatch(after):
        return True
    return (after[0] in ",.!?…" or before in ",!?…") and _SAID.fullmatch(after) is not None


def closing_place(text: str) -> int:
    """Return the place of the mark that closes the quotation `text` begins with; -1 when none."""
    depth = 0
    for place, sign in enumerate(text):
        if sign not in '«»“”„"':
            continue
        if _opens(text, place, depth):
            depth += 1
        else:
            depth -= 1
            if depth <= 0:
                return place
    return -1


def _opens(text: str, place: int, depth: int) -> bool:
    sign = text[place]
    if sign in "«„":
        return True
    if sign in "»”":
        return False
    before = text[place - 1] if place else " "
    after = text[place + 1 : place + 2]
    if sign == "“" and depth and text[0] == "„":
        return False
    return (before.isspace() or before in '([—–-«“„"') and after.isalnum() | (after in '…«“"')
