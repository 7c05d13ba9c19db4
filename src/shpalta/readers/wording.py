"""What readers write: made plain before it is saved, made HTML when it is shown."""

import re
import unicodedata

import nh3
from django.utils.html import format_html_join, urlize
from django.utils.safestring import SafeString

MOST_LINES = 60
_MOST_MARKS = 2
"""Combining marks on one letter: Ukrainian and Vietnamese need no more."""
_KEPT_FORMATS = frozenset("\u200c\u200d")
"""Joiners, which Persian, Hindi and some pictographs need."""
_BLANK_LINES = re.compile(r"\n\s*\n+")
_SPACES = re.compile(r"[^\S\n]+")
_LINK = re.compile(
    r"(?i)\b(?:https?://|www\.)[^\s<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}/[^\s<>\"]*"
)
_ALIKE = dict(zip("авеікмнорстухуѕј0", "abeikmhopctyxysjo", strict=True))
_TAGS = {"p", "br", "a"}


def plain_words(text: str) -> str:
    """Make what somebody typed plain: one form of each letter, nothing unseen, few blank lines.

    Control characters, marks that turn the direction of what follows, and towers of combining
    marks are taken out; the text stays what it says.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > _MOST_MARKS:
                continue
        else:
            marks = 0
        if category == "Cf" and letter not in _KEPT_FORMATS:
            continue
        if category in {"Cc", "Cs", "Co", "Cn"} and letter not in "\n\t":
            continue
        kept.append(letter)
    spaced = _SPACES.sub(" ", "".join(kept))
    lines = [line.strip() for line in _BLANK_LINES.sub("\n\n", spaced).split("\n")]
    return "\n".join(lines[:MOST_LINES]).strip()


def plain_name(text: str) -> str:
    """Make a name plain, and one line of it."""
    return " ".join(plain_words(text).split())


def folded(name: str) -> str:
    """Give what two names have in common that a reader could take for one another.

    Case, accents, spaces, signs and look-alike letters of Latin and Cyrillic make no other name.
    """
    plain = unicodedata.normalize("NFKD", plain_name(name)).casefold()
    return "".join(_ALIKE.get(letter, letter) for letter in plain if letter.isalnum())[:80]


def links_in(text: str) -> tuple[str, ...]:
    """List the addresses that a plain text names, each once."""
    return tuple(dict.fromkeys(found.rstrip(".,;:!?)") for found in _LINK.findall(text)))


def said_html(text: str) -> SafeString:
    """Make safe HTML of a plain text: paragraphs, lines, and links that no search engine follows.

    The text is escaped first; what is then HTML passes a sanitiser once more.
    """
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    html = format_html_join(
        "\n",
        "<p>{}</p>",
        ((SafeString(urlize(part, autoescape=True).replace("\n", "<br>")),) for part in paragraphs),
    )
    return SafeString(
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="ugc nofollow noopener",
        )
    )
