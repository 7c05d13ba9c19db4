"""Bylines and topics: the lines that name authors and tags."""
# ruff: noqa: E501 - patterns are data: broken in the middle they are harder to read.

import re

from shpalta.intake.text.shapes import NAME, is_name

_MARK = re.compile(
    r"(?:автор(?:ка|и|ы|ки)?(?:\s+(?:тексту|текста|матеріалу|материала|статті|статьи))?|текст|authors?"
    r"|журналіст(?:ка|и)?|журналист(?:ка|ы)?|кореспондент(?:ка)?|корреспондент|byline|written by|words"
    r"|reporter|розмовля(?:в|ла)|беседова(?:л|ла)|спілкува(?:вся|лася))\s*[:—–-]\s*(?P<names>\S.*)"
    r"|(?:розмовля(?:в|ла)|беседова(?:л|ла)|спілкува(?:вся|лася)|записа(?:в|ла|л))\s+(?P<talked>[A-ZА-ЯЁІЇЄҐ].*)"
    r"|(?:by|written by|reported by|\(?reporting by)\s+(?P<by>[A-ZА-ЯЁІЇЄҐ].*)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[;)|•·]|\s[—–-]\s|\.\s+(?=[A-ZА-Я])|\b(?:editing|writing|photo|фото|edited)\b", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*,\s*|\s+(?:and|та|і|й|и|&)\s+")
_PLACE = re.compile(r"\s+(?:in|at|for|у|в|для|from|із|з|из)\s+.*$|\s*\([^)]*\)?$")
_TOPICS = re.compile(
    r"(?:теги|тэги|тег|теми|темы|тема|tags?|topics?|ключові слова|ключевые слова|keywords"
    r"|related topics|мітки|метки|за темою|в сюжеті|в сюжете)\s*:\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_HASHTAGS = re.compile(r"(?:#[\w-]+[\s,;]*)+")
_HASHTAG = re.compile(r"#([\w-]+)")
_OFFICE = re.compile(
    r"(?:correspondent|reporter|editor|writer|staff|desk|журналіст|журналист|кореспондент|корреспондент)",
    re.IGNORECASE,
)
_CUTS = re.compile(r"\s*[,;|•·]\s*")
_LONGEST = 200
_LONGEST_TOPIC = 60


def read_authors(line: str) -> tuple[str, ...]:
    """Read the names of a byline ("Автор: …", "By …"); empty when the line is none."""
    found = _MARK.match(line) if len(line) <= _LONGEST else None
    if found is None:
        return ()
    names = split_names(found["names"] or found["talked"] or found["by"])
    if found["names"] is None and not all(map(NAME.match, names)):
        return ()
    return names


def split_names(text: str) -> tuple[str, ...]:
    """Split a printed list of names, leaving out places, offices and what follows the list."""
    text = _STOP.split(text, maxsplit=1)[0]
    names = [_PLACE.sub("", part).strip(" .,;:") for part in _SPLIT.split(text)]
    kept = [name for name in names if name]
    people = [name for name in kept if is_name(name) and not _OFFICE.search(name)]
    return tuple(people or kept[:1])


def read_signature(line: str) -> tuple[str, ...]:
    """Read a signature without a mark ("Олена Гай", "Олена Гай, УП"); empty when it is none."""
    if len(line) > _LONGEST // 2 or line.endswith((".", ":")) or not line[:1].isupper():
        return ()
    first, *others = _SPLIT.split(line)
    if not is_name(first):
        return ()
    if not others or all(map(is_name, others)):
        return (first, *others)
    return (first,) if len(others) == 1 and len(others[0]) <= _LONGEST // 5 else ()


def read_topics(line: str) -> tuple[str, ...] | None:
    """Read a line of tags; None when it is none, () when the tags stand in the next lines."""
    if len(line) > 2 * _LONGEST:
        return None
    found = _TOPICS.match(line)
    if found:
        rest = found["rest"]
        if _HASHTAGS.fullmatch(rest):
            return tuple(_HASHTAG.findall(rest))
        topics = [topic.strip(" .#") for topic in _CUTS.split(rest)]
        if any(len(topic) > _LONGEST_TOPIC for topic in topics):
            return None
        return tuple(topic for topic in topics if topic)
    if line.startswith("#") and _HASHTAGS.fullmatch(line):
        return tuple(_HASHTAG.findall(line))
    return None


def is_topic(line: str) -> bool:
    """Tell whether a line after a lone "Теги:" is one of the tags."""
    return len(line) <= _LONGEST_TOPIC and not line.endswith((".", "!", "?", ":"))
