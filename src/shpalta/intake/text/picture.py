"""A picture's line taken apart: the caption and the credit, each as printed."""
# ruff: noqa: E501 - patterns are data: broken in the middle they are harder to read.

import re

from shpalta.intake.text.document import Picture

_WORD = (
    r"фото(?:графія|графия|граф|ілюстрація|иллюстрация|колаж|коллаж)?|світлина|світлини|знімок|снимок|ілюстрація|иллюстрация"
    r"|скріншот|скриншот|стоп-кадр|колаж|коллаж|малюнок|рисунок|інфографіка|инфографика"
    r"|photos?|photograph|image|picture|illustration|screenshot|pic|credit|graphic|drawing|collage"
)
_KIND = r"(?:(?:ілюстративне|иллюстративное|архівне|архивное|file|handout|courtesy|undated|скріншот з)\s+)?"
_FROM = (
    r"(?:із|з|зі|со|с|из|від|от|by|from|courtesy|via|надан\w+|предоставлен\w+|прес-?служб\w*"
    r"|пресс-?служб\w*|автора|автор|ілюстративн\w+|иллюстративн\w+|архівн\w+|архивн\w+|офіс\w*"
    r"|supplied|provided|taken)(?!\w)"
)
_START = re.compile(
    rf"{_KIND}(?:{_WORD})(?:\s+(?:by|credit|courtesy of))?\s*[:©/—–-]\s*\S|(?:{_KIND})(?:{_WORD})\s+{_FROM}"
    r"|(?:getty images|shutterstock|unsplash|depositphotos)(?!\w)|©\s*\S"
    r"|(?:ілюстративне|иллюстративное|архівне|архивное) фото|(?:file|handout) (?:photo|image|picture)",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:{_KIND})(?:{_WORD})\s+(?=[A-ZА-ЯЁІЇЄҐ«\"“])(?i:)", re.IGNORECASE)
_INSIDE = re.compile(
    rf"(?:(?<=[.!?…»”\"])\s+|\s*[,;|•·(\[/—–-]\s*|\s*\()(?=(?:{_KIND})(?:{_WORD})\s*(?:[:©/—–-]|\s+by\s)"
    rf"|(?:{_KIND})(?:{_WORD})\s+{_FROM}|©\s*\S|(?:getty images|shutterstock|unsplash)"
    r"|(?:ілюстративне|иллюстративное|архівне|архивное) фото|(?:file|handout) (?:photo|image|picture))",
    re.IGNORECASE,
)
_AFTER_STOP = re.compile(
    r"(?<=[.!?…])\s+(?=(?:Фото|Світлина|Photo|Image|Picture|Колаж|Скріншот|Скриншот)\s+\S)"
)
_AGENCY = re.compile(
    r"\s+[/|]\s*(?=[A-ZА-ЯЁІЇЄҐ][^/|.]{1,40}$)|\s*\((?=(?:AP|AFP|EPA|Reuters|Getty|[A-ZА-ЯІЇЄҐ]"
    r"[\w ]{1,30}(?:/[\w ]{2,30}))\)?$)"
)
_HINT = re.compile(
    r"фото|світлин|знімок|снимок|ілюстрац|иллюстрац|скріншот|скриншот|стоп-кадр|колаж|коллаж|малюнок"
    r"|рисунок|інфографік|инфографик|photo|image|picture|illustration|screenshot|pic|credit|graphic"
    r"|drawing|collage|getty|shutterstock|unsplash|depositphotos|©",
    re.IGNORECASE,
)
_LONGEST = 450
_LONGEST_CREDIT = 110
_CREDIT_WORDS = 4
_SENTENCE_INSIDE = re.compile(r"[.!?…] +[A-ZА-ЯЁІЇЄҐ«\"“]")


def split_picture(line: str, *, strict: bool = False) -> Picture | None:
    """Take a picture's line apart; None when the line has no credit.

    `strict` accepts only credits that say what they are ("Photo: …"), not a bare agency's
    name after a stroke: outside a story's head that may be anything.
    """
    if len(line) > _LONGEST or (
        _HINT.search(line) is None and (strict or not any(sign in line for sign in "/|("))
    ):
        return None
    if _is_credit(line):
        return Picture(None, _credit(line))
    for pattern in (_INSIDE, _AFTER_STOP) if strict else (_INSIDE, _AFTER_STOP, _AGENCY):
        for found in pattern.finditer(line):
            credit = _credit(line[found.end() :])
            if found.start() > 0 and credit and len(credit) <= _LONGEST_CREDIT:
                return Picture(_caption(line[: found.start()]), credit)
    return None


def _is_credit(line: str) -> bool:
    bare = line.strip("()[] ")
    if len(bare) > _LONGEST_CREDIT:
        return False
    return _START.match(bare) is not None or (
        len(bare) <= _LONGEST_CREDIT // 2
        and not bare.endswith(".")
        and _NAMED.match(bare) is not None
        and bare.split(" ", 1)[1][:1].isupper()
        and len(bare.split()) <= _CREDIT_WORDS
    )


def _credit(text: str) -> str:
    bare = text.strip()
    if bare.startswith(("(", "[")) or bare.count(")") > bare.count("("):
        bare = bare.strip("()[]")
    bare = bare.rstrip(" ]")
    return bare[:-1].rstrip() if bare.endswith(".") and not bare.endswith("..") else bare


def _caption(text: str) -> str | None:
    bare = text.rstrip(" ,;|•·/([—–-")
    if bare.endswith(".") and not bare.endswith("..") and _SENTENCE_INSIDE.search(bare) is None:
        bare = bare[:-1]
    return bare.strip() or None
