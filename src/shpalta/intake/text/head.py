"""The head of a story: which line is the headline, the date, the picture, the lead."""

from dataclasses import dataclass, field

from shpalta.core.labels import match_label, match_lone_label
from shpalta.intake.text.dates import find_date_line
from shpalta.intake.text.document import Picture
from shpalta.intake.text.furniture import fold, is_rubric
from shpalta.intake.text.lines import Line, Role
from shpalta.intake.text.people import read_signature
from shpalta.intake.text.picture import split_picture
from shpalta.intake.text.shapes import ends_sentence, is_headline_like, is_paragraph

_WORDS, _LETTERS = 3, 18
_DECK = 100
_LEAD = 60
_DEEPEST = 60
_PREFIXES = ("headline:", "title:", "заголовок:", "назва:", "тема новини:")
_LEAD_PREFIXES = ("lead:", "лід:", "лид:", "text:")


@dataclass(slots=True)
class Head:
    """What the head says; `body` are the lines after it, not yet claimed ones included."""

    headline: Line
    body: list[Line]
    picture: Picture = field(default_factory=Picture)
    captioned: Line | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()


def find_head(lines: list[Line]) -> Head | None:
    """Find headline and lead among the lines and claim all lines of the head.

    None when there is a headline at most: no text follows it.
    """
    texts = [line for line in lines if line.is_text]
    start = _body_start(lines, texts)
    if start is None:
        return None
    before = texts[:start]
    headline = _headline(lines, before)
    _strip_prefix(headline, _PREFIXES)
    headline.role = Role.HEADLINE
    head = Head(headline, texts[start:])
    middle = [line for line in before if line is not headline]
    place = before.index(headline)
    for line in middle[:place]:
        _leave_above(line, headline)
    _read_middle(lines, middle[place:], head)
    _take_lead(head)
    return head


def _same(one: str, other: str) -> bool:
    return fold(one).strip(" .") == fold(other).strip(" .")


def _body_start(lines: list[Line], texts: list[Line]) -> int | None:
    """Return the place among `texts` of the first line of the story's own text."""
    date_seen_before = _after_date(lines)
    for place, line in enumerate(texts[:_DEEPEST]):
        if place == 0 or (split_picture(line.text) is not None and len(line.text) < _DECK * 3):
            continue
        if match_label(line.text) or match_lone_label(line.text):
            return place
        if is_paragraph(line.text) and not _same(line.text, texts[0].text):
            only_rubrics = all(is_rubric(one.text) for one in texts[:place])
            if not only_rubrics and not _precedes_date(line, date_seen_before, texts[:place]):
                return place
    for place, line in enumerate(texts[:_DEEPEST]):
        if place and ends_sentence(line.text) and len(line.text) >= _LETTERS:
            return place
    return None


def _after_date(lines: list[Line]) -> set[int]:
    """Return the ids of the lines that stand after the story's date line."""
    dated = find_date_line(lines)
    return {id(line) for line in lines[lines.index(dated) + 1 :]} if dated else set()


def _precedes_date(line: Line, after_date: set[int], before: list[Line]) -> bool:
    """Tell a long headline above the date line: only lines that are no headline precede it."""
    if not after_date or id(line) in after_date:
        return False
    return not any(_is_candidate(one.text) for one in before)


def _is_candidate(text: str) -> bool:
    return len(text.split()) >= _WORDS and len(text) >= _LETTERS and not is_rubric(text)


def _headline(lines: list[Line], before: list[Line]) -> Line:
    """Choose the headline among the lines above the body."""
    for line in before:
        if fold(line.text).startswith(_PREFIXES):
            return line
    for place, line in enumerate(before):
        if _is_candidate(line.text) and any(_same(line.text, o.text) for o in before[place + 1 :]):
            return line
    after_date = _after_date(lines)
    above = [line for line in before if id(line) not in after_date] if after_date else before
    usable = [
        line for line in above if _is_candidate(line.text) and split_picture(line.text) is None
    ]
    if not usable:
        below = [
            line for line in before if _is_candidate(line.text) and not split_picture(line.text)
        ]
        return below[0] if below else max(before, key=lambda line: len(line.text))
    if not after_date:
        return usable[0]
    return _nearest(usable)


