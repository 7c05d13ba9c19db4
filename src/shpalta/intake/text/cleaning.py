"""Characters of incoming text: what is made plain, and what makes a text unreadable."""

import re
import unicodedata

from shpalta.intake.text.errors import CopyError

MAX_LINE = 100_000
MAX_LINES = 20_000

_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0f]")
_BREAKS = re.compile("\r\n?|[\u000b\u000c\u0085\u2028\u2029]")
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]")
_MARKUP_START = re.compile(
    r"\s*<(?:!doctype|html|\?xml|head|body|rss|article|div|p)\b", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:p|div|span|a|br|html|body|head|script|style|ul|ol|li|table|tr|td|img|h[1-6]|meta|link"
    r"|article|section|strong|em|b|i)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_SOME_TAGS = 3


def clean_text(text: str) -> str:
    """Make text plain: one sort of line break and space, no invisible characters, NFC."""
    if "\r" in text or _BREAKS.search(text):
        text = _BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    if not text.isascii():
        text = _DROPPED.sub("", text)
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    return text


def refuse_unreadable(text: str) -> None:
    """Raise `CopyError` unless cleaned `text` can be a page of plain text."""
    if not text.strip():
        raise CopyError("the copy is empty: there is no text in it")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = (
            f"the copy has control characters (the first, U+{ord(control[0]):04X}, in line {line}"
            f"): it is not plain text; save it as plain text again"
        )
        raise CopyError(message)
    _refuse_shape(text)
    if (
        _MARKUP_START.match(text)
        or sum(1 for _ in zip(_TAG.finditer(text), range(3), strict=False)) >= _SOME_TAGS
    ):
        raise CopyError("the copy is HTML or XML and not plain text: save the page as plain text")
    if text.lstrip().startswith(("{\\rtf", "%PDF-")):
        raise CopyError("the copy is a word processor's file: save it as plain text")


def _refuse_shape(text: str) -> None:
    lines = text.split("\n")
    longest = max(map(len, lines))
    if longest > MAX_LINE:
        message = (
            f"the copy has a line of {longest:,} characters (at most {MAX_LINE:,}): "
            f"it is no news page; break it into paragraphs"
        )
        raise CopyError(message)
    if len(lines) > MAX_LINES:
        message = (
            f"the copy has {len(lines):,} lines (at most {MAX_LINES:,}): it is no single story; "
            f"give each story its own file"
        )
        raise CopyError(message)
