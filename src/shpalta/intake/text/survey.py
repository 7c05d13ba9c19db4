"""The survey of a page: furniture, bylines, tags, and where the story is over."""

import itertools
from collections.abc import Sequence

from shpalta.core.labels import match_label, match_lone_label
from shpalta.intake.text import vocabulary as words
from shpalta.intake.text.document import TickerLine
from shpalta.intake.text.furniture import fold, is_embargo, is_hard_end, mark_furniture
from shpalta.intake.text.lines import Line, Role
from shpalta.intake.text.people import is_topic, read_authors, read_topics
from shpalta.intake.text.shapes import is_headline_like, is_paragraph

_MANY = 4
_TEASERS = 12
_GO_ON = frozenset({
    "читати далі", "читать далее", "read more", "continue reading", "детальніше", "докладніше",
    "подробнее", "read full story", "full story", "читати", "читать",
})  # fmt: skip
_TAIL = "after the end of the story"


def survey(lines: list[Line]) -> None:
    """Claim every line that shows by itself what it is: furniture, a byline, tags."""
    topics_open = False
    for line in lines:
        topics = read_topics(line.text)
        if topics is not None:
            line.role, line.values = Role.TOPICS, topics
            topics_open = not topics
            continue
        if topics_open and not line.gap and is_topic(line.text) and not line.text[0].isdigit():
            line.role, line.values = Role.TOPICS, (line.text.strip("#,; "),)
            continue
        topics_open = False
        authors = read_authors(line.text)
        if authors:
            line.role, line.values = Role.AUTHORS, authors
        elif mark_furniture(line):
            line.embargo = line.reason == words.AGENCY and is_embargo(line.text)


def drop_sections(lines: list[Line]) -> None:
    """Leave out the headlines of other stories under marks such as "Читайте також:".

    A headline-like line after a blank one that prose follows is a subheading and stays.
    """
    for place, line in enumerate(lines):
        if line.role is not Role.FURNITURE or not line.section:
            continue
        for after in range(place + 1, min(place + 1 + _TEASERS, len(lines))):
            teaser = lines[after]
            if teaser.role is Role.FURNITURE:
                continue
            if not teaser.is_text or not _may_be_teaser(teaser.text) or _heads(lines, after, place):
                break
            teaser.leave(words.TEASER)


def _may_be_teaser(text: str) -> bool:
    return (
        is_headline_like(text)
        and text[0] not in "-–—•*"
        and match_label(text) is None
        and match_lone_label(text) is None
    )


def _heads(lines: list[Line], place: int, mark: int) -> bool:
    """Tell whether the line is a subheading or headline of the story rather than a teaser."""
    line = lines[place]
    if not line.gap or (place == mark + 1 and not lines[mark].text.endswith("…")):
        return not any(is_paragraph(other.text) and other.is_text for other in lines[:mark]) and (
            _prose_follows(lines, place)
        )
    return _prose_follows(lines, place)


def _prose_follows(lines: list[Line], place: int) -> bool:
    following = next((line for line in lines[place + 1 :] if line.role is not Role.FURNITURE), None)
    if following is None:
        return False
    return following.role is Role.DATE or (following.is_text and is_paragraph(following.text))


def drop_tail(lines: list[Line], body: Sequence[Line]) -> frozenset[int]:
    """Leave out what follows the story's hard end; name the lines after a soft one.

    The ids given back are of lines after the ticker, comment rules, copyright or share
    buttons: prose there may still be the story's, short lines are not.
    """
    own = {id(line) for line in body}
    begun = over = closed = False
    after: set[int] = set()
    for line in lines:
        if id(line) in own:
            begun = True
            if over and line.is_text:
                line.leave(_TAIL)
            elif is_paragraph(line.text) or match_label(line.text):
                closed = False
            elif closed:
                after.add(id(line))
        elif begun and line.role is Role.FURNITURE:
            over = over or is_hard_end(line)
            closed = closed or line.closing
        elif begun and line.role in {Role.TICKER, Role.TOPICS}:
            closed = True
    return frozenset(after)


def is_list_page(lines: Sequence[Line], ticker: Sequence[TickerLine], body: Sequence[Line]) -> bool:
    """Tell a page of many stories' headlines or summaries from one story's page."""
    dates = sum(1 for line in lines if line.role is Role.DATE)
    prose = sum(1 for line in body if line.is_text and is_paragraph(line.text))
    if dates >= _MANY and prose and dates >= prose / 2:
        return True
    if sum(1 for line in lines if fold(line.text).strip(" .…→»>") in _GO_ON) >= _MANY - 1:
        return True
    entries = 0
    for line, after in itertools.pairwise(lines):
        if line.role is Role.TICKER and after.is_text and is_paragraph(after.text):
            entries += 1
    return entries >= _MANY or (len(ticker) > _MANY and not prose and not body)