def _nearest(usable: list[Line]) -> Line:
    """Take the line nearest to the date, but not a standfirst under a shorter headline."""
    chosen = usable[-1]
    for line in reversed(usable[:-1]):
        standfirst = len(chosen.text) >= _DECK or ends_sentence(chosen.text)
        if not standfirst or len(line.text) >= len(chosen.text):
            break
        chosen = line
    return chosen


def _strip_prefix(line: Line, prefixes: tuple[str, ...]) -> None:
    for prefix in prefixes:
        if fold(line.text).startswith(prefix):
            line.text = line.text[len(prefix) :].strip()


def _leave_above(line: Line, headline: Line) -> None:
    if _same(line.text, headline.text):
        line.role = Role.HEADLINE
    else:
        line.leave("line above the headline")


def _read_middle(lines: list[Line], middle: list[Line], head: Head) -> None:
    """Say what each line between headline and lead is: picture, signature, standfirst."""
    after_date = _after_date(lines)
    for place, line in enumerate(middle):
        follower = middle[place + 1] if place + 1 < len(middle) else None
        picture = split_picture(line.text)
        names = read_signature(line.text) if picture is None else ()
        if _same(line.text, head.headline.text):
            line.role = Role.HEADLINE
        elif picture is not None:
            _take_picture(line, picture, head)
        elif follower is not None and _is_lone_credit(follower):
            _take_picture(line, Picture(line.text.removesuffix("."), None), head)
        elif names and not _is_in(names[0], head.headline.text) and not head.authors:
            line.role, head.authors = Role.AUTHORS, names
        elif is_rubric(line.text) or _follows_authors(lines, line):
            line.leave("rubric or office")
        elif _is_standfirst(line, head) or _is_unstopped_lead(line, follower, head):
            line.role, head.lead = Role.LEAD, line.text
        elif not after_date or id(line) in after_date:
            _take_picture(line, Picture(line.text, None), head)
        elif len(line.text.split()) > _WORDS and head.lead is None:
            line.role, head.lead = Role.LEAD, line.text
        else:
            line.leave("line between headline and text")


def _is_standfirst(line: Line, head: Head) -> bool:
    return head.lead is None and (len(line.text) >= _DECK or ends_sentence(line.text))


def _is_unstopped_lead(line: Line, follower: Line | None, head: Head) -> bool:
    """Tell a lead that lacks its full stop: the last line above labelled blocks."""
    if head.lead is not None or len(line.text) < _LEAD:
        return False
    labelled = bool(head.body) and match_label(head.body[0].text) is not None
    return head.picture.credit is not None or (follower is None and labelled)


def _is_lone_credit(line: Line) -> bool:
    picture = split_picture(line.text)
    return picture is not None and picture.caption is None


def _follows_authors(lines: list[Line], line: Line) -> bool:
    """Tell the office printed under a byline ("Science reporters")."""
    place = lines.index(line)
    return (
        place > 0 and lines[place - 1].role is Role.AUTHORS and len(line.text.split()) <= _WORDS + 1
    )


def _is_in(name: str, headline: str) -> bool:
    """Tell whether the headline speaks of this person: then the line is a caption."""
    return name.rsplit(maxsplit=1)[-1][:5].lower() in headline.lower()


def _take_picture(line: Line, picture: Picture, head: Head) -> None:
    if head.picture == Picture():
        line.role, head.picture, head.captioned = Role.PICTURE, picture, line
    elif head.picture.credit is None and picture.caption is None:
        line.role, head.picture = Role.PICTURE, Picture(head.picture.caption, picture.credit)
    elif head.picture.credit is None and head.captioned is not None:
        head.captioned.leave("line between headline and text")
        line.role, head.picture, head.captioned = Role.PICTURE, picture, line
    elif head.picture.caption is None and picture.credit is None:
        line.role, head.picture = Role.PICTURE, Picture(picture.caption, head.picture.credit)
    else:
        line.leave("caption of another picture")


def _take_lead(head: Head) -> None:
    """Take the first paragraph as the lead, unless the head had a standfirst or a label comes."""
    if head.lead is not None or not head.body:
        return
    first = head.body[0]
    _strip_prefix(first, _LEAD_PREFIXES)
    if match_label(first.text) or match_lone_label(first.text):
        second = next((line for line in head.body[1:] if not match_label(line.text)), None)
        labelled = match_label(first.text)
        if labelled is None or labelled.code != "source" or second is None:
            return
        first = second
    first.role, head.lead = Role.LEAD, first.text
    if not is_headline_like(first.text) or first in head.body:
        head.body.remove(first)
