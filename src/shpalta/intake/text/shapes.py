"""What a line looks like: a paragraph, a headline, a name."""
# ruff: noqa: E501 - patterns are data: broken in the middle they are harder to read.

import re

_STOPS = (".", "…", "...")
_CLOSERS = "\"”»'’)"
_SENTENCE = 25
_EXCLAIMED = 120
_UNSTOPPED = 180
_LONGEST_NAME = 60
_NAME_WORD = (
    r"(?:[A-ZА-ЯЁІЇЄҐ][a-zа-яёіїєґ'’ʼ]+(?:-[A-ZА-ЯЁІЇЄҐ][a-zа-яёіїєґ'’ʼ]+)?|[A-ZА-ЯЁІЇЄҐ]\.)"
)
_CAPS_WORD = r"[A-ZА-ЯЁІЇЄҐ][A-ZА-ЯЁІЇЄҐ'’ʼ-]+"
_NAME = rf"(?:{_NAME_WORD}(?: (?:{_NAME_WORD}|(?:de|van|von|der|le|la|al|bin))){{1,3}}|{_CAPS_WORD} {_CAPS_WORD})"
NAME = re.compile(_NAME)
"""A person's name: two to four capitalised words, or two words in capitals."""


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends as a sentence does, also before a closing quotation mark."""
    bare = text.rstrip(_CLOSERS)
    return bare.endswith((".", "…", "!", "?")) or (bare != text and text.endswith((".", "…")))


def ends_with_stop(text: str) -> bool:
    """Tell whether `text` ends with a full stop, as headlines do not."""
    return text.endswith(_STOPS) or text.rstrip(_CLOSERS).endswith(_STOPS)


def is_paragraph(text: str) -> bool:
    """Tell whether a line reads as prose rather than as a headline or a line of furniture."""
    if len(text) >= _UNSTOPPED:
        return True
    if ends_with_stop(text):
        return len(text) >= _SENTENCE
    return len(text) >= _EXCLAIMED and text.endswith(("!", "?", ":", '"', "”", "»", ";"))


def is_headline_like(text: str) -> bool:
    """Tell whether a line may be a headline: short, and no sentence closed by a full stop."""
    return (
        len(text) < _UNSTOPPED and not ends_with_stop(text) and not text.endswith((":", ";", ","))
    )


def is_name(text: str) -> bool:
    """Tell whether `text` is a person's name and nothing else."""
    return len(text) <= _LONGEST_NAME and NAME.fullmatch(text) is not None
