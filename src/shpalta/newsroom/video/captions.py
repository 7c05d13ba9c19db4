"""Captions: WebVTT (W3C) as it is uploaded, or made of SubRip; only what is well formed is kept.

What is kept is written anew from what was understood, so that a file carries nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from django.utils.translation import gettext as _

from shpalta.newsroom.video.errors import VideoError

LARGEST = 2 * 1024 * 1024
_TIME = r"(?:(\d{1,3}):)?(\d{2}):(\d{2})[.,](\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s+(.*))?\s*")
_SETTING = re.compile(r"(?:line|position|size|align|vertical):[\w.,%-]{1,20}")
_TAG = re.compile(r"<(/?)(\w{1,4})(?:[.\s][^>]*)?>")
_KEPT_TAGS = frozenset({"b", "i", "u"})


@dataclass(frozen=True, slots=True)
class Track:
    """Captions as WebVTT, and how many cues there are."""

    text: str
    cues: int


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    settings: str
    lines: tuple[str, ...]


def read_captions(content: bytes) -> Track:
    """Read WebVTT or SubRip. Raises VideoError, which names the line that is wrong."""
    if len(content) > LARGEST:
        raise VideoError(_("The captions are too large."))
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    cues = list(_cues(text))
    if not cues:
        raise VideoError(_("There are no captions in this file: it must be WebVTT or SubRip."))
    return Track("WEBVTT\n\n" + "\n".join(map(_written, cues)), len(cues))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ""):
        try:
            if encoding:
                return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise VideoError(_("The captions are not in UTF-8: save them in this encoding."))


def _cues(text: str) -> Iterator[_Cue]:
    last_start = 0
    lines = iter(enumerate(text.split("\n"), start=1))
    for number, line in lines:
        if "-->" not in line:
            continue
        found = _TIMING.fullmatch(line)
        if found is None:
            raise VideoError(
                _("Line %(number)d: this is no time of captions.") % {"number": number}
            )
        start, end = _milliseconds(found, 1), _milliseconds(found, 5)
        if end <= start or start < last_start:
            raise VideoError(
                _("Line %(number)d: these captions end before they begin, or come out of order.")
                % {"number": number}
            )
        last_start = start
        words = []
        for _number, spoken in lines:
            if not spoken.strip():
                break
            words.append(_plain(spoken))
        settings = " ".join(_SETTING.findall(found[9] or ""))
        if any(words):
            yield _Cue(start, end, settings, tuple(word for word in words if word))


def _milliseconds(found: "re.Match[str]", first: int) -> int:
    hours, minutes, seconds, rest = (int(found[first + place] or 0) for place in range(4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _plain(line: str) -> str:
    """Keep bold, italic and underlined; everything else is text."""
    made, end = [], 0
    for tag in _TAG.finditer(line):
        made.append(escape(unescape(line[end : tag.start()]), quote=False))
        if tag[2].lower() in _KEPT_TAGS:
            made.append(f"<{tag[1]}{tag[2].lower()}>")
        end = tag.end()
    made.append(escape(unescape(line[end:]), quote=False))
    return "".join(made).replace("--&gt;", "→").strip()


def _written(cue: _Cue) -> str:
    timing = f"{_clock(cue.start)} --> {_clock(cue.end)}"
    head = f"{timing} {cue.settings}" if cue.settings else timing
    return "\n".join((head, *cue.lines, ""))


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
