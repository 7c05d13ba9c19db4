"""The lines of a page: split, freed of decoration, and rejoined where the copy was wrapped."""

import itertools
import re
from dataclasses import dataclass, field
from enum import Enum, auto

from shpalta.core.datelines import PrintedDate
from shpalta.core.labels import match_label


class Role(Enum):
    """What a line is on its page."""

    TEXT = auto()
    FURNITURE = auto()
    DATE = auto()
    AUTHORS = auto()
    TOPICS = auto()
    TICKER = auto()
    HEADLINE = auto()
    PICTURE = auto()
    LEAD = auto()


@dataclass(slots=True, eq=False)
class Line:
    """One line (a paragraph, when the copy was wrapped) and what it was found to be.

    `gap` says that a blank line stands before it; `reason` why it is furniture; `values` what
    was read from it (authors, topics); `section` that headlines of other stories may follow.
    """

    text: str
    gap: bool = False
    indented: bool = False
    role: Role = Role.TEXT
    reason: str = ""
    section: bool = False
    closing: bool = False
    values: tuple[str, ...] = ()
    embargo: bool = False
    relative: bool = False
    date: PrintedDate | None = field(default=None)

    @property
    def is_text(self) -> bool:
        """Tell whether nothing has claimed this line yet."""
        return self.role is Role.TEXT

    def leave(self, reason: str) -> None:
        """Mark the line as the page's furniture."""
        self.role, self.reason = Role.FURNITURE, reason


_BULLET = re.compile(r"(?:[-–—•*·▪●◦‣]|\d{1,2}[.)])\s+\S")
_CLOCK = re.compile(r"\d?\d:\d\d(?!\d)")
_BOLD = re.compile(r"\*\*([^*\n]{1,400})\*\*|__([^_\n]{1,400})__")
_SPACES = re.compile(r" {2,}")
_NARROWEST, _WIDEST = 40, 100


def split_lines(text: str) -> list[Line]:
    """Return the lines of a cleaned text that have anything in them, wrapped ones rejoined."""
    lines: list[Line] = []
    gap = True
    for raw in text.split("\n"):
        bare = raw.strip()
        if not bare:
            gap = True
            continue
        if "**" in bare or "__" in bare:
            bare = _BOLD.sub(lambda found: found[1] or found[2], bare)
        if "  " in bare:
            bare = _SPACES.sub(" ", bare)
        lines.append(Line(bare, gap=gap, indented=raw.startswith("  ")))
        gap = False
    width = _wrap_width(lines)
    return _rejoined(lines, width) if width else lines


def _wrap_width(lines: list[Line]) -> int:
    """Return the column at which the copy was wrapped, 0 when it was not.

    Wrapped copy has (nearly) no long line, and its lines break in the middle of a sentence:
    the next begins with a small letter, as hardly any paragraph does.
    """
    usual = sum(1 for line in lines if len(line.text) <= _WIDEST)
    if usual < 0.9 * len(lines):
        return 0
    pairs, broken = 0, []
    for line, after in itertools.pairwise(lines):
        if after.gap or not _NARROWEST <= len(line.text) <= _WIDEST:
            continue
        pairs += 1
        if _goes_on(after) and (line.text[-1].isalnum() or line.text[-1] in ',-–—"»”)'):
            broken.append(len(line.text))
    return max(broken) if len(broken) > 1 and len(broken) >= 0.3 * pairs else 0


def _is_full(line: Line, after: Line, width: int) -> bool:
    first = after.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(first) > width


def _goes_on(after: Line) -> bool:
    return after.text[:1].islower()


def _rejoined(lines: list[Line], width: int) -> list[Line]:
    joined: list[Line] = []
    previous: Line | None = None
    for line in lines:
        if previous is not None and _continues(previous, line, joined[-1], width):
            whole = joined[-1]
            glue = "" if _ends_in_hyphen(whole.text, line.text) else " "
            whole.text = whole.text + glue + line.text
        else:
            joined.append(Line(line.text, gap=line.gap, indented=line.indented))
        previous = line
    return joined


def _ends_in_hyphen(text: str, after: str) -> bool:
    return text.endswith("-") and text[-2:-1].isalpha() and after[:1].isalpha()


def _continues(previous: Line, line: Line, whole: Line, width: int) -> bool:
    """Tell whether `line` goes on with the paragraph that `previous` belongs to."""
    if line.gap or (line.text.startswith("(") and previous.text.endswith(")")):
        return False
    if not _is_full(previous, line, width):
        return _goes_on(line) and previous.text[-1].isalpha() and not line.indented
    if line.indented and not (previous.indented and whole.indented):
        return bool(_BULLET.match(whole.text))
    return _goes_on(line) or not _begins_anew(line, previous)


def _begins_anew(line: Line, previous: Line) -> bool:
    """Tell a list item, a ticker line or a labelled block that follows a full line."""
    if len(previous.text) <= _NARROWEST * 0.8:
        return True
    return bool(_BULLET.match(line.text) or _CLOCK.match(line.text) or match_label(line.text))
