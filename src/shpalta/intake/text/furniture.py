"""Telling a page's furniture from its story, line by line, wherever the line stands."""

import re

from shpalta.intake.text import vocabulary as words
from shpalta.intake.text.lines import Line

_LONGEST = 320
_LONGEST_SHARE = 120
_LINKED = 2
_EDGES = " \t.…:!?→←»«›‹>|<*•·●▪▶►↑↓–—−-_=~[]()\"'“”#+📢📌👉🔔❗️✅▼▲"
_EMBARGO = re.compile(
    r"(?:embargo|ембарго|эмбарго|not for (?:publication|release)|не для публікації)"
)
_RULE = re.compile(r"[\s=\-_*~—–•·.+#<>|▪]{2,}")
_SLUG = re.compile(
    r"(?=.{4,60}$)(?:BC-)?[A-ZА-ЯЁІЇЄҐ0-9]{2,}(?:[-/_][A-ZА-ЯЁІЇЄҐ0-9]+)+(?: \([^()]*\))?"
)
_LINKS = re.compile(r"\s*[/>»›|→·•]\s*")
_SHARE = re.compile(
    rf"(?:{'|'.join(map(re.escape, sorted(words.SHARE_START.split(), key=len, reverse=True)))})"
)
_SHARE_WORDS = frozenset(words.SHARE_WORDS.split()) | {"f", "t"}
_PHRASES = {
    " ".join(phrase.split()).strip(_EDGES): reason
    for reason, phrases in words.PHRASES.items()
    for phrase in phrases.split("|")
}
_RUBRICS = frozenset(words.RUBRICS.split())
_PATTERNS = tuple((reason, re.compile(pattern)) for reason, pattern in words.PATTERNS.items())
_HARD_ENDS = frozenset({"comments", "коментарі", "комментарии"})
_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def fold(text: str) -> str:
    """Return `text` as the vocabulary writes it: lower case, plain apostrophes, "е" for "ё"."""
    return text.lower().replace("’", "'").replace("ʼ", "'").replace("ё", "е")


def is_embargo(text: str) -> bool:
    """Tell whether a line of agency furniture forbids or delays publication."""
    return _EMBARGO.match(fold(text)) is not None


def is_rubric(text: str) -> bool:
    """Tell whether a line is only the name of a rubric ("Політика", "World")."""
    return fold(text).strip(_EDGES) in _RUBRICS


def mark_furniture(line: Line) -> bool:
    """Mark `line` as furniture when it is; tells whether it was.

    Also says on the line whether headlines of other stories may follow (`section`) and
    whether the story is over unless prose follows (`closing`).
    """
    text = line.text
    if len(text) > _LONGEST:
        return False
    reason = _reason(text)
    if not reason:
        return False
    line.leave(reason)
    bare = fold(text).strip(_EDGES)
    line.section = reason in words.SECTIONS and bare in _PHRASES
    line.closing = reason in words.CLOSINGS
    return True


def _reason(text: str) -> str:
    folded = fold(text)
    bare = folded.strip(_EDGES)
    if not bare:
        return words.RULE if _RULE.fullmatch(text) or not any(map(str.isalnum, text)) else ""
    phrase = _PHRASES.get(bare)
    if phrase:
        return phrase
    start = folded.lstrip(
        _EDGES.replace("(", "").replace("#", "").replace("+", "").replace("-", "")
    )
    for reason, pattern in _PATTERNS:
        if pattern.match(start):
            return reason
    if len(text) <= _LONGEST_SHARE and _is_share(bare):
        return words.SHARE
    if _SLUG.fullmatch(text) and not text.isdigit() and any(map(str.isalpha, text)):
        return words.AGENCY
    return words.NAVIGATION if _is_trail(text) else ""


def _is_share(bare: str) -> bool:
    return _SHARE.match(bare) is not None and all(
        token in _SHARE_WORDS or token.isdigit() for token in _TOKEN.findall(bare)
    )


def _is_trail(text: str) -> bool:
    """Tell a trail of links ("Головна / Новини / Світ", "Home > World")."""
    if len(text) > _LONGEST // 2 or not any(sign in text for sign in "/>»›|→·•"):
        return False
    links = [fold(link).strip(_EDGES) for link in _LINKS.split(text) if link.strip()]
    if len(links) < _LINKED:
        return False
    known = sum(1 for link in links if link in _RUBRICS or _PHRASES.get(link))
    return known == len(links) or (known >= 1 and len(links) > _LINKED) or links[0] in (
        "головна", "главная", "home"
    )  # fmt: skip


def is_hard_end(line: Line) -> bool:
    """Tell whether everything after this line of furniture is no story any more."""
    bare = fold(line.text).strip(_EDGES + "0123456789")
    if line.reason == words.COMMENTS:
        return bare in _HARD_ENDS
    return (
        line.reason == words.AGENCY
        and _PHRASES.get(bare or fold(line.text).strip()) == words.AGENCY
    )
